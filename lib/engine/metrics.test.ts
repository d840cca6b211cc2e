import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseQuantity } from '../format/quantity';
import { causeIds } from '../model/causes';
import type { Diagnosis } from '../model/diagnosis';
import { riskIds } from '../model/diagnosis';
import { alertsFor } from './alerts';
import { findingOf } from './testing/build';
import { diagnosisOf, readScenario } from './testing/play';
import { replay } from './scenarios/replay';

const mi = 1024 ** 2;
const remedyOf = (diagnosis: Diagnosis, id: string) => diagnosis.remedies.find((remedy) => remedy.id === id);

function within5Percent(got: number, wanted: number): void {
  expect(got).toBeGreaterThanOrEqual(wanted * 0.95);
  expect(got).toBeLessThanOrEqual(wanted * 1.05);
}

const able = { restarts: false, killed: false, unprobed: [] };

describe('the numbers in remedies', () => {
  it('says of a leak how fast it grows, and does not raise the limit', async () => {
    const diagnosis = await diagnosisOf('metrics-leak');
    expect(remedyOf(diagnosis, 'set-memory-limit')).toBeUndefined();
    const { arithmetic, why, safety } = remedyOf(diagnosis, 'do-not-raise-memory') ?? {};
    // Advice changes nothing, and is given once.
    expect(safety).toBe('ask');
    expect(diagnosis.contributing.map(({ cause }) => cause)).toContain('memory-leak-trend');
    expect(remedyOf(diagnosis, 'find-leak')).toBeUndefined();
    within5Percent(Number(/At ([\d.]+)Mi a minute/.exec(why ?? '')?.[1]), 30);
    within5Percent(Number(/= ([\d.]+) min/.exec(arithmetic ?? '')?.[1]), 256 / 30);
  });

  it('sizes an honest need from the peak of the revision that held', async () => {
    const remedy = remedyOf(await diagnosisOf('metrics-honest-need'), 'set-memory-limit');
    const limit = /--limits=memory=(\S+)/.exec(remedy?.command ?? '')?.[1] ?? '';
    within5Percent(parseQuantity(limit) ?? 0, 301 * 1.25 * mi);
    expect(remedy?.arithmetic).toContain('301Mi (revision 6, 7 days) × 1.25');
    expect(remedy?.why).toMatch(/^Revision 6 ran within 7 days with up to 301Mi/);
    const { primary, evidence } = await diagnosisOf('metrics-honest-need');
    const claim = primary?.claims.find(({ text }) => text.startsWith('In revision 6 it used up to 301Mi'));
    expect(claim?.text).toContain('The limit is 256Mi now.');
    expect(claim?.evidence.map((at) => evidence[at])).toMatchObject([
      { kind: 'metric', samples: [{ value: '301Mi' }] },
    ]);
  });

  it('sizes the CPU limit from the throttled share around the failing probe', async () => {
    const remedy = remedyOf(await diagnosisOf('metrics-throttled-probe'), 'raise-cpu');
    expect(remedy?.arithmetic).toBe('at most four times at once: 200m × 4 = 800m');
    within5Percent(parseQuantity(/cpu: (\S+)/.exec(remedy?.patch ?? '')?.[1] ?? '') ?? 0, 0.8);
  });

  it('sizes the startup budget from the slowest start of a healthy pod', async () => {
    const diagnosis = await diagnosisOf('metrics-slow-start');
    expect(diagnosis.risks.map(({ id }) => id)).toEqual(['slow-to-start']);
    const threshold = Number(
      /failureThreshold: (\d+)/.exec(remedyOf(diagnosis, 'widen-startup-probe')?.patch ?? '')?.[1],
    );
    within5Percent(threshold * 10, 2 * 48 * 1.04);
  });
});

