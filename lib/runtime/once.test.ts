import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFakeApi, type FakeApi } from '../../e2e/fake-api/fake-api';
import { FeedRecorder } from '../../e2e/fake-api/feed-recorder';
import { pod } from '../../e2e/fake-api/objects';
import { connect } from './once';

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
