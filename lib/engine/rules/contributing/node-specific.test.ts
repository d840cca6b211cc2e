import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('node-specific', () => {
  it('fires', async () => {
    expect(await saysOf('node-specific.fires', 'node-specific')).toMatch(/^likely: .*rack5-n9.*kernel/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('node-specific.near-miss', 'node-specific')).toBeNull();
  });

  it('is only possible where the nodes cannot be compared', async () => {
    expect(await saysOf('node-specific.fires', 'node-specific', { object: 'Node/rack5-n9' })).toMatch(/^possible/);
  });

  it('counts one against one for a DaemonSet that loops, and a pod that holds after one restart as well', async () => {
    expect(await saysOf('node-specific.fires-daemonset', 'node-specific')).toBe(
      'possible: Only on node ridge-2; it runs on ridge-1',
    );
  });
});
