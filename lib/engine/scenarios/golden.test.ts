import { readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogDigest } from '../../model/log';
import type { Snapshot } from '../../model/snapshot';
import { diagnose, type Judgement } from '../run';
import { instantOf, type Instant } from './instant';
import { drownDigest } from './noise';
import { turnSnapshot, withoutPlaces } from './order';

/** As `e2e/cluster/golden.ts` wrote it from the lab's real cluster. */
interface Golden {
  accepted: string[];
  also: string[];
  instants: Partial<Record<Instant, Snapshot>>;
}

/** What a metric proves is not in what the API server tells. */
const needsMetrics = new Set(['cpu-throttled', 'memory-leak-trend']);

/** Where one instant tells more than another, and why; all others must be as certain at each. */
const unequal: Record<string, string> = {
  'identity-tokens-post-start':
    'The waiting reason PostStartHookError states it, but only until the back-off; by then the event has not been counted for 19 min.',
  'shop-checkout-liveness-503':
    'The kubelet announced six of seven kills: the last one was beyond its own limit of events, and until then it is told for each.',
};

/**
 * Instants that no reader has met in two recordings: a run that ends at once is told as running to nobody, nor is a kill by a probe
 * told as an end before the wait or the next run. A recording that has all leaves this table.
 */
const unseen: Record<string, string> = {
  'data-mounts-subpath': 'dead',
  'data-queue-stale-lock': 'running',
  'data-warehouse-permission-denied': 'running',
  'identity-tokens-post-start': 'dead',
  'logistics-labels-command-not-found': 'dead',
  'observatory-one-bad-node': 'running',
  'payments-gateway-liveness-hang': 'dead',
  'payments-refunds-missing-env': 'running',
  'payments-settlement-ignores-sigterm': 'dead',
  'search-query-throttled': 'dead',
  'search-shards-kernel-setting': 'running',
  'search-store-startup-probe': 'dead',
  'shop-catalogue-slow-start': 'dead',
  'shop-checkout-liveness-503': 'dead',
  'shop-pricing-config-invalid': 'running',
  'shop-storefront-sigterm-default': 'dead',
};

const folder = new URL('./golden/', import.meta.url);
const goldens = readdirSync(folder).map((file) => ({
  name: file.replace(/\.json\.gz$/, ''),
  golden: read(file),
}));

/** The recorder is the only writer of these files. */
function read(file: string): Golden {
  return JSON.parse(gunzipSync(readFileSync(new URL(file, folder))).toString()) as Golden;
}

/** Whether what wrote that log runs still. */
function goesOn({ pods }: Snapshot, { pod, container, instance }: LogDigest): boolean {
  const status = pods.find(({ metadata }) => metadata.name === pod)?.status.containerStatuses;
  return instance === 'current' && Boolean(status?.some(({ name, state }) => name === container && state.running));
}

describe('what a real cluster told has the same answer at each instant of the loop', () => {
  it.each(goldens)('$name', ({ name, golden: { accepted, instants } }) => {
    const answers = Object.entries(instants).map(([instant, snapshot]) => {
      const { diagnosis, faults } = diagnose(snapshot);
      // A healthy one may recover from what it was made to go through; a broken one that does still says from what.
      const isCalm =
        diagnosis.status === 'healthy' || (accepted.includes('healthy') && diagnosis.status === 'recovering');
      const cause = isCalm ? 'healthy' : (diagnosis.primary?.cause ?? 'none');
      return { instant, faults, cause, certainty: isCalm ? null : diagnosis.primary?.certainty };
    });
    const [first] = answers;
    if (!first) throw new Error('There is no instant in it.');
    expect(accepted).toContain(first.cause);
    const { cause, certainty } = first;
    const alike = { faults: [], cause, certainty: name in unequal ? (expect.anything() as unknown) : certainty };
    expect(answers).toEqual(answers.map(({ instant }) => ({ instant, ...alike })));
    // A reason that holds no longer goes.
    expect(new Set(answers.map((answer) => answer.certainty)).size > 1).toBe(name in unequal);
  });

  it.each(goldens)('$name: in another order', ({ golden: { instants } }) => {
    for (const snapshot of Object.values(instants))
      expect(withoutPlaces(diagnose(turnSnapshot(snapshot)))).toEqual(withoutPlaces(diagnose(snapshot)));
  });

  it.each(goldens)('$name: and under noise', ({ golden: { instants } }) => {
    const told = ({ diagnosis: { status, primary } }: Judgement) => [status, primary?.cause, primary?.certainty];
    for (const snapshot of Object.values(instants)) {
      const logs = snapshot.logs.map((digest) => drownDigest(digest, goesOn(snapshot, digest) ? 2 : 0));
      expect(told(diagnose({ ...snapshot, logs }))).toEqual(told(diagnose(snapshot)));
    }
  });

  it.each(goldens.filter(({ golden: { also } }) => also.length > 0))('$name: and what is beside it', ({ golden }) => {
    const said = Object.values(golden.instants).flatMap((snapshot) => {
      const { primary, contributing } = diagnose(snapshot).diagnosis;
      return [primary, ...contributing].map((finding) => finding?.cause);
    });
    expect(golden.also.filter((id) => !needsMetrics.has(id) && !said.some((cause) => cause === id))).toEqual([]);
  });

  it.each(goldens)('$name: each instant is what it is called', ({ golden: { instants } }) => {
    for (const [name, snapshot] of Object.entries(instants)) expect(instantOf(snapshot)).toBe(name);
  });

  it('those that loop were seen dead, in back-off and running again, but for these', () => {
    const looping = goldens.filter(
      ({ golden: { instants } }) => instants.backOff ?? (instants.dead && instants.running),
    );
    const missing = looping.map(({ name, golden: { instants } }) => ({
      name,
      lacks: (['dead', 'backOff', 'running'] as const).filter((instant) => !instants[instant]),
    }));
    const lacking = missing.filter(({ lacks }) => lacks.length > 0);
    expect(Object.fromEntries(lacking.map(({ name, lacks }) => [name, lacks.join(', ')]))).toEqual(unseen);
    // A recording that loses two of its instants loops no longer by this.
    expect(looping.length - lacking.length).toBeGreaterThanOrEqual(23);
  });
});
