import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';
import { createHarness, type Harness } from '../../e2e/fake-api/reader-harness';
import type { Kind } from '../model/kubernetes';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

const kinds: Kind[] = ['Pod', 'Node', 'Namespace'];
let harness: Harness;

beforeEach(async () => {
  harness = await createHarness({ objects: [pod('shop', 'cart'), namespaceObject('shop')], kinds });
  // Waits that differ: 0.8 s and the doubles of it, each longer by another part.
  let drawn = 0;
  harness.clock.random = () => (drawn = (drawn + 0.37) % 1);
});
afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
});

const stateOf = (kind: Kind) => harness.feed.stateOf(kind);
const dueAt = (kind: Kind): number => Date.parse(stateOf(kind).nextAttemptAt ?? '');

/** All are live, then the server is gone until each has failed so often that it waits for many seconds. */
async function outage(): Promise<() => void> {
  for (const kind of kinds) await harness.live(kind);
  const comeBack = harness.api.fault('F01');
  await Promise.all(kinds.map((kind) => harness.failing(kind)));
  while (kinds.some((kind) => stateOf(kind).attempts < 6)) {
    const next = kinds.toSorted((a, b) => dueAt(a) - dueAt(b))[0] ?? 'Pod';
    const { attempts } = stateOf(next);
    harness.retry(next);
    await harness.failing(next, attempts + 1);
    await Promise.all(kinds.map((kind) => harness.failing(kind)));
  }
  return comeBack;
}

describe('the end of an outage', () => {
  it('is noticed by all within a second or so of the first that comes back', async () => {
    const comeBack = await outage();
    comeBack();
    await harness.api.back();
    const [first = 'Pod', ...others] = kinds.toSorted((a, b) => dueAt(a) - dueAt(b));
    const last = Math.max(...others.map(dueAt));
    harness.retry(first);
    await harness.eventually(() => harness.stats(first).opened > 1);
    // An open stream has to live for a second before it counts; then the others have a second to spread over.
    harness.clock.advance(1_000);
    expect(stateOf(first).state).toBe('live');
    expect(last - harness.clock.now()).toBeGreaterThan(2_500);
    harness.clock.advance(1_000);
    await harness.eventually(() => others.every((kind) => harness.stats(kind).opened > 1));
    harness.clock.advance(1_000);
    expect(kinds.map((kind) => stateOf(kind).state)).toEqual(['live', 'live', 'live']);
    expect(last - harness.clock.now()).toBeGreaterThan(0);
  });

  it('does not wake what the server itself refuses', async () => {
    harness.api.fault('F21', { plural: 'nodes' });
    for (const kind of ['Pod', 'Namespace'] as const) await harness.live(kind);
    await harness.eventually(() => stateOf('Node').state === 'denied');
    const asked = harness.requests('list', 'nodes').length;
    const comeBack = harness.api.fault('F01');
    await Promise.all([harness.failing('Pod'), harness.failing('Namespace')]);
    comeBack();
    await harness.api.back();
    harness.clock.advance(2_000);
    await harness.eventually(() => harness.stats('Pod').opened > 1);
    harness.clock.advance(3_000);
    await harness.reading();
    expect([stateOf('Pod').state, stateOf('Node').state]).toEqual(['live', 'denied']);
    expect(harness.requests('list', 'nodes')).toHaveLength(asked);
  });
});
