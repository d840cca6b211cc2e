import { describe, expect, it, vi } from 'vitest';
import { project } from '../kubernetes/projection/project';
import type { Feed, Source } from '../model/source';
import { createGatherer } from './gatherer';
import { sliceMs } from './slices';

describe('the gatherer', () => {
  it("says when it heard something by the clock that tells now, the server's (F46)", () => {
    const at = '2026-11-22T08:00:00.000Z';
    const gatherer = createGatherer({
      source: {
        info: { kind: 'cluster', name: 'test', location: '', recordedAt: null },
        start: (feed) => {
          const told = { state: 'stale' as const, since: at, heardAt: at, nextAttemptAt: at };
          feed.state({ ...told, kind: 'Pod', namespace: null, failure: null, attempts: 1, objects: 1 });
        },
        stop: () => Promise.resolve(),
        capabilities: () => ({ missing: [], serverVersion: null }),
        skewMs: () => 300_000,
        logs: () => Promise.reject(new Error('not asked')),
      },
      redact: (text) => text,
      clusterId: () => null,
    });
    gatherer.start(() => undefined);
    const moved = '2026-11-22T08:05:00.000Z';
    expect(gatherer.states()).toMatchObject([{ since: moved, heardAt: moved, nextAttemptAt: moved }]);
    return gatherer.stop();
  });

  it('reports what a listener of the picture threw, and goes on', () => {
    const bugs: [string, unknown][] = [];
    const source: Source = {
      info: { kind: 'cluster', name: 'test', location: '', recordedAt: null },
      start: (feed) => {
        const raw = { metadata: { name: 'cart', namespace: 'shop', uid: 'u' } };
        feed.upsert(
          'Pod',
          project('Pod', raw, (text) => text),
        );
      },
      stop: () => Promise.resolve(),
      capabilities: () => ({ missing: [], serverVersion: null }),
      skewMs: () => 0,
      logs: () => Promise.reject(new Error('not asked')),
    };
    const gatherer = createGatherer({
      source,
      redact: (text) => text,
      clusterId: () => null,
      onBug: (where, error) => bugs.push([where, error]),
    });
    const bug = new TypeError('x is not a function');
    gatherer.onChange(() => {
      throw bug;
    });
    gatherer.start(() => undefined);
    expect(bugs).toEqual([['listener', bug]]);
    expect([...gatherer.keys()]).toEqual(['shop/Pod/cart']);
    return gatherer.stop();
  });

  it('takes a list in slices, and one of a restored server whatever its age', async () => {
    let told: Feed | null = null;
    const source: Source = {
      info: { kind: 'cluster', name: 'test', location: '', recordedAt: null },
      start: (feed) => void (told = feed),
      stop: () => Promise.resolve(),
      capabilities: () => ({ missing: [], serverVersion: null }),
      skewMs: () => 0,
      logs: () => Promise.reject(new Error('not asked')),
    };
    const gatherer = createGatherer({ source, redact: (text) => text, clusterId: () => null });
    gatherer.start(() => undefined);
    const list = async (version: number, isRestored: boolean): Promise<void> => {
      const metadata = { namespace: 'shop', resourceVersion: String(version) };
      const pods = ['cart', 'till', 'bell'].map((name) =>
        project('Pod', { metadata: { ...metadata, name, uid: name } }, (text) => text),
      );
      await told?.replaceInSlices?.('Pod', null, pods, isRestored);
    };
    const version = (): string | undefined => {
      const ref = gatherer.workload('shop/Pod/cart');
      const snapshot = ref && gatherer.snapshot(ref, { name: 'test', id: '' }, '2026-11-22T08:00:00Z');
      return snapshot?.pods[0]?.metadata.resourceVersion;
    };
    // Each look at the clock is a slice later.
    const clock = vi.spyOn(performance, 'now');
    let at = 0;
    clock.mockImplementation(() => (at += sliceMs));
    let turns = 0;
    let isTaken = false;
    const turn = (): void => {
      turns += 1;
      if (!isTaken) setImmediate(turn);
    };
    setImmediate(turn);
    await list(9, false);
    isTaken = true;
    clock.mockRestore();
    expect(turns).toBeGreaterThan(1);
    expect(version()).toBe('9');
    await list(5, false);
    expect(version()).toBe('9');
    await list(5, true);
    expect(version()).toBe('5');
    await gatherer.stop();
  });
});