describe('risks of a healthy workload', () => {
  it.each([
    ['metrics-slow-loop', 'slow-loop', 7],
    ['metrics-nightly-restart', 'nightly-restart', 2],
  ] as const)('%s: %s', async (scenario, id, number) => {
    const diagnosis = await diagnosisOf(scenario);
    expect(diagnosis).toMatchObject({ status: 'healthy', primary: null });
    const [risk] = diagnosis.risks;
    expect(risk?.id).toBe(id);
    const mark = risk?.headline.flatMap((part) => (typeof part === 'object' && 'mark' in part ? [part.mark] : []))[0];
    within5Percent(parseFloat(mark?.replace(/^\D+/, '') ?? ''), number);
    expect(diagnosis.alerts.map(({ title }) => title)).toContain('Restarts again and again, slowly');
    expect(diagnosis.remedies.map((remedy) => remedy.id)).toEqual(
      expect.arrayContaining(risk?.remedyIds ?? ['a risk']),
    );
  });
});

it('dates the last restart of a slow loop by the end that Kubernetes tells, not by the sample after it', async () => {
  const { risks } = await diagnosisOf('metrics-slow-loop');
  expect(risks[0]?.claims[0]?.text).toContain('times, the last at 03:39 UTC on 2026-10-17.');
});

describe('without metrics', () => {
  const folder = new URL('./scenarios/', import.meta.url);
  const names = readdirSync(folder).flatMap((file) => (file.endsWith('.yaml') ? [file.replace(/\.yaml$/, '')] : []));
  it.each(names)('%s keeps its primary, computes no number and knows no risk from metrics', async (name) => {
    const scenario = readScenario(name);
    const { diagnosis } = await replay({ ...scenario, metrics: [] });
    if (scenario.hard === undefined) expect(diagnosis.primary?.cause).toBe(scenario.expected.primary);
    expect(diagnosis.remedies.filter(({ arithmetic }) => arithmetic !== null)).toEqual([]);
    expect(diagnosis.risks.filter(({ id }) => !id.startsWith('autoscaler-'))).toEqual([]);
  });
});

describe('alert rules', () => {
  const ref = { namespace: 'shop', kind: 'Deployment', name: 'cart.v2' };
  const all = [
    ...causeIds.flatMap((cause) => alertsFor(ref, [findingOf(cause)], [], able)),
    ...riskIds.flatMap((id) => alertsFor(ref, [], [{ id, container: null }], able)),
  ];

  it('names the workload and takes its name literally', () => {
    const [rule] = alertsFor(ref, [findingOf('oom-killed-limit')], [], able);
    const pods = /pod=~"([^"]+)"/.exec(rule?.yaml ?? '')?.[1]?.replaceAll('\\\\', '\\') ?? '';
    const matches = (pod: string) => new RegExp(`^(?:${pods})$`).test(pod);
    expect(matches('cart.v2-7d9c6b5f8-x2x9k')).toBe(true);
    // Neither what the dot would match, nor a neighbour.
    expect(['cartxv2-7d9c6b5f8-x2x9k', 'cart.v2-warm-7d9c6b5f8-x2x9k', 'cart.v2'].filter(matches)).toEqual([]);
    const rollout = alertsFor({ ...ref, kind: 'Rollout' }, [findingOf('oom-killed-limit')], [], able)[0];
    expect(rollout?.yaml).toContain('cart\\\\.v2(-.+)?');
    expect(rule?.yaml).toContain('OOMKilled');
  });

  const promtool = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path));
  it.skipIf(promtool === undefined)('are all accepted by promtool', () => {
    expect(all.length).toBeGreaterThan(20);
    const folder = mkdtempSync(join(tmpdir(), 'unloop-rules-'));
    const files = [...new Set(all.map((rule) => rule.yaml))].map((yaml, i) => {
      const file = join(folder, `${i}.yaml`);
      writeFileSync(file, yaml);
      return file;
    });
    const output = execFileSync(promtool ?? '', ['check', 'rules', ...files], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(output.match(/SUCCESS: 1 rules found/g)).toHaveLength(files.length);
  });

  it('are absent where the workload is healthy', () => {
    expect(alertsFor(ref, [], [], able)).toEqual([]);
  });
});
