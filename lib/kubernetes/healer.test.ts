import { afterEach, expect, it, vi } from 'vitest';
import { createHarness, type Harness } from '../../e2e/fake-api/reader-harness';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** F32 where namespaces are read one by one, beside what is found and healed (reader-objects.test.ts). */

let harness: Harness;
afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
});

const namespaces = Array.from({ length: 15 }, (_, number) => `ns${number}`);
const compared = (kind?: string): number =>
  harness.source
    .reports()
    .filter((report) => kind === undefined || report.kind === kind)
    .reduce((sum, { stats }) => sum + stats.comparisons, 0);

it('F32 in one namespace of many is found by the first comparisons: twenty small lists a minute, pods before the rest', async () => {
  const objects = namespaces.flatMap((name) => [namespaceObject(name), pod(name, 'cart')]);
  harness = await createHarness({ objects, kinds: ['LimitRange', 'Pod'], namespaces });
  const { api, clock, feed } = harness;
  harness.start();
  await harness.eventually(() => api.watches.size === 30 && feed.allStates().every(({ state }) => state === 'live'));
  api.fault('F32', { times: 1, plural: 'pods' });
  api.apply(pod('ns14', 'unseen'));
  const minute = async (): Promise<void> => {
    api.bookmark();
    await harness.reading();
    clock.advance(60_000);
  };
  for (let count = 1; count <= 5; count++) await minute();
  // It is given five seconds to be told of what it lost; the rest of the round waits.
  await harness.eventually(() => compared('Pod') === 15);
  await harness.reading();
  clock.advance(5_000);
  await harness.eventually(() => compared() === 20);
  expect([compared('Pod'), compared('LimitRange')]).toEqual([15, 5]);
  await harness.inSync();
  await minute();
  await harness.eventually(() => compared() === 30);
});
