import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('oom-killed-node', () => {
  it('fires', async () => {
    expect(await saysOf('oom-killed-node.fires', 'oom-killed-node')).toMatch(/^proven: .*rack1-n2/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('oom-killed-node.near-miss', 'oom-killed-node')).toBeNull();
  });

  it('holds without a limit and a request', async () => {
    expect(
      await saysOf('oom-killed-node.fires', 'oom-killed-node', {
        field: 'Pod/tile-renderer-7b6f8c9d4c-2hjzp:spec.containers.0.resources',
      }),
    ).toMatch(/^proven/);
  });
});
