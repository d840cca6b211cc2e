import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, event, podName, podOf, terminated, waiting } from '../../testing/build';
import { replay } from '../../scenarios/replay';
import { readScenario, saysOf } from '../../testing/play';

describe('liveness-too-aggressive', () => {
  it('fires', async () => {
    expect(await saysOf('liveness-too-aggressive.fires', 'liveness-too-aggressive')).toMatch(
      /^likely: .* it gets at most 70 s/,
    );
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('liveness-too-aggressive.near-miss', 'liveness-too-aggressive')).toBeNull();
  });

  it('holds by the allowance where the log says nothing', async () => {
    expect(await saysOf('liveness-too-aggressive.fires-allowance', 'liveness-too-aggressive')).toMatch(
      /^likely: .* it gets at most 40 s/,
    );
  });

  it('is not said where the probe asks a port that the container does not declare', async () => {
    const scenario = readScenario('liveness-too-aggressive.fires-allowance');
    const declaring = (port: number) => {
      const text = JSON.stringify(scenario.objects).replace(
        '"name":"graph","image"',
        `"ports":[{"containerPort":${port}}],$&`,
      );
      return replay({ ...scenario, objects: JSON.parse(text) as typeof scenario.objects });
    };
    expect((await declaring(7070)).diagnosis.primary?.cause).toBe('liveness-too-aggressive');
    const { primary, ruledOut, evidence, remedies } = (await declaring(80)).diagnosis;
    expect(primary?.cause).toBe('liveness-probe-failing');
    const ruled = ruledOut.find(({ cause }) => cause === 'liveness-too-aggressive');
    expect(ruled?.because).toMatch(/^Its probe asks a port where nobody listens/);
    expect(ruled?.evidence.map((index) => evidence[index])).toMatchObject([
      { fields: [{ path: 'spec.containers[0].ports[0].containerPort', value: '80' }] },
    ]);
    const mend = remedies.find(({ id }) => id === 'mend-probe');
    expect(mend?.title).toBe('Ask port 80, or let it listen on 7070');
    expect(mend?.command).toContain('{"name":"graph","livenessProbe":{"httpGet":{"port":80}}}');
  });

  const refusal = 'Liveness probe failed: dial tcp 10.0.0.7:8080: connect: connection refused';
  it.each([
    ['its startup probe', { startupProbe: { tcpSocket: { port: 8080 } } }, 1, refusal, '', /^Its startup probe holds/],
    ['an answer', {}, 1, 'Liveness probe failed: HTTP probe failed with statuscode: 503', '', /answers 503\.$/],
    [
      'how long it lived',
      {},
      20,
      refusal,
      '',
      /^It lived for 20 min; one that never answers is killed within 1 min 16 s\.$/,
    ],
    ['its log', {}, 1, refusal, 'listening on :8080\n', /^Its log says that it had started\.$/],
    [
      'its allowance',
      { initialDelaySeconds: 60 },
      1,
      refusal,
      'sorting\n',
      /given 90 s for that, and no log says so\.$/,
    ],
  ])('is ruled out by %s, which is quoted', async (_, more, minutes, message, previous, because) => {
    const { startupProbe, ...fields } = { startupProbe: undefined, ...more };
    const told = { involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' } };
    const lastState = terminated(143, 2, { startedAt: ago(2 + minutes) });
    const livenessProbe = { httpGet: { path: '/', port: 8080 }, ...fields };
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState });
    const { ruledOut, evidence, primary } = await diagnoseObjects(
      [
        ...deployment(),
        podOf({ container: { livenessProbe, startupProbe }, status: { phase: 'Running', containerStatuses: [main] } }),
        event(`Pod/${podName}`, 'Unhealthy', message, { ...told, lastTimestamp: ago(2) }),
        event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
          ...told,
          type: 'Normal',
          lastTimestamp: ago(2),
        }),
      ],
      { logs: previous === '' ? {} : { [`${podName}/main`]: { previous } } },
    );
    expect(primary?.cause).toBe('liveness-probe-failing');
    const ruled = ruledOut.find(({ cause }) => cause === 'liveness-too-aggressive');
    expect(ruled?.because).toMatch(because);
    const [shown] = (ruled?.evidence ?? []).map((index) => JSON.stringify(evidence[index]));
    expect(shown).toMatch(/startupProbe|503|terminated|listening on|initialDelaySeconds/);
  });

  it('is not said where its log tells of another port', async () => {
    const scenario = readScenario('liveness-too-aggressive.fires-allowance');
    const current = 'Startup completed in 2253ms. Server Running: http://route-graph-0:8080\n';
    const { primary } = (await replay({ ...scenario, logs: { 'route-graph-0/graph': { current } } })).diagnosis;
    expect(primary?.cause).toBe('liveness-probe-failing');
    expect(primary?.claims.map(({ text }) => text)).toContain(
      'Its log says that it listens on port 8080; the probe asks 7070.',
    );
  });

  it('holds by the log where the probe itself is not known', async () => {
    const unknown = { field: 'Pod/route-graph-0:spec.containers.0.livenessProbe' };
    expect(await saysOf('liveness-too-aggressive.fires', 'liveness-too-aggressive', unknown)).toMatch(/^likely/);
    const silent = await saysOf('liveness-too-aggressive.fires', 'liveness-too-aggressive', unknown, {
      log: 'loading',
    });
    expect(silent).toBeNull();
  });

  // Five minutes for the probe that is not known, 30 s for the stop, 15 s of slack.
  it.each([
    [345, 'liveness-too-aggressive'],
    [346, 'liveness-probe-failing'],
  ])('is no start where the probe is not known and it had run for long: %i s', async (ranSeconds, cause) => {
    const lastState = terminated(143, 1, { startedAt: ago(1 + ranSeconds / 60) });
    const killed = { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' };
    const { primary } = await diagnoseObjects(
      [
        ...deployment(),
        podOf({
          status: {
            phase: 'Running',
            containerStatuses: [waiting('main', 'CrashLoopBackOff', '', { restartCount: 4, lastState })],
          },
        }),
        event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
          type: 'Normal',
          involvedObject: killed,
        }),
      ],
      { logs: { [`${podName}/main`]: { previous: 'loading graph: 12%\nloading graph: 31%\n' } } },
    );
    expect(primary?.cause).toBe(cause);
  });

  describe('where the start could not reach something', () => {
    const livenessProbe = { httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: 240, periodSeconds: 20 };
    const causesOf = async (previous: string) => {
      const containerStatuses = [
        {
          ...waiting('main', 'CrashLoopBackOff'),
          restartCount: 5,
          lastState: { terminated: { exitCode: 143, reason: 'Error', startedAt: ago(7), finishedAt: ago(2) } },
        },
      ];
      const { primary, contributing } = await diagnoseObjects(
        [
          ...deployment(),
          podOf({ container: { livenessProbe }, status: { phase: 'Running', containerStatuses } }),
          event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
            lastTimestamp: ago(2),
            involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
          }),
        ],
        { logs: { [`${podName}/main`]: { previous } } },
      );
      return [primary?.cause, ...contributing.map(({ cause }) => cause)];
    };
    const refused = 'dial tcp 10.0.0.7:5432: connect: connection refused\n';

    it('is told beside it when it waited for that until the kill', async () => {
      const log = `INFO starting\n${`ERROR cannot reach the ledger: ${refused}`.repeat(20)}`;
      expect(await causesOf(log)).toEqual(['dependency-unreachable', 'liveness-too-aggressive']);
    });

    it.each([
      ['before it loaded the rest', `ERROR ${refused}${'INFO loading a part of the graph\n'.repeat(12)}`],
      ['for its traces only', `INFO loading the graph\nERROR opentelemetry: ${refused}`],
    ])('holds when that was %s', async (_, log) => {
      expect(await causesOf(log)).toEqual(['liveness-too-aggressive']);
    });
  });
});
