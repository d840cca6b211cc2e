import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFakeApi, type FakeApi } from '../../e2e/fake-api/fake-api';
import { FeedRecorder } from '../../e2e/fake-api/feed-recorder';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';
import { oomPod } from '../../e2e/support/broken-pod';
import { connect, lookAtCluster } from './once';

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi({ objects: [pod('shop', 'cart')] });
});
afterEach(() => api.close());

it.each([
  ['true', 0],
  ['false', 1],
  [undefined, 1],
])('asks for lists as streams where the setting says so: %s', async (setting, lists) => {
  const options = { kubeconfig: api.kubeconfig(), env: { UNLOOP_STREAMED_LISTS: setting } };
  const { source } = await connect(
    options,
    () => [],
    (text) => text,
  );
  try {
    const feed = new FeedRecorder();
    source.start(feed);
    await feed.until(() => feed.picture('Pod').length === 1);
    const listed = api.requests.filter(({ verb, path }) => verb === 'list' && path === '/api/v1/pods');
    expect(listed).toHaveLength(lists);
  } finally {
    await source.stop();
  }
});

it('answers without the logs that a busy server keeps back, and says how many they are (F16)', async () => {
  // More than are asked for at once: those that wait are never answered.
  for (let index = 0; index < 9; index++) api.apply(oomPod('pay', `api-${index}`));
  api.fault('F16', { where: 'log', retryAfter: 600 });
  const options = { kubeconfig: api.kubeconfig(), env: {}, patienceMs: 1500, all: false };
  const { items, missing, blind } = await lookAtCluster({ ...options, namespaces: ['pay'] });
  expect(items.map(({ primary }) => primary?.cause)).toEqual(Array(9).fill('oom-killed-limit'));
  expect(missing).toEqual([expect.stringMatching(/^\d logs: 1\.5 s were not enough/)]);
  expect(blind).toBe(false);
});

it('looks at the namespaces that may be read where the whole cluster may not (F22)', async () => {
  for (const name of ['shop', 'pay']) api.apply(namespaceObject(name));
  api.apply(oomPod('shop', 'api'));
  const read = { verbs: ['get', 'list', 'watch'], group: '*' };
  api.rbac.rules = [
    { ...read, resources: ['namespaces', 'nodes'], namespace: null },
    { ...read, resources: ['pods', 'pods/log', 'events', 'deployments'], namespace: 'shop' },
  ];
  const options = { kubeconfig: api.kubeconfig(), env: {}, all: false, namespaces: [] };
  const { items, missing } = await lookAtCluster(options);
  expect(items.map(({ primary }) => primary?.cause)).toEqual(['oom-killed-limit']);
  expect(missing).toContainEqual(expect.stringContaining('other namespaces'));
});
