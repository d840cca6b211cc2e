import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';

describe('oom-child-process', () => {
  it('fires', async () => {
    expect(await saysOf('oom-child-process.fires', 'oom-child-process')).toMatch(/^likely: .*192Mi/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('oom-child-process.near-miss', 'oom-child-process')).toBeNull();
  });

  it('needs no log where the runtime saw the kill', async () => {
    expect(await saysOf('oom-child-process.fires', 'oom-child-process', { log: 'pass 1' })).toMatch(/^likely/);
  });
});
