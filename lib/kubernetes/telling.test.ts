import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';
import type { Feed } from '../model/source';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

let harness: Harness;

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
});

/** A reader whose listener takes nothing in while `failing` says so: what is told is told to nobody. */
async function readerOf(failing: (call: 'replace' | 'upsert' | 'remove') => boolean): Promise<Harness> {
  harness = await createHarness({ objects: [pod('shop', 'cart'), pod('shop', 'web')] });
  const refuse = (call: 'replace' | 'upsert' | 'remove') => () => {
    if (failing(call)) throw new Error('a listener of the feed failed');
  };
  const listener: Feed = {
    replace: refuse('replace'),
    upsert: refuse('upsert'),
    remove: refuse('remove'),
    state: () => undefined,
  };
  harness.start(listener);
  return harness;
}

const differs = (): boolean => harness.feed.picture('Pod').join() !== harness.truth().join();

describe('F38 what a listener of the feed did not take in', () => {
  it.each(['upsert', 'remove'] as const)('is listed anew after the back-off: %s', async (call) => {
    let refused: string | null = null;
    const { api, feed, clock } = await readerOf((told) => told === refused);
    await harness.watching();
    refused = call;
    api.apply(pod('shop', 'one'));
    api.remove('Pod', 'shop', 'web');
    await harness.eventually(() => harness.stats().handlerErrors === 1);
    refused = null;
    // The stream goes on meanwhile.
    api.apply(pod('shop', 'two'));
    await harness.eventually(() => feed.object('Pod', 'shop', 'two') !== undefined);
    expect(differs()).toBe(true);
    clock.advance(800);
    await harness.inSync();
    await harness.watching();
    expect(harness.requests('list')).toHaveLength(2);
    expect(harness.stats().relists.untold).toBe(1);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null });
  });

  it('is listed ever more seldom where it is never taken in, and the stream goes on', async () => {
    let refuses = true;
    const { api, feed, clock } = await readerOf((told) => told === 'replace' && refuses);
    for (const [count, waitMs] of [800, 1_600, 3_200].entries()) {
      await harness.eventually(() => harness.stats().handlerErrors === count + 1 && api.watches.size === 1);
      clock.advance(waitMs - 1);
      await harness.reading();
      expect(harness.requests('list')).toHaveLength(count + 1);
      api.apply(pod('shop', 'between', { status: { phase: `Round ${count}` } }));
      await harness.eventually(() => feed.changes().length === count + 1);
      refuses = count < 2;
      clock.advance(1);
    }
    await harness.inSync();
  });

  it('is listed as soon as the server is back, where it is away by then', async () => {
    let refuses = false;
    const { api, clock } = await readerOf((told) => told === 'upsert' && refuses);
    await harness.watching();
    refuses = true;
    api.apply(pod('shop', 'one'));
    await harness.eventually(() => harness.stats().handlerErrors === 1);
    refuses = false;
    const comeBack = api.fault('F02');
    await harness.failing();
    clock.advance(800);
    await harness.failing('Pod', 2);
    comeBack();
    await api.back();
    harness.retry();
    await harness.inSync();
  });
});
