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

describe('a look at a recording', () => {
  /** A bare pod that waits for its ConfigMap, or is ready. */
  const pod = (name: string, ready: boolean): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'parcel', uid: name, creationTimestamp: '2026-11-20T08:00:00Z' },
    spec: { nodeName: 'worker-1', containers: [{ name: 'main', image: 'registry.example/sorter:1' }] },
    status: {
      phase: ready ? 'Running' : 'Pending',
      startTime: '2026-11-20T08:00:00Z',
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-11-20T08:01:00Z' }],
      containerStatuses: [
        {
          name: 'main',
          ready,
          restartCount: 0,
          state: ready
            ? { running: { startedAt: '2026-11-20T08:00:30Z' } }
            : { waiting: { reason: 'CreateContainerConfigError', message: 'configmap "sorter" not found' } },
        },
      ],
    },
  });

  async function look(items: object[], ...argv: string[]) {
    return lookAt(items, '--as-of', '2026-11-20T09:00:00Z', ...argv);
  }

  async function lookAt(items: object[], ...argv: string[]) {
    const said = { out: '', talk: '' };
    const terminal = {
      out: (text: string) => void (said.out += text),
      talk: (text: string) => void (said.talk += text),
      stdin: (async function* () {
        yield await Promise.resolve(Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'List', items })));
      })(),
      calledAs: 'unloop',
    };
    const status = await main(['diagnose', '-', ...argv], {}, terminal);
    return { status, ...said };
  }

  it('ends with 1 where something is broken, and says it', async () => {
    const { status, out } = await look([pod('sorter', false), pod('fine', true)]);
    expect(status).toBe(1);
    expect(out).toContain('ConfigMap sorter does not exist');
  });

  it('ends with 0 where nothing is', async () => {
    const { status, out } = await look([pod('fine', true)]);
    expect({ status, out }).toEqual({ status: 0, out: expect.stringMatching(/^Nothing is broken: 1 workload/) });
  });

  it('ends with 2 where there are no pods to judge, and says what was not read', async () => {
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'sorter', namespace: 'parcel' } };
    const { status, talk } = await look([deployment]);
    expect(status).toBe(2);
    expect(talk).toContain('Not read: Pod: not in this recording');
  });

  it('says how to tell its moment where nothing in it is later than the beginning of the trouble', async () => {
    const waits = JSON.parse(JSON.stringify(pod('sorter', false)).replaceAll('08:01:00Z', '08:00:00Z')) as object;
    const { out, talk } = await lookAt([waits]);
    expect(out).toMatch(/^Broken, since 08:00:00 UTC/m);
    expect(talk).toContain('--as-of');
    expect((await look([waits])).out).toMatch(/^Broken for 60 min/m);
    for (const silent of [look([waits]), lookAt([waits], '-o', 'json'), lookAt([pod('fine', true)])])
      expect((await silent).talk).not.toContain('--as-of');
  });

  it('gives one workload as itself, and several as a list', async () => {
    const items = [pod('sorter', false), pod('fine', true)];
    const one = await look(items, 'pod/sorter', '-o', 'json');
    expect(JSON.parse(one.out)).toMatchObject({ workload: { name: 'sorter' }, status: 'broken' });
    const all = await look(items, '-o', 'json', '--status', 'all');
    expect(JSON.parse(all.out)).toMatchObject({
      items: [{ workload: { name: 'sorter' } }, { workload: { name: 'fine' } }],
    });
  });

  it.each([
    [['-n', 'elsewhere'], 2, ''],
    [['pod/nobody'], 2, 'There is no Pod nobody in parcel.\nThere is Pod/fine, Pod/sorter.'],
    [['-n', 'parcel', 'pod/fine'], 0, ''],
  ])('is narrowed by %j', async (argv, status, words) => {
    const seen = await look([pod('sorter', false), pod('fine', true)], ...argv);
    expect(seen.status).toBe(status);
    expect(seen.talk).toContain(words);
  });
});
