import { describe, expect, it } from 'vitest';
import { ago, answerOf, diagnoseObjects, terminated } from '../../testing/build';
import { saysOf } from '../../testing/play';

describe('job-held-by-sidecar', () => {
  it('fires', async () => {
    expect(await saysOf('job-held-by-sidecar.fires', 'job-held-by-sidecar')).toMatch(/^likely: .*istio-proxy/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('job-held-by-sidecar.near-miss', 'job-held-by-sidecar')).toBeNull();
  });

  const probe = { httpGet: { path: '/ready', port: 8080 } };
  const running = { running: { startedAt: ago(90) } };
  const told = async (
    beside: Record<string, unknown>,
    minutes = 40,
    owner = 'Job',
    state: object = running,
    work: Record<string, unknown> = {},
    third: { spec: object; state: object }[] = [],
    log: string[] = [],
  ) =>
    answerOf(
      await diagnoseObjects(
        [
          { kind: 'Job', metadata: { name: 'load', namespace: 'test' }, spec: {}, status: { active: 1 } },
          {
            kind: 'Pod',
            metadata: {
              name: 'load-x',
              ownerReferences: [{ kind: owner, name: 'load', uid: `uid-${owner}-load`, controller: true }],
            },
            spec: {
              nodeName: 'n1',
              restartPolicy: 'OnFailure',
              containers: [
                { name: 'work', image: 'r.example/work:1', ...work },
                { name: 'beside', image: 'r.example/x:1', ...beside },
                ...third.map(({ spec }) => ({ name: 'third', image: 'r.example/y:1', ...spec })),
              ],
            },
            status: {
              phase: 'Running',
              startTime: ago(90),
              conditions: [
                { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: ago(minutes) },
              ],
              containerStatuses: [
                { name: 'work', ready: false, restartCount: 0, state: terminated(0, minutes) },
                { name: 'beside', ready: true, restartCount: 0, state },
                ...third.map((one) => ({ name: 'third', ready: false, restartCount: 0, state: one.state })),
              ],
            },
          },
        ],
        {
          workload: 'Job/load',
          logs: {
            'load-x/beside': { current: log.map((line, n) => `${ago((log.length - n) * 0.1)} ${line}\n`).join('') },
          },
        },
      ),
    );

  it('knows a helper by its image', async () => {
    expect(await told({ image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.8.0' }, 6)).toBe(
      'job-held-by-sidecar likely',
    );
    expect(await told({ image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.8.0' }, 4)).toBe('healthy');
  });
  it('takes a probe for the sign of a server, after half an hour', async () => {
    expect(await told({ readinessProbe: probe })).toBe('job-held-by-sidecar possible');
    expect(await told({ readinessProbe: probe }, 29)).toBe('healthy');
  });
  it('takes a command that looks for a heartbeat for no such sign', async () => {
    const heartbeat = { exec: { command: ['test', '-f', '/tmp/alive'] } };
    expect(await told({ livenessProbe: heartbeat })).toBe('healthy');
    expect(await told({ startupProbe: heartbeat, livenessProbe: heartbeat })).toBe('healthy');
    expect(await told({ readinessProbe: heartbeat })).toBe('job-held-by-sidecar possible');
    expect(await told({ livenessProbe: { grpc: { port: 8080 } } })).toBe('job-held-by-sidecar possible');
    // Work with a heartbeat is told from the server beside it.
    expect(await told({ readinessProbe: probe }, 40, 'Job', running, { livenessProbe: heartbeat })).toBe(
      'job-held-by-sidecar possible',
    );
  });
  it('leaves what its log shows at work alone, and takes no answers to its probe for work', async () => {
    const saying = (image: string, ...log: string[]) =>
      told({ image, livenessProbe: probe }, 40, 'Job', running, {}, [], log);
    const steps = ['step 410 loss=0.31', 'step 411 loss=0.30', 'step 412 loss=0.29'];
    expect(await saying('r.example/x:1', ...steps)).toBe('healthy');
    const asked = [1, 2, 3].map((n) => `10.0.0.${n} "GET /ready HTTP/1.1" 200 ${n}ms`);
    expect(await saying('r.example/x:1', ...asked)).toBe('job-held-by-sidecar possible');
    expect(await saying('r.example/x:1', ...steps.map((line) => `${line} agent=kube-probe/1.30`))).toBe(
      'job-held-by-sidecar possible',
    );
    expect(await saying('docker.io/istio/proxyv2:1.20', ...steps)).toBe('job-held-by-sidecar likely');
  });
  it('leaves a second worker alone', async () => {
    expect(await told({})).toBe('healthy');
  });
  it('says nothing where that container ended too', async () => {
    expect(await told({ readinessProbe: probe }, 40, 'Job', terminated(0, 39))).toBe('healthy');
  });
  it('takes work that has a probe for done where a helper holds it, not where only a probe tells them apart', async () => {
    const probed = { livenessProbe: probe };
    const helper = { image: 'docker.io/istio/proxyv2:1.20' };
    expect(await told(helper, 40, 'Job', running, probed)).toBe('job-held-by-sidecar likely');
    expect(await told({ readinessProbe: probe }, 40, 'Job', running, probed)).toBe('healthy');
  });
  it('takes a helper that ended for neither work nor holder', async () => {
    const helper = { image: 'docker.io/istio/proxyv2:1.20' };
    const quit = { spec: { image: 'r.example/cloud-sql-proxy:2' }, state: terminated(0, 39) };
    expect(await told(helper, 40, 'Job', running, {}, [quit])).toBe('job-held-by-sidecar likely');
    expect(await told(helper, 40, 'Job', running, quit.spec, [quit])).toBe('healthy');
  });
});
