import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  runningFor,
  terminated,
  waiting,
} from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { saysOf } from '../../testing/play';

/** The same words, of a container with a memory limit that ended with 137; `kill`: what the kubelet had said before. */
async function killedChild(said: string, kill?: string) {
  const status = waiting('main', 'CrashLoopBackOff', '', { restartCount: 4, lastState: terminated(137, 1) });
  const objects = [
    ...deployment(),
    podOf({
      container: { resources: { limits: { memory: '256Mi' } } },
      status: { phase: 'Running', containerStatuses: [status] },
    }),
    ...(kill === undefined
      ? []
      : [
          event(`Pod/${podName}`, 'Killing', kill, {
            type: 'Normal',
            source: { component: 'kubelet' },
            involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
          }),
        ]),
  ];
  const { primary } = await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { previous: `up\n${said}\n` } } });
  return primary;
}

describe('oom-child-process', () => {
  it('fires', async () => {
    expect(await saysOf('oom-child-process.fires', 'oom-child-process')).toMatch(/^likely: .*192Mi/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('oom-child-process.near-miss', 'oom-child-process')).toBeNull();
  });

  it.each([
    ['panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nmain.main()\n', true],
    ['level=info msg="served /items"\n', false],
  ])('quotes the reason that the program names for its own end, where it does: %j', async (previous, isNamed) => {
    const lastState = terminated(2, 1, { reason: 'OOMKilled' });
    const status = waiting('main', 'CrashLoopBackOff', '', { restartCount: 4, lastState });
    const container = { resources: { limits: { memory: '256Mi' } } };
    const pod = podOf({ container, status: { phase: 'Running', containerStatuses: [status] } });
    const logs = { [`${podName}/main`]: { previous: `up\n${previous}` } };
    const { primary, evidence } = await diagnoseObjects([...deployment(), pod], { logs });
    expect(primary?.cause).toBe('oom-child-process');
    const cited =
      primary?.claims.find(({ text }) => text.startsWith('The program says another reason'))?.evidence ?? [];
    const quoted = cited.map((at) => JSON.stringify(evidence[at]));
    expect(quoted.join()).toEqual(isNamed ? expect.stringContaining('assignment to entry in nil map') : '');
  });

  it('is only possible where the master had given the worker up for its time-out', async () => {
    const killed = '[2024-01-12 12:29:59 +0000] [1] [ERROR] Worker (pid:23) was sent SIGKILL! Perhaps out of memory?';
    const timeout = '[2024-01-12 12:29:29 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:23)';
    expect((await crashing(killed)).primary).toMatchObject({ cause: 'oom-child-process', certainty: 'likely' });
    const other = '[2024-01-12 12:29:59 +0000] [1] [WARNING] Worker with pid 23 was terminated due to signal 9';
    for (const line of [killed, other]) {
      const { primary, remedies } = await crashing(`${timeout}\n${line}`);
      expect(primary).toMatchObject({ cause: 'oom-child-process', certainty: 'possible' });
      expect(primary && plainHeadline(primary.headline)).toMatch(/ended by its own master after its time-out$/);
      expect(remedies.map(({ id }) => id)).not.toContain('set-memory-limit');
    }
  });

  it('takes the time-out of another worker for none of its own', async () => {
    const killed = '[2024-01-12 12:29:59 +0000] [1] [ERROR] Worker (pid:23) was sent SIGKILL! Perhaps out of memory?';
    const timeout = '[2024-01-12 12:29:29 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:31)';
    expect((await crashing(`${timeout}\n${killed}`)).primary).toMatchObject({ certainty: 'likely' });
  });

  const Ready = { type: 'Ready', status: 'True', lastTransitionTime: ago(600) };
  const status = { phase: 'Running', conditions: [Ready], containerStatuses: [runningFor('main', 600)] };
  const timedOut = (pid: number) =>
    `[CRITICAL] WORKER TIMEOUT (pid:${pid})\n[ERROR] Worker (pid:${pid}) was sent SIGKILL! Perhaps out of memory?\n`;
  it.each([
    ['one slow request', timedOut(7), 'healthy'],
    ['one after another', timedOut(7) + timedOut(9), 'oom-child-process possible'],
    [
      'one, and another kill',
      `[WARNING] Worker with pid 8 was terminated due to signal 9\n${timedOut(7)}`,
      'oom-child-process possible',
    ],
    ['no time-out', '[ERROR] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?\n', 'oom-child-process possible'],
  ])('says so of a container that does its work for more than a slow request: %s', async (_, current, answer) => {
    const logs = { [`${podName}/main`]: { current } };
    expect(answerOf(await diagnoseObjects([...deployment(), podOf({ age: 600, status })], { logs }))).toBe(answer);
  });

  it('needs no log where the runtime saw the kill', async () => {
    expect(await saysOf('oom-child-process.fires', 'oom-child-process', { log: 'pass 1' })).toMatch(/^likely/);
  });

  it('hears a shell that hands the 137 of its child on, and is surer where there is a memory limit', async () => {
    const said = 'run/serve.sh: line 16:     9 Killed                  bundle exec parcel -C config.rb';
    expect((await crashing(said, 137)).primary).toMatchObject({ cause: 'oom-child-process', certainty: 'possible' });
    expect(await killedChild(said)).toMatchObject({ cause: 'oom-child-process', certainty: 'likely' });
  });

  it('leaves what a script kills once the kubelet ends the container', async () => {
    const said = '/serve.sh: line 16:     9 Killed                  parcel';
    for (const kill of ['Container main failed liveness probe, will be restarted', 'Stopping container main'])
      expect((await killedChild(said, kill))?.cause).not.toBe('oom-child-process');
    expect((await crashing('/serve.sh: Killed by the user: 3 jobs', 137)).primary?.cause).toBe('unknown');
  });

  it('leaves a command that the program itself cancelled', async () => {
    const killed = 'level=error msg="script failed: exit of the job script: signal: killed"';
    expect((await crashing(killed)).primary?.cause).toBe('oom-child-process');
    const cancelled = `${killed}\nlevel=fatal msg="cannot start the shop: context canceled"`;
    expect((await crashing(cancelled)).primary?.cause).not.toBe('oom-child-process');
  });
});
