/** What a rule is: one cause; facts in, a finding or nothing out (house style §2). */

import type { CauseId } from '../model/causes';
import type { Certainty, ContainerRef, DependsOn, Evidence, HeadlinePart, NonEmpty, Remedy } from '../model/diagnosis';
import type { FactMap, FactName, FactReader } from './facts/table';

export interface Found {
  certainty: Certainty;
  /** What proves it, most decisive first. */
  evidence: NonEmpty<Evidence>;
}

/** One sentence of the proof with the evidence itself; the runner numbers it. */
export interface DraftClaim {
  text: string;
  evidence: Evidence[];
}

/** At least one, whichever of them is always there. */
export type NextSteps = readonly [Remedy, ...Remedy[]] | readonly [...Remedy[], Remedy];

export interface Explanation {
  headline: NonEmpty<HeadlinePart>;
  claims: NonEmpty<DraftClaim>;
  /** At least one next step, the first to try first. */
  remedies: NextSteps;
  wouldDisprove?: string;
  dependsOn?: Omit<DependsOn, 'evidence'> & { evidence: Evidence[] };
  /** Of a contributing finding: why these happen in the same container. Ends their headline, and its steps come before theirs. */
  behind?: { causes: readonly CauseId[]; words: NonEmpty<HeadlinePart> };
  /** Of runs before the one that ended last, which ended otherwise, or of what ended no run: it explains no other finding, and goes before none. */
  earlier?: true;
  /** Of the run that goes on, which has a trouble of its own: it goes before the one end that there was before it. */
  now?: true;
  /** The one thing that it names, as an address or a variable, where pods may differ in it: each such thing is told. */
  names?: string;
  /** Overrides the container of the subject, where another one is at fault. */
  container?: ContainerRef | null;
  /** Names of the pods it is about, where they are not those in trouble now; none where it is about pods that were not made. */
  pods?: readonly string[];
  /** When the trouble began, where more than the pods that are left tell of it; milliseconds since the epoch. */
  sinceMs?: number;
  /** Of what may be no trouble at all: it is not called broken for it. */
  atMost?: 'degraded';
  /** When the clock alone ends it, milliseconds since the epoch. */
  reviewAtMs?: number;
}

export interface RuledOutDraft {
  because: string;
  evidence: Evidence[];
}

/** What `match` gets: each need, and each want or undefined. */
export type FactsFor<N extends FactName, W extends FactName> = { [K in N]: FactMap[K] } & {
  [K in W]: FactMap[K] | undefined;
};

/**
 * 'failure': only that something failed, so any other cause of the same workload goes before it. 'symptom': what a named
 * cause looks like from outside. Beside a primary in the same place of the same pods, neither adds anything.
 */
export type Tells = 'failure' | 'symptom';

export interface RuleDefinition<N extends FactName, W extends FactName, F extends Found> {
  id: CauseId;
  /** What it looks at. 'container': each troubled container; 'pod': each troubled pod; 'workload': once. */
  scope: 'container' | 'pod' | 'workload';
  /** With scope 'container': containers that are not in trouble too, where a log was read. */
  alsoHealthy?: true;
  /** With scope 'pod': the workload as such too, without a pod, for what only events of lost pods tell. */
  alsoWorkload?: true;
  needs: readonly N[];
  wants?: readonly W[];
  /** Causes that this one explains when both match the same container (or its pod): folded under it. '*' is every other. */
  supersedes?: readonly CauseId[] | '*';
  /** Causes a reader would think of first; each says why it is not the one, when it can. */
  confusedWith?: readonly CauseId[];
  /** What it tells, where that is less than a cause. */
  tells?: Tells;
  match(facts: FactsFor<N, W>): F | undefined;
  /** Words and next steps; no conditions but "was this optional fact there". */
  explain(found: F): Explanation;
  /** Why it is not this one, with what shows it; undefined where nothing speaks against it. */
  ruleOut?(facts: FactsFor<N, W>): RuledOutDraft | undefined;
}

export type Draft = Found & Explanation;

/** A rule as the runner sees it, its own types closed over. */
export interface Rule {
  id: CauseId;
  scope: 'container' | 'pod' | 'workload';
  alsoHealthy: boolean;
  alsoWorkload: boolean;
  /** With scope 'pod': its troubled containers too. */
  alsoContainers: boolean;
  needs: readonly FactName[];
  supersedes: readonly CauseId[] | '*';
  confusedWith: readonly CauseId[];
  tells: Tells | 'cause';
  /** Null where a need is absent or it does not match. */
  evaluate(facts: FactReader): Draft | null;
  ruleOut(facts: FactReader): RuledOutDraft | null;
}

function gather<N extends FactName, W extends FactName>(
  needs: readonly N[],
  wants: readonly W[],
  facts: FactReader,
): FactsFor<N, W> | null {
  const values: Partial<Record<FactName, unknown>> = {};
  for (const name of needs) {
    const fact = facts.get(name);
    if (!fact.ok) return null;
    values[name] = fact.value;
  }
  for (const name of wants) {
    const fact = facts.get(name);
    values[name] = fact.ok ? fact.value : undefined;
  }
  return asFacts<N, W>(values);
}

/** Every need was put in above, or null was returned; every want is its value or undefined. */
function asFacts<N extends FactName, W extends FactName>(values: Partial<Record<FactName, unknown>>): FactsFor<N, W> {
  return values as FactsFor<N, W>;
}

/** A rule whose facts are typed by what it `needs` and `wants`. It is not asked where a needed fact is missing. */
export function defineRule<const N extends FactName, const W extends FactName = never, F extends Found = Found>(
  definition: RuleDefinition<N, W, F>,
): Rule {
  return {
    id: definition.id,
    scope: definition.scope,
    alsoHealthy: definition.alsoHealthy === true,
    alsoWorkload: definition.alsoWorkload === true,
    alsoContainers: false,
    needs: definition.needs,
    supersedes: definition.supersedes ?? [],
    confusedWith: definition.confusedWith ?? [],
    tells: definition.tells ?? 'cause',
    evaluate(reader) {
      const facts = gather(definition.needs, definition.wants ?? [], reader);
      const found = facts && definition.match(facts);
      // Not the whole of what was found: a rule's own `container` or `pods` are not those of an explanation.
      return found ? { certainty: found.certainty, evidence: found.evidence, ...definition.explain(found) } : null;
    },
    ruleOut(reader) {
      const facts = definition.ruleOut && gather(definition.needs, definition.wants ?? [], reader);
      return (facts && definition.ruleOut?.(facts)) ?? null;
    },
  };
}

/** A rule of containers or pods whose cause may be one of the workload as such too; `ofWorkload` says that. */
export function defineJointRule(rule: Rule, ofWorkload: Rule): Rule {
  return {
    ...rule,
    alsoWorkload: true,
    evaluate: (facts) => (facts.subject.pod === null ? ofWorkload : rule).evaluate(facts),
  };
}

/** A rule of pods whose cause the log of a container may tell too; `ofContainer` says that. */
export function definePodAndContainerRule(rule: Rule, ofContainer: Rule): Rule {
  const { supersedes } = rule;
  return {
    ...rule,
    alsoContainers: true,
    supersedes: supersedes === '*' || ofContainer.supersedes === '*' ? '*' : [...supersedes, ...ofContainer.supersedes],
    evaluate: (facts) => (facts.subject.container ? ofContainer : rule).evaluate(facts),
  };
}
