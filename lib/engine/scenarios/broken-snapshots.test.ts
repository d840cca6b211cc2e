import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Claim, Diagnosis } from '../../model/diagnosis';
import { diagnosisSchema } from '../../model/diagnosis-schema';
import type { Snapshot } from '../../model/snapshot';
import { diagnose, type Judgement } from '../run';
import { snapshotOf } from './replay';
import { parseScenario, type Scenario } from './scenario';

/** What a recording may lack, what an old or a strange API server may send, and what a list cut off at its limit leaves. */

const folder = new URL('.', import.meta.url);
const scenarios = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .map((file) => [file, parseScenario(file, readFileSync(new URL(file, folder), 'utf8'))] as const);

const rounds = 6;

/** Numbers in [0, 1) that are the same in each run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function seedOf(name: string, round: number): number {
  return [...name].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, round + 1);
}

/** What makes an object one of its kind; the rest of it may be gone. */
const kept = new Set(['kind', 'metadata', 'name', 'involvedObject', 'ownerReferences', 'uid', 'controller']);

/** Takes fields away, makes them null, empties lists and texts, and cuts texts short. */
function spoil(value: unknown, random: () => number, rate: number): unknown {
  if (Array.isArray(value)) {
    if (random() < rate) return [];
    const some = random() < rate ? value.slice(0, Math.ceil(value.length / 2)) : value;
    return some.map((item) => spoil(item, random, rate));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, field]): [string, unknown][] => {
        const dice = kept.has(key) ? 1 : random() / rate;
        if (dice < 0.4) return [];
        if (dice < 0.7) return [[key, null]];
        return [[key, spoil(field, random, rate)]];
      }),
    );
  }
  if (typeof value === 'string' && random() < rate / 2) return value.slice(0, Math.floor(value.length / 2));
  return value;
}

/** `spoil` keeps an object an object, and keeps its kind and its metadata. */
function spoilObject(object: Scenario['objects'][number], random: () => number, rate: number): typeof object {
  return { ...object, ...(spoil(object, random, rate) as typeof object) };
}

function spoilScenario(scenario: Scenario, random: () => number): Scenario {
  const rate = 0.02 + random() * 0.15;
  return {
    ...scenario,
    objects: scenario.objects.map((object) => spoilObject(object, random, rate)),
    logs: Object.fromEntries(
      Object.entries(scenario.logs).map(([key, log]) => [
        key,
        random() < rate || log.previous === undefined
          ? {}
          : { ...log, previous: log.previous.slice(0, Math.floor(random() * log.previous.length)) },
      ]),
    ),
  };
}

/** A snapshot keeps its shape, so it still is one: its lists may be empty, and what may be null is null. */
function emptySome(snapshot: Snapshot, random: () => number): Snapshot {
  const fields = Object.entries(snapshot).map(([key, value]): [string, unknown] => {
    if (Array.isArray(value) && random() < 0.25) return [key, []];
    if (Array.isArray(value) && random() < 0.25) return [key, value.slice(0, Math.ceil(value.length / 2))];
    return [key, (key === 'controller' || key === 'configs') && random() < 0.3 ? null : value];
  });
  return Object.fromEntries(fields) as unknown as Snapshot;
}

function allClaims({ primary, contributing }: Diagnosis): Claim[] {
  return [...(primary ? [primary] : []), ...contributing].flatMap((finding) => finding.claims);
}

function expectWhole({ diagnosis, faults }: Judgement): void {
  expect(faults).toEqual([]);
  expect(diagnosis.primary === null).toBe(diagnosis.status === 'healthy');
  if (diagnosis.primary) expect(diagnosis.remedies.length).toBeGreaterThan(0);
  for (const claim of allClaims(diagnosis)) {
    expect(claim.evidence).not.toEqual([]);
    expect(claim.evidence.filter((at) => !(at in diagnosis.evidence))).toEqual([]);
  }
  expect(diagnosis.evidence.filter((item) => item.kind === 'field' && item.fields.length === 0)).toEqual([]);
  expect(diagnosisSchema.parse(JSON.parse(JSON.stringify(diagnosis)))).toEqual(diagnosis);
}

describe('a snapshot with holes still gets a whole diagnosis', () => {
  it.each(scenarios)('%s', async (name, scenario) => {
    for (let round = 0; round < rounds; round += 1) {
      const random = randomFrom(seedOf(name, round));
      const [kind = '', workload = ''] = scenario.expected.workload.split('/');
      const spoiled = spoilScenario(scenario, random);
      // Without its owners a pod's workload is another one: it is asked for as what it is then.
      const snapshot = await snapshotOf(spoiled).catch((error: unknown) => {
        if (error instanceof Error && error.message.startsWith(`no ${kind}/${workload} `)) return null;
        throw error;
      });
      if (snapshot !== null) {
        expectWhole(diagnose(snapshot));
        expectWhole(diagnose(emptySome(snapshot, random)));
      }
      expectWhole(diagnose(emptySome(await snapshotOf(scenario), random)));
    }
  });
});
