// `npm run new-rule -- <id> [--log]`: writes the three files of a rule and two scenarios, which fail until they are filled in.
// With --log the rule is one whose proof is a line of the program's log.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { requireNode } from './node-version.mjs';

requireNode();
const { main, StepError } = await import('./steps.mjs');
const { root } = await import('./root.mjs');

await main(async () => {
  const words = process.argv.slice(2);
  const log = words.includes('--log');
  const [id] = words.filter((word) => word !== '--log');
  const [{ importTypeScript }, { camelCase, writeCatalogue }] = await Promise.all([
    import('./bundle.mjs'),
    import('./generate-catalogue.mjs'),
  ]);
  const { causeIds, familyOf } = await importTypeScript('lib/model/causes.ts');
  if (id === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    throw new StepError('Name the cause in kebab-case: npm run new-rule -- port-in-use');
  }
  if (!causeIds.includes(id)) {
    throw new StepError(
      `${id} is no id of a cause yet. Ids are public and permanent: add it to its family in lib/model/causes.ts first.`,
    );
  }
  const files = stubs(id, familyOf(id), camelCase(id), log ? logRule : rule);
  const there = Object.keys(files).filter((path) => existsSync(join(root, path)));
  if (there.length > 0) throw new StepError(`There already: ${there.join(', ')}.`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    console.log(path);
  }
  await writeCatalogue();
  const tests = `lib/engine/rules/${familyOf(id)}/${id}.test.ts lib/engine/scenarios/scenarios.test.ts`;
  console.log(`\nFill them in, then: npm run generate && npx vitest run ${tests} -t ${id}`);
});

function rule(id, name) {
  return `/**
 * Fill in: one sentence that says what happened, then what this rule never trusts alone, with the section of the signals.
 */
import { ask } from '../../../remedy/look';
import { defineRule, type Found } from '../../rule';

export const ${name} = defineRule({
  id: '${id}',
  scope: 'container',
  needs: ['container', 'ending'],
  wants: ['log'],
  supersedes: [],

  /** Facts in; undefined, or what was found with its evidence and certainty (design §4). */
  match(): Found | undefined {
    return undefined;
  },

  explain() {
    return {
      headline: ['Fill in: the sentence that names the container and the cause.'],
      claims: [{ text: 'Fill in: one sentence of the proof.', evidence: [] }],
      remedies: [
        // Read-only first, where there is such a step: lib/remedy/look.ts.
        ask('${id}-look', 'Fill in: the first next step.', 'Fill in: what it shows.'),
      ],
    };
  },
});
`;
}

/** The log line itself is a signature with this cause in lib/engine/signatures/catalogue. */
function logRule(id, name) {
  return `/** Fill in: what the program says when this happens, in one sentence. */
import { defineLogRule, logsOf, subject } from '../log-rule';

export const ${name} = defineLogRule({
  id: '${id}',
  confusedWith: [],
  headline: ({ container }) => [...subject(container), ' Fill in: the cause, with what the line names.'],
  says: () => 'Fill in: what its log says.',
  remedies: (found) => [logsOf(found, 'Fill in: what the lines around it show.')],
});
`;
}

function stubs(id, family, name, write) {
  const path = `lib/engine/rules/${family}/${id}`;
  return {
    [`${path}.ts`]: write(id, name),
    [`${path}.test.ts`]: `import { describe, expect, it } from 'vitest';

describe('${id}', () => {
  it('fires on the evidence that decides it', () => {
    expect.fail('Fill in: facts on which ${id} matches, and the certainty that follows from them.');
  });

  it('stays silent on the near miss', () => {
    expect.fail('Fill in: the facts that look most like ${id} and are something else.');
  });

  it('still matches where an optional fact is absent', () => {
    expect.fail('Fill in: the same facts without one of "wants".');
  });
});
`,
    [`${path}.md`]: `# Fill in: the cause in the words of the person on call

## Meaning

Fill in: what happened, in two or three sentences.

## Evidence

Fill in: what proves it, what makes it likely, what makes it possible.

## Not to be confused with

Fill in: the neighbours, and what tells them apart.

## What to do

Fill in: the steps, read-only first.

## Sources

Fill in: Kubernetes' documentation or source that this leans on.
`,
    [`lib/engine/scenarios/${id}.fires.yaml`]: scenario(
      `Fill in: a workload that fails by ${id}, as the API server shows it.`,
      `status: broken, primary: ${id}`,
      mutations(),
    ),
    [`lib/engine/scenarios/${id}.near-miss.yaml`]: scenario(
      `Fill in: a workload that looks like ${id} and is not.`,
      `status: healthy, mustNot: [${id}]`,
    ),
  };
}

/** The gate: without what decides it the answer moves. */
function mutations() {
  return `mutations:
  # The evidence that decides it; a field, an object and a metric can go as well (mutate.ts).
  - drop: { event: FillIn }
  - drop: { log: 'Fill in: words of the line' }
`;
}

/** Not a scenario until it has objects: the workload that it expects is nowhere. Its shape is scenarios/scenario.ts. */
function scenario(about, answer, more = '') {
  return `about: '${about}'
asOf: 2026-11-20T03:12:44Z
objects: []
# "pod/container", the log of the run that goes on and of the one before; leave out what was not read.
logs:
  fill-in-pod/app: { current: '', previous: '' }
expected: { workload: Deployment/fill-in, ${answer} }
${more}`;
}
