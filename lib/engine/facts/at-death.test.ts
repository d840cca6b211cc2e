import { describe, expect, it } from 'vitest';
import type { MetricId } from '../../model/metrics';
import { replay } from '../scenarios/replay';
import type { Scenario } from '../scenarios/scenario';
import { readScenario } from '../testing/play';

type Metric = Scenario['metrics'][number];
const gi = 1024 ** 3;

/** The claims of a scenario's primary that these curves add; each value a quarter of a minute after the other, the last at `end`. */
async function added(name: string, end: string, curves: [MetricId, number[], Partial<Metric>?][]): Promise<string[]> {
  const metrics = curves.map(([id, values, more]): Metric => ({
    id,
    pod: null,
    container: null,
    detail: null,
    unit: 'ratio',
    query: `${id}{}`,
    points: values.map((value, i) => [Date.parse(end) / 1000 - 15 * (values.length - 1 - i), value]),
    ...more,
  }));
  const scenario = readScenario(name);
  const bare = (await replay({ ...scenario, metrics: [] })).diagnosis;
  const { diagnosis } = await replay({ ...scenario, metrics });
  expect(diagnosis.primary?.cause).toBe(bare.primary?.cause);
  const known = bare.primary?.claims.length ?? 0;
  const claims = diagnosis.primary?.claims ?? [];
  expect(claims.slice(0, known)).toEqual(bare.primary?.claims);
  for (const { evidence } of claims.slice(known))
    expect(evidence.map((at) => diagnosis.evidence[at]?.kind)).toEqual(['metric']);
  return claims.slice(known).map(({ text }) => text);
}

const oom = ['oom-killed-node.fires', '2026-10-14T08:16:00Z'] as const;
const render = { pod: 'tile-renderer-7b6f8c9d4c-2hjzp', container: 'render' };
const times = (value: number, n: number): number[] => Array.from({ length: n }, () => value);

describe('the node at the time of death', () => {
  const memory = (left: number, detail = 'rack1-n2') =>
    added(...oom, [
      ['node-memory-available', [2 * gi, left], { detail }],
      ['node-memory-total', [16 * gi, 16 * gi], { detail }],
    ]);
  it('had next to no memory left', async () => {
    expect(await memory(gi / 2)).toEqual(['Node rack1-n2 had 512Mi of its 16Gi of memory left: 3.1 %.']);
  });
  it('had enough, or was another node', async () => {
    expect(await memory(gi)).toEqual([]);
    expect(await memory(gi / 2, 'rack1-n3')).toEqual([]);
  });
  it('made its work wait for memory', async () => {
    const pressure = (value: number) => added(...oom, [['node-memory-pressure', [0, value], { detail: 'rack1-n2' }]]);
    expect(await pressure(0.34)).toEqual(['All work on node rack1-n2 waited for memory in 34 % of the time.']);
    expect(await pressure(0.04)).toEqual([]);
  });
});

describe('HTTP before the death', () => {
  it('5xx above 5 % for two minutes, not for one', async () => {
    const share = (values: number[]) => added(...oom, [['http-error-share', values, render]]);
    expect(await share([0, ...times(0.2, 9)])).toEqual([
      'In the ten minutes before its end up to 20 % of its HTTP answers were 5xx, for 2 min above 5 %.',
    ]);
    expect(await share([0, ...times(0.2, 5)])).toEqual([]);
    expect(await share(times(0.04, 20))).toEqual([]);
  });
  it('latency of three times what it was', async () => {
    const p99 = (last: number) =>
      added(...oom, [['http-latency', [...times(0.2, 30), ...times(last, 10)], { ...render, detail: 'p99' }]]);
    expect(await p99(2)).toEqual([
      'Its slowest answers (P99) took 2.0 s in the five minutes before its end, 0.2 s before that.',
    ]);
    expect(await p99(0.4)).toEqual([]);
  });
});

describe('requests in flight at a stop', () => {
  const end = '2026-10-15T17:00:30Z';
  const inFlight = (value: number, pod = 'toll-gate-59c8d7b6f4-x9zq2') =>
    added('sigterm-not-handled.fires-drain', end, [['http-in-flight', [9, value], { pod, container: 'gate' }]]);
  it('were cut, in the pod that ended', async () => {
    expect(await inFlight(7)).toEqual([
      '7 requests were in flight 0 s before its end: what was not done by then was cut.',
    ]);
    expect(await inFlight(1)).toEqual([]);
    expect(await inFlight(7, 'toll-gate-59c8d7b6f4-d6v3m')).toEqual([]);
  });
});

describe('the node’s disk', () => {
  it('was nearly full', async () => {
    const free = (share: number) =>
      added('disk-full-or-evicted.fires', '2026-11-19T14:21:40Z', [
        ['node-disk-available-share', [0.3, share], { detail: 'node-b3' }],
      ]);
    expect(await free(0.06)).toEqual(['The fullest file system of node node-b3 had 6 % free.']);
    expect(await free(0.4)).toEqual([]);
  });
});
