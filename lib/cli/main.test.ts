import { describe, expect, it } from 'vitest';
import { calledAs, main } from './main';

async function talkOf(argv: string[]): Promise<string> {
  let said = '';
  const terminal = {
    out: () => undefined,
    talk: (text: string) => {
      said += text;
    },
    stdin: (async function* () {})(),
    calledAs: 'node bin/unloop.mjs',
  };
  expect(await main(argv, { HOME: '/nowhere' }, terminal)).toBe(2);
  return said;
}

describe('the command that is told to type', () => {
  it('works where it was typed', () => {
    expect(calledAs('/usr/local/bin/unloop', '/tmp')).toBe('unloop');
    expect(calledAs('/usr/local/bin/kubectl-unloop', '/tmp')).toBe('kubectl-unloop');
    expect(calledAs('/srv/unloop/bin/unloop.mjs', '/srv/unloop')).toBe('node bin/unloop.mjs');
    expect(calledAs('/srv/my tools/bin/unloop.mjs', '/srv')).toBe('node "my tools/bin/unloop.mjs"');
  });
  it('is named in the hint to the usage', async () => {
    expect(await talkOf(['nonsense'])).toContain('See: node bin/unloop.mjs --help');
  });
  it('asks for a kubeconfig, and never for a recording, where there is no cluster to record', async () => {
    const said = await talkOf(['record', '/nowhere/out.tar.gz']);
    expect(said).toContain('--kubeconfig');
    expect(said).not.toMatch(/recording|diagnose/);
  });
});
