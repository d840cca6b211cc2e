import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { causeWords } from '../../../model/cause-words';
import { replay } from '../../scenarios/replay';
import type { Scenario } from '../../scenarios/scenario';
import { ago, deployment, diagnoseObjects, event, podName, podOf, terminated } from '../../testing/build';
import { diagnosisOf, findingOf, readScenario, saysOf } from '../../testing/play';

/** What is said of a scenario after its text was changed; `finding` null where the rule is silent. */
async function findingIn(name: string, change: (json: string) => string) {
  const changed = JSON.parse(change(JSON.stringify(readScenario(name)))) as Scenario;
  const { diagnosis } = await replay(changed);
  const { primary, contributing, remedies } = diagnosis;
  const finding = [primary, ...contributing].find((one) => one?.cause === 'sigterm-not-handled') ?? null;
  return { finding, diagnosis, remedies: remedies.map(({ id }) => id) };
}

describe('sigterm-not-handled', () => {
  it('fires', async () => {
    expect(await saysOf('sigterm-not-handled.fires-rollout', 'sigterm-not-handled')).toMatch(/^likely: .*30 s/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('sigterm-not-handled.near-miss', 'sigterm-not-handled')).toBeNull();
  });

  it('takes an end by 143 within the grace for one that heard the signal', async () => {
    const finding = await findingOf('sigterm-not-handled.fires-rollout', 'sigterm-not-handled');
    expect(finding?.wouldDisprove).toContain('0 or 143');
  });

  it('is called by words that hold for all of its ways: deaf, too slow, held up by a hook, cut short', async () => {
    expect(causeWords['sigterm-not-handled']).not.toMatch(/ignores|handle/i);
    const { remedies } = await diagnosisOf('liveness-probe-failing.fires-deaf');
    expect(remedies.map(({ why }) => why).join('\n')).toContain('“does not stop cleanly”');
  });

  it('is only possible without the announcement and without its log', async () => {
    expect(await saysOf('sigterm-not-handled.fires-rollout', 'sigterm-not-handled', { event: 'Killing' })).toMatch(
      /^possible/,
    );
  });

  it.each(['fires-drain', 'fires-overdue'])(
    'says nothing of a pod deleted with less than its own grace: %s',
    async (name) => {
      const { finding } = await findingIn(`sigterm-not-handled.${name}`, (json) =>
        json.replaceAll('"deletionGracePeriodSeconds":30', '"deletionGracePeriodSeconds":1'),
      );
      expect(finding).toBeNull();
    },
  );

  it('says it of a pod whose end the kubelet confirmed, with a grace of 0', async () => {
    const { finding } = await findingIn('sigterm-not-handled.fires-drain', (json) =>
      json.replaceAll('"deletionGracePeriodSeconds":30', '"deletionGracePeriodSeconds":0'),
    );
    expect(finding?.certainty).toBe('likely');
    expect(JSON.stringify(finding?.headline)).toContain('30 s');
  });

  it.each([
    ['which SIGKILL did not end for ten minutes, as the kubelet says', 1, 'FailedKillPod', 'unknown'],
    ['which is late, and of which the kubelet says nothing', 1, 'BackOff', 'sigterm-not-handled'],
    ['which SIGKILL ended at once, after a kill that failed', 11.5, 'FailedKillPod', 'sigterm-not-handled'],
  ])('is no matter of the signal for a program %s', async (_, ended, reason, cause) => {
    const state = terminated(137, ended, { startedAt: ago(60) });
    const main = { name: 'main', ready: false, restartCount: 0, state, lastState: {} };
    const pod = podOf({ age: 60, status: { phase: 'Running', containerStatuses: [main] } });
    const deletion = { deletionTimestamp: ago(11.5), deletionGracePeriodSeconds: 30 };
    const { primary } = await diagnoseObjects([
      ...deployment(),
      { ...pod, metadata: { ...pod.metadata, ...deletion } },
      event(`Pod/${podName}`, 'Killing', 'Stopping container main', { lastTimestamp: ago(12) }),
      event(`Pod/${podName}`, reason, 'error killing pod: context deadline exceeded', { lastTimestamp: ago(3) }),
    ]);
    expect(primary?.cause).toBe(cause);
  });

  it.each([
    ['two minutes after its deadline', '17:06:10', 'likely', 'does not end on SIGTERM'],
    [
      'later',
      '17:06:11',
      'possible',
      'should have been gone since 17:04:10 UTC on 15 October 2026, and gate still runs',
    ],
    ['much later', '17:43:00', 'possible', 'should have been gone since 17:04:10 UTC'],
  ])('says what keeps a pod that SIGKILL should have ended: %s', async (_, clock, certainty, words) => {
    const { finding, remedies } = await findingIn('sigterm-not-handled.fires-overdue', (json) =>
      json.replace('"asOf":"2026-10-15T17:05:00Z"', `"asOf":"2026-10-15T${clock}Z"`),
    );
    expect([finding?.certainty, plainHeadline(finding?.headline ?? [])]).toEqual([
      certainty,
      expect.stringContaining(words),
    ]);
    expect(remedies.includes('describe-node')).toBe(certainty === 'possible');
  });

  it('says what keeps a pod whose container SIGKILL has ended', async () => {
    const { finding, diagnosis } = await findingIn('sigterm-not-handled.fires-overdue', (json) =>
      json
        .replace('"asOf":"2026-10-15T17:05:00Z"', '"asOf":"2026-10-15T17:20:00Z"')
        .replace(
          '"state":{"running":{"startedAt":"2026-10-15T02:06:00Z"}}',
          '"state":{"terminated":{"exitCode":137,"reason":"Error","startedAt":"2026-10-15T02:06:00Z","finishedAt":"2026-10-15T17:04:10Z"}}',
        )
        .replace(
          '"deletionGracePeriodSeconds":30',
          '"deletionGracePeriodSeconds":30,"finalizers":["example.com/drain"]',
        ),
    );
    expect(plainHeadline(finding?.headline ?? [])).toContain('ends in SIGKILL');
    expect(JSON.stringify(finding?.claims)).toContain('goes when whoever set the finalizer has done its part');
    expect(JSON.stringify(diagnosis.evidence)).toContain('example.com/drain');
  });

  it.each([
    ['is over, and nothing else goes wrong', true, 'degraded'],
    ['still keeps its pod', false, 'broken'],
  ])('is at most degraded where a stop %s', async (_, isOver, status) => {
    const end = { terminated: { exitCode: 137, reason: 'Error', startedAt: ago(900), finishedAt: ago(0.2) } };
    const state = isOver ? end : { running: { startedAt: ago(900) } };
    const containerStatuses = [{ name: 'main', ready: false, restartCount: 0, state }];
    const pod = podOf({ age: 901, status: { phase: 'Running', containerStatuses } });
    const deleted = { deletionTimestamp: ago(0.2), deletionGracePeriodSeconds: isOver ? 0 : 30 };
    // Scaled to zero: the pod of the stop is all that there is.
    const diagnosis = await diagnoseObjects([
      ...deployment(0),
      { ...pod, metadata: { ...pod.metadata, ...deleted } },
      event(`Pod/${podName}`, 'Killing', 'Stopping container main', {
        type: 'Normal',
        lastTimestamp: ago(0.7),
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      }),
    ]);
    expect([diagnosis.primary?.cause, diagnosis.status]).toEqual(['sigterm-not-handled', status]);
  });

  it('names the signal that its pod asks for', async () => {
    const { finding, remedies, diagnosis } = await findingIn('sigterm-not-handled.fires-rollout', (json) =>
      json.replaceAll(
        '"image":"registry.example/toll-gate:3.1"',
        '"image":"registry.example/toll-gate:3.1","lifecycle":{"stopSignal":"SIGQUIT"}',
      ),
    );
    expect(plainHeadline(finding?.headline ?? [])).toContain('does not end on SIGQUIT');
    expect(JSON.stringify([finding, diagnosis.remedies])).not.toMatch(/(?:on|hear) SIGTERM|0 or 143/);
    expect(JSON.stringify(diagnosis.evidence)).toContain('lifecycle.stopSignal');
    expect(remedies).toContain('handle-sigterm');
  });

  const hooked = (preStop: object) => (json: string) =>
    json.replaceAll(
      '"image":"registry.example/toll-gate:3.1"',
      `"image":"registry.example/toll-gate:3.1","lifecycle":{"preStop":${JSON.stringify(preStop)}}`,
    );

  it.each([
    ['not known', { exec: { command: ['/drain.sh'] } }, 'as little as 2 s left'],
    ['not known', { httpGet: { path: '/drain', port: 8080 } }, 'as little as 2 s left'],
    [
      'all of the grace',
      { exec: { command: ['/bin/sh', '-c', 'sleep 60'] } },
      'takes 30 s, so SIGTERM comes with 2 s left',
    ],
    ['most of the grace', { sleep: { seconds: 25 } }, 'takes 25 s, so SIGTERM comes with 5 s left'],
  ])('is not sure where the length of the preStop hook is %s', async (_, preStop, words) => {
    const { finding, remedies, diagnosis } = await findingIn('sigterm-not-handled.fires-rollout', hooked(preStop));
    expect(finding?.certainty).toBe('possible');
    expect(JSON.stringify(finding)).toContain(words);
    expect(JSON.stringify(finding?.headline)).not.toContain('ignores');
    expect(remedies).toContain('longer-grace');
    expect(JSON.stringify(diagnosis.remedies)).toContain('Raise `spec.terminationGracePeriodSeconds`');
  });

  it('blames the program where a hook leaves SIGTERM most of the grace', async () => {
    const { finding } = await findingIn('sigterm-not-handled.fires-rollout', hooked({ sleep: { seconds: 5 } }));
    expect(finding?.certainty).toBe('likely');
    expect(JSON.stringify(finding?.claims)).toContain('SIGTERM comes with 25 s left');
  });

  it('says of one that heard the signal that it does not end in time', async () => {
    const name = 'liveness-probe-failing.fires-deaf';
    const scenario = readScenario(name);
    const [pod = ''] = Object.keys(scenario.logs);
    const previous = 'received SIGTERM, shutting down gracefully\nwaiting for 214 in-flight requests\n';
    const heard = { ...scenario, logs: { [pod]: { previous } } } as Scenario;
    const { primary, contributing, remedies, evidence } = (await replay(heard)).diagnosis;
    const finding = contributing.find(({ cause }) => cause === 'sigterm-not-handled');
    expect(finding?.certainty).toBe('likely');
    expect(JSON.stringify(finding)).toContain('hears SIGTERM and does not end in time');
    expect(JSON.stringify(evidence)).toContain('received SIGTERM, shutting down gracefully');
    expect(remedies.map(({ id }) => id)).not.toContain('handle-sigterm');
    expect(JSON.stringify(primary?.claims)).toContain('it heard SIGTERM and did not end within the whole 20 s');
  });

  /** What is said of a container that a probe's kill stopped at 08:16:40 and SIGKILL ended, with this log. */
  async function withLog(previous: string | null) {
    const scenario = readScenario('liveness-probe-failing.fires-deaf');
    const [pod = ''] = Object.keys(scenario.logs);
    const { contributing } = (await replay({ ...scenario, logs: previous === null ? {} : { [pod]: { previous } } }))
      .diagnosis;
    const finding = contributing.find(({ cause }) => cause === 'sigterm-not-handled');
    const claims = (finding?.claims ?? []).map(({ text }) => text);
    return [`${finding?.certainty ?? 'silent'}: ${plainHeadline(finding?.headline ?? [])}`, ...claims].join(' ');
  }

  it.each([
    ['ends before the stop', '2026-10-14T08:16:39Z served /cart\n'],
    ['is empty', ''],
    ['has no times, and ends with words of its start', 'up\nlistening on :8080\n'],
  ])('is proven where the log %s', async (_, log) => {
    expect(await withLog(log)).toMatch(/^proven: Container api ignores SIGTERM/);
  });

  it.each([
    ['goes on after the stop', '2026-10-14T08:16:41Z putting the chairs up\n', 'goes on'],
    ['has no times', 'listening on :8080\nputting the chairs up\n', 'does not tell when it ends'],
    ['was not read', null, 'was not read'],
  ])('does not say that it ignores the signal where the log %s', async (_, log, words) => {
    const said = await withLog(log);
    expect(said).toMatch(/^likely: Container api does not end on SIGTERM/);
    expect(said).toContain(words);
    expect(said).not.toContain('ignores');
  });

  it.each([
    '[2026-10-14 08:16:40 +0000] [1] [INFO] Handling signal: term',
    '[System] [MY-013172] [Server] Received SHUTDOWN from user <via user signal>. Shutting down mysqld (Version: 8.0.36).',
    '{"level":"info","caller":"osutil/interrupt_unix.go:64","msg":"received signal; shutting down","signal":"terminated"}',
    '[INFO]  agent: Caught: signal=terminated',
    '[1][warning][main] [source/server/server.cc:854] caught ENVOY_SIGTERM',
    '[1] 2026/10/14 08:16:40 [INF] Trapped "terminated" signal',
    'SIGTERM',
  ])('knows a program that says it heard: %s', async (line) => {
    expect(await withLog(`2026-10-14T08:16:40Z ${line}\n`)).toContain('hears SIGTERM and does not end in time');
  });

  it('takes words before "ready" for how the stop is set up', async () => {
    const scenario = readScenario('liveness-probe-failing.fires-deaf');
    const [pod = ''] = Object.keys(scenario.logs);
    const set = { ...scenario, logs: { [pod]: { previous: 'graceful shutdown within 20 s\nlistening on :8080\n' } } };
    const { contributing } = (await replay(set)).diagnosis;
    expect(contributing.find(({ cause }) => cause === 'sigterm-not-handled')?.certainty).toBe('proven');
  });

  it('does not say in a probe’s claim that a hooked one ignored SIGTERM', async () => {
    const scenario = readScenario('liveness-probe-failing.fires-deaf');
    const json = JSON.stringify(scenario).replaceAll(
      '"livenessProbe"',
      '"lifecycle":{"preStop":{"httpGet":{"path":"/drain","port":8080}}},"livenessProbe"',
    );
    const { primary } = (await replay(JSON.parse(json) as Scenario)).diagnosis;
    expect(primary?.cause).toBe('liveness-probe-failing');
    expect(JSON.stringify(primary?.claims)).toContain('its preStop hook takes a part that is not known');
  });

  describe('an end by the signal long before the grace is over', () => {
    const cutLine = /Graceful shutdown aborted with one or more requests still active/;
    const firesCut = (change: (json: string) => string) => findingIn('sigterm-not-handled.fires-cut', change);

    it.each([
      'Cancel 3 running task(s), timeout graceful shutdown exceeded',
      'dropping 12 in-flight requests',
      'forcibly closing 4 active connections',
      '{\\"level\\":\\"warn\\",\\"msg\\":\\"2 requests were aborted\\"}',
      'Server forced to shutdown: context deadline exceeded',
      'exiting, in_flight=7',
    ])('tells of the requests that it cut: %s', async (line) => {
      const { finding, remedies } = await firesCut((json) => json.replace(cutLine, line));
      expect(finding?.certainty).toBe('likely');
      expect(plainHeadline(finding?.headline ?? [])).toMatch(/ends 5 s after SIGTERM, and cuts the requests/);
      expect(remedies).toContain('finish-requests');
    });

    it.each([
      'waiting for 3 in-flight requests',
      'dropping 0 in-flight requests',
      'cancelling 3 outstanding tasks',
      'closing 5 idle connections',
      '2 requests still active, waiting',
    ])('is silent where nothing was cut: %s', async (line) => {
      expect((await firesCut((json) => json.replace(cutLine, line))).finding).toBeNull();
    });

    it('is silent where later words tell that all was served', async () => {
      const served = '2 requests still in flight\\n2026-10-21T09:30:05.300Z all requests completed';
      expect((await firesCut((json) => json.replace(cutLine, served))).finding).toBeNull();
    });

    it.each([
      ['used up', '"finishedAt":"2026-10-21T09:30:40Z"'],
      ['not used by another end', '"finishedAt":"2026-10-21T09:30:05Z","exitCode":1'],
    ])('is silent where the grace was %s', async (_, end) => {
      const said = (json: string) => json.replace('"finishedAt":"2026-10-21T09:30:05Z"', end);
      expect((await firesCut(said)).finding).toBeNull();
    });

    it('takes Go’s own end by the signal, with 2, the same way', async () => {
      const { finding } = await firesCut((json) =>
        json
          .replace('"exitCode":143', '"exitCode":2')
          .replace('"finishedAt":"2026-10-21T09:30:05Z"', '"finishedAt":"2026-10-21T09:30:01Z"'),
      );
      expect(plainHeadline(finding?.headline ?? [])).toContain('ends 1 s after SIGTERM, and cuts the requests');
    });

    it('hears a proxy beside it that was hung up on', async () => {
      const said =
        '2026-10-21T09:30:05.100Z [error] upstream prematurely closed connection while reading response header from upstream, upstream: \\"http://127.0.0.1:8080/q\\"';
      const { finding, diagnosis } = await firesCut((json) =>
        json
          .replace(cutLine, 'Graceful shutdown complete')
          .replace('"logs":{', `"logs":{"parcel-quote-6d9b7c4f58-h8s2k/shipper":{"current":"${said}\\n"},`),
      );
      expect(finding?.certainty).toBe('likely');
      expect(JSON.stringify(diagnosis.evidence)).toContain('prematurely closed');
    });
  });

  it('is silent on the sidecar of a pod that has done its work', async () => {
    const proxy = {
      name: 'proxy',
      image: 'r.example/proxy:1',
      restartPolicy: 'Always',
      command: ['sleep', 'infinity'],
    };
    const done = (phase: string) =>
      podOf({
        spec: { restartPolicy: 'Never', initContainers: [proxy] },
        status: {
          phase,
          containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: terminated(0, 3) }],
          initContainerStatuses: [{ name: 'proxy', ready: false, restartCount: 0, state: terminated(137, 2.5) }],
        },
      });
    const told = event(`Pod/${podName}`, 'Killing', 'Stopping container proxy', {
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.initContainers{proxy}' },
      source: { component: 'kubelet' },
      lastTimestamp: ago(3),
    });
    const bare = ({ metadata, ...pod }: ReturnType<typeof done>) => ({
      ...pod,
      metadata: { ...metadata, ownerReferences: [] },
    });
    const statusOf = async (phase: string) =>
      (await diagnoseObjects([bare(done(phase)), told], { workload: `Pod/${podName}` })).status;
    expect(await statusOf('Succeeded')).toBe('healthy');
    expect(await statusOf('Running')).not.toBe('healthy');
  });

  describe('a sidecar, which gets SIGTERM once the containers that it serves have ended', () => {
    /** Deleted 35 s ago with 30 s of grace; `app` ends so many seconds after that, or still runs, and the sidecar by SIGKILL. */
    async function proxyAfter(appSeconds: number | null, proxyState: object) {
      const told = (seconds: number) => ago((35 - seconds) / 60);
      const app = { name: 'main', ready: false, restartCount: 0 };
      const ended = { exitCode: 0, reason: 'Completed', startedAt: ago(20), finishedAt: told(appSeconds ?? 0) };
      const state = appSeconds === null ? { running: { startedAt: ago(20) } } : { terminated: ended };
      const pod = podOf({
        spec: { initContainers: [{ name: 'proxy', image: 'r.example/proxy:1', restartPolicy: 'Always' }] },
        status: {
          phase: 'Running',
          containerStatuses: [{ ...app, state }],
          initContainerStatuses: [{ name: 'proxy', ready: false, restartCount: 0, state: proxyState }],
        },
      });
      const deletion = { deletionTimestamp: told(30), deletionGracePeriodSeconds: 30 };
      const deleted = { ...pod, metadata: { ...pod.metadata, ...deletion } };
      const kill = (name: string) =>
        event(`Pod/${podName}`, 'Killing', `Stopping container ${name}`, {
          involvedObject: { kind: 'Pod', name: podName, fieldPath: `spec.containers{${name}}` },
          source: { component: 'kubelet' },
          lastTimestamp: told(0),
        });
      const { primary } = await diagnoseObjects([...deployment(), deleted, kill('main'), kill('proxy')], {
        logs: { [`${podName}/proxy`]: { current: `${ago(19)} up\n` } },
      });
      return primary && `${primary.cause} ${primary.certainty} of ${primary.container?.name ?? 'the pod'}`;
    }

    const killedAfter = (seconds: number) =>
      terminated(137, 0, { startedAt: ago(20), finishedAt: ago((35 - seconds) / 60) });

    it.each([
      ['has used up the grace', 29, killedAfter(32), null],
      ['ended at once', 1, killedAfter(30), 'sigterm-not-handled proven of proxy'],
      [
        'still runs, and so does the sidecar',
        null,
        { running: { startedAt: ago(20) } },
        'sigterm-not-handled likely of main',
      ],
    ])('is judged by what they left it: the app %s', async (_, appSeconds, proxyState, answer) => {
      expect(await proxyAfter(appSeconds, proxyState)).toBe(answer);
    });
  });
});
