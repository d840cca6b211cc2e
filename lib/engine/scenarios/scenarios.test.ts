import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { familyOf } from '../../model/causes';
import { plainHeadline } from '../../model/diagnosis';
import { rules } from '../registry.generated';
import { bury, drop, runningContainers, shuffle } from './mutate';
import { withoutPlaces } from './order';
import { replay } from './replay';
import { parseScenario, type Scenario } from './scenario';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .sort();
const scenarios = files.map((file) => ({
  name: file.replace(/\.yaml$/, ''),
  scenario: parseScenario(file, readFileSync(new URL(file, folder), 'utf8')),
}));

async function answer(scenario: Scenario) {
  const { diagnosis, faults } = await replay(scenario);
  expect(faults).toEqual([]);
  const { primary } = diagnosis;
  return {
    status: diagnosis.status,
    primary: primary?.cause,
    certainty: primary?.certainty,
    container: primary?.container?.name,
    diagnosis,
  };
}

const required = scenarios.filter(({ scenario }) => scenario.hard === undefined);

describe('each scenario has its answer', () => {
  it.each(required)('$name', async ({ scenario }) => {
    const { expected } = scenario;
    const { diagnosis, ...got } = await answer(scenario);
    expect(got).toMatchObject({
      status: expected.status,
      primary: expected.primary,
      ...(expected.certainty === undefined ? {} : { certainty: expected.certainty }),
      ...(expected.container === undefined ? {} : { container: expected.container }),
    });
    const others = diagnosis.contributing.map((finding) => finding.cause);
    for (const cause of expected.also) expect(others).toContain(cause);
    for (const cause of expected.mustNot) expect([...others, got.primary]).not.toContain(cause);
    const headline = diagnosis.primary ? plainHeadline(diagnosis.primary.headline) : '';
    for (const words of expected.headline) expect(headline).toContain(words);
    const everything = JSON.stringify(diagnosis);
    // What `npm run new-rule` leaves to be written.
    expect(everything).not.toContain('Fill in');
    for (const words of expected.mentions) expect(everything).toContain(words);
    // No claim points at a quotation without words.
    for (const item of diagnosis.evidence) if (item.kind === 'field') expect(item.fields).not.toEqual([]);
    // Nothing is changed before it was looked at.
    expect(diagnosis.remedies.find(({ command }) => command !== null)?.safety ?? 'read-only').toBe('read-only');
    if (expected.status === 'healthy') expect(diagnosis.primary).toBeNull();
    else expect(diagnosis.remedies.length).toBeGreaterThan(0);
  });
});

describe('the answer does not depend on order, and is not buried by noise', () => {
  it.each(required)('$name', async ({ scenario }) => {
    const plain = await answer(scenario);
    const shuffled = await answer(shuffle(scenario));
    expect(withoutPlaces(shuffled.diagnosis)).toEqual(withoutPlaces(plain.diagnosis));
    const buried = await answer(bury(scenario, 2));
    expect(buried).toMatchObject({ status: plain.status, primary: plain.primary, certainty: plain.certainty });
  });
});

describe('a program that goes on to speak of other things', () => {
  const speaking = required.filter(({ scenario }) =>
    [...runningContainers(scenario)].some((name) => scenario.logs[name]?.current),
  );
  // More lines behind an error make it one that may have passed, so that it may be less certain.
  it.each(speaking)('has the same cause: $name', async ({ scenario }) => {
    const { status, primary } = await answer(scenario);
    expect(await answer(bury(scenario, 20))).toMatchObject({ status, primary });
  });
});

describe('the answer moves when its decisive evidence is taken away', () => {
  const mutated = required.flatMap(({ name, scenario }) =>
    scenario.mutations.map((mutation) => ({
      name: `${name}, without ${JSON.stringify(mutation.drop)}`,
      scenario,
      mutation,
    })),
  );
  it.each(mutated)('$name', async ({ scenario, mutation }) => {
    const before = await answer(scenario);
    const after = await answer(drop(scenario, mutation.drop));
    if (mutation.primary !== undefined) expect(after.primary ?? null).toBe(mutation.primary);
    else
      expect({ cause: after.primary, certainty: after.certainty }).not.toEqual({
        cause: before.primary,
        certainty: before.certainty,
      });
  });
});

describe('the corpus', () => {
  const about = (id: string) => required.filter(({ name }) => name.startsWith(`${id}.`));
  it.each(rules.map((rule) => rule.id))('%s has a scenario that fires and a near miss', (id) => {
    const own = about(id);
    const contributing = familyOf(id) === 'contributing';
    const fires = own.filter(({ scenario: { expected } }) =>
      contributing ? expected.also.includes(id) : expected.primary === id,
    );
    const misses = own.filter(({ scenario: { expected } }) => expected.primary !== id && !expected.also.includes(id));
    expect(fires.length).toBeGreaterThan(0);
    expect(misses.length).toBeGreaterThan(0);
  });

  it.each(required.filter(({ name }) => /\.fires(?:-|$)/.test(name)))('$name has a mutation', ({ scenario }) => {
    const what = 'say under `mutations:` which evidence decides it, so that the answer is seen to move without it';
    expect(scenario.mutations, what).not.toEqual([]);
  });

  it.each(scenarios.filter(({ scenario }) => scenario.hard !== undefined))(
    '$name is known to be hard',
    ({ scenario }) => {
      expect(scenario.hard).not.toBe('');
    },
  );
});
