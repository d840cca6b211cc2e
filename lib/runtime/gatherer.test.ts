import { describe, expect, it } from 'vitest';
import { project } from '../kubernetes/projection/project';
import type { Source } from '../model/source';
import { createGatherer } from './gatherer';

describe('the gatherer', () => {
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
