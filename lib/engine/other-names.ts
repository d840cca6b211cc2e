/** What a finding names in other pods than the one whose proof stands for all: mending the one thing would leave them as they are. */

import type { Remedy } from '../model/diagnosis';
import type { Candidate } from './rank';

/** A line for each is enough to see that they differ; a pool of peers may have many. */
const mostNames = 3;

/** By what they name; those that name what `name` says, or speak of earlier runs only, are left out. */
function groupsOf(name: string, all: readonly Candidate[]): [string, Candidate[]][] {
  const groups = new Map<string, Candidate[]>();
  for (const each of all) {
    const { names, earlier } = each.draft;
    if (names !== undefined && names !== name && !earlier) groups.set(names, [...(groups.get(names) ?? []), each]);
  }
  return [...groups];
}

const isSame = (a: Remedy, b: Remedy) => a.command === b.command && a.title === b.title;

/** `all`: the findings that were merged into this one. Unchanged where they name the same, or nothing. */
export function withOtherNames(candidate: Candidate, all: readonly Candidate[]): Candidate {
  const { draft } = candidate;
  const groups = draft.names === undefined ? [] : groupsOf(draft.names, all);
  if (groups.length === 0) return candidate;
  const told = groups.slice(0, mostNames);
  const left = groups.slice(mostNames).flatMap(([, each]) => each);
  const proof = (each: readonly Candidate[]) => each.slice(0, 1).map((one) => one.draft.evidence[0]);
  const podsOf = (each: readonly Candidate[]) => [...new Set(each.flatMap(({ pods }) => [...pods]))];
  const claims = told.map(([name, each]) => {
    const [pod = '', ...more] = podsOf(each);
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    return { text: `In \`${pod}\`${others} it is \`${name}\`.`, evidence: proof(each) };
  });
  if (left.length > 0)
    claims.push({ text: `In ${podsOf(left).length} more it is another again.`, evidence: proof(left) });
  const steps = told
    .flatMap(([, [first]]) => first?.draft.remedies ?? [])
    .filter((one, i, each) => ![...draft.remedies, ...each.slice(0, i)].some((other) => isSame(one, other)));
  const [first, ...own] = draft.remedies;
  return {
    ...candidate,
    draft: { ...draft, claims: [...draft.claims, ...claims], remedies: [first, ...own, ...steps] },
  };
}
