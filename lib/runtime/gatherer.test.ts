import { describe, expect, it } from 'vitest';
import { project } from '../kubernetes/projection/project';
import type { Source } from '../model/source';
import { createGatherer } from './gatherer';

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
});
