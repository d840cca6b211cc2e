import { describe, expect, it } from 'vitest';
import { saysOf } from '../../testing/play';
import { shellScript } from './shell-form-entrypoint';

describe('shell-form-entrypoint', () => {
  it('fires', async () => {
    expect(await saysOf('shell-form-entrypoint.fires', 'shell-form-entrypoint')).toMatch(/^likely: .*pass SIGTERM on/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('shell-form-entrypoint.near-miss', 'shell-form-entrypoint')).toBeNull();
  });

  it('holds by the deletion’s own times', async () => {
    expect(await saysOf('shell-form-entrypoint.fires', 'shell-form-entrypoint', { event: 'Killing' })).toMatch(
      /^likely/,
    );
  });

  it.each([
    [['sh', '-c', './run'], './run'],
    [['/bin/bash', '-ec', 'a && b'], 'a && b'],
    [['/usr/bin/dash', '-c', 'serve'], 'serve'],
    [['npm', 'start'], 'npm start'],
    [['sh', '-c', 'exec ./run'], null],
    [['sh', '-c', 'trap stop TERM; ./run'], null],
    [['sh', '/entrypoint.sh'], null],
    [['/app/run'], null],
    [[], null],
  ])('reads %j', (words, script) => {
    expect(shellScript(words)).toBe(script);
  });
});
