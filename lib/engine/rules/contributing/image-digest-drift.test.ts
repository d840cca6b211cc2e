import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('image-digest-drift', () => {
  it('fires', async () => {
    expect(await saysOf('image-digest-drift.fires', 'image-digest-drift')).toMatch(/^likely: .*quote-feed:11/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('image-digest-drift.near-miss', 'image-digest-drift')).toBeNull();
  });

  it('is silent where a digest is not known', async () => {
    expect(
      await saysOf('image-digest-drift.fires', 'image-digest-drift', {
        field: 'Pod/quote-feed-66d5c8b7f9-a4b5c:status.containerStatuses.0.imageID',
      }),
    ).toBeNull();
  });
});
