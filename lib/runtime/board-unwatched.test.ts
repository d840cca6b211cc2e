import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { diagnose } from '../engine/run';
import { isPoison, project } from '../kubernetes/projection/project';
import type { Kind, Pod } from '../model/kubernetes';
import type { Feed, KindState, Source } from '../model/source';
import { type Board, createBoard } from './board';
import { createGatherer } from './gatherer';
import { aState, clusterInfo } from './testing';

const t0 = Date.parse('2026-11-21T03:00:00Z');
const minuteMs = 60_000;
const at = (seconds: number): string => new Date(t0 + seconds * 1000).toISOString();

function podOf(name: string, made: number, status: object): Pod {
  const metadata = { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '7', creationTimestamp: at(made) };
  const spec = { nodeName: 'node-1', restartPolicy: 'Always', containers: [{ name: 'app', image: 'r/app:1' }] };
  const object = project('Pod', { metadata, spec, status }, (text) => text);
  if (isPoison(object)) throw new Error('the pod is poison');
  return object;
}

/** Killed for its memory a minute ago, and ready since: it heals when nothing more happens. */
const looped = podOf('looped', -3600, {
  phase: 'Running',
  startTime: at(-3600),
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(-30) }],
  containerStatuses: [
    {
      name: 'app',
      ready: true,
      started: true,
      restartCount: 6,
      containerID: 'c9',
      state: { running: { startedAt: at(-40) } },
      lastState: {
        terminated: {
          reason: 'OOMKilled',
          exitCode: 137,
          startedAt: at(-300),
          finishedAt: at(-60),
          containerID: 'c8',
        },
      },
    },
  ],
});

/** Calm as long as it is young: it is in trouble when nothing happens. */
const creating = podOf('creating', -20, {
  phase: 'Pending',
  startTime: at(-20),
  conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: at(-20) }],
  containerStatuses: [
    { name: 'app', ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } }, lastState: {} },
  ],
});

describe('a board whose pods are not watched', () => {
  let feed: Feed;
  let board: Board;
  let skewMs = 0;

  const state = (kind: Kind, name: KindState['state'], more: Partial<KindState> = {}): void => {
    const now = new Date().toISOString();
    feed.state(aState(kind, name, { since: now, heardAt: now, ...more }));
  };
  const become = (name: KindState['state'], more: Partial<KindState> = {}): void => {
    for (const kind of ['Pod', 'Event', 'Node'] as const) state(kind, name, more);
  };
  const rows = (): Record<string, string> =>
    Object.fromEntries([...board.rows()].map((row) => [row.workload.name, row.status]));
  const judged = (name: string) => board.judge({ namespace: 'shop', kind: 'Pod', name })?.diagnosis;

  beforeEach(async () => {
    vi.useFakeTimers({ now: t0 });
    skewMs = 0;
    const source: Source = {
      info: clusterInfo,
      start: (to) => {
        feed = to;
      },
      stop: () => Promise.resolve(),
      capabilities: () => ({ missing: [], serverVersion: null }),
      skewMs: () => skewMs,
      logs: () => Promise.resolve({ ok: false, failure: { code: 'absent', message: 'None.' } }),
    };
    const gatherer = createGatherer({ source, redact: (text) => text, clusterId: () => 'c' });
    board = createBoard({ gatherer, judge: diagnose, publish: () => undefined });
    feed.replace('Pod', null, [looped, creating]);
    become('live');
    await vi.advanceTimersByTimeAsync(500);
    expect(rows()).toEqual({ looped: 'broken', creating: 'healthy' });
  });
  afterEach(async () => {
    await board.stop();
    vi.useRealTimers();
  });

  it.each([
    ['F02: the API server is away', 'stale', { code: 'unreachable', message: 'connect ECONNREFUSED' }],
    ['F23: they may not be listed any more', 'denied', { code: 'denied', message: 'The account may not list pods.' }],
  ] as const)(
    'neither heals nor breaks by time alone, and is judged anew once it is heard (%s)',
    async (_, is, failure) => {
      const heardAt = new Date().toISOString();
      become(is, { failure, heardAt, attempts: 3 });
      await vi.advanceTimersByTimeAsync(70 * minuteMs);
      expect(rows()).toEqual({ looped: 'broken', creating: 'healthy' });
      expect(judged('looped')).toMatchObject({ status: 'broken', asOf: heardAt });
      expect(board.freshness().showing).toBe(heardAt);
      // The list says what was known before: no object touches its workload.
      feed.replace('Pod', null, [looped, creating]);
      become('live');
      await vi.advanceTimersByTimeAsync(1000);
      expect(rows()).toEqual({ looped: 'healthy', creating: 'broken' });
    },
  );

  it('says which part is old where the pods of one namespace are read after all (F23)', () => {
    const heardAt = new Date().toISOString();
    vi.setSystemTime(t0 + minuteMs);
    state('Pod', 'denied', { failure: { code: 'denied', message: 'The account may not list pods.' }, heardAt });
    state('Pod', 'live', { namespace: 'web' });
    expect(board.freshness()).toMatchObject({
      state: 'live',
      old: { shop: heardAt },
      heardIn: ['web'],
      missing: [expect.stringMatching(/^Pod in other namespaces: The account may not list pods/)],
    });
  });

  it('says how far the API server’s clock is off, in whole seconds (F46)', () => {
    expect(board.freshness()).not.toHaveProperty('skewMs');
    skewMs = 1_500_120;
    expect(board.freshness()).toMatchObject({ skewMs: 1_500_000, showing: at(1500.62) });
  });

  it('stays while the rights are narrowed to namespaces, also where the pods of one cannot be listed (F18, F22)', async () => {
    const heardAt = new Date().toISOString();
    const denied = { code: 'denied', message: 'The account may not list pods.' } as const;
    state('Pod', 'denied', { failure: denied });
    state('Pod', 'connecting', { namespace: 'shop', heardAt: null });
    state('Pod', 'connecting', { namespace: 'pay', heardAt: null });
    expect(board.freshness()).toMatchObject({ state: 'stale', why: denied.message, showing: heardAt });
    feed.replace('Pod', 'shop', [looped]);
    state('Pod', 'live', { namespace: 'shop' });
    const busy = { code: 'failed', message: 'Too many requests.' } as const;
    state('Pod', 'connecting', { namespace: 'pay', heardAt: null, failure: busy, attempts: 1 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(board.freshness()).toMatchObject({ state: 'live' });
    expect(board.freshness().missing).toContain('Pod in pay: Too many requests.');
    expect(rows()).toEqual({ looped: 'broken' });
  });
});
