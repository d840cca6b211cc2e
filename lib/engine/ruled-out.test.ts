import { describe, expect, it } from 'vitest';
import { replay } from './scenarios/replay';
import { deployment, diagnoseObjects, event, nodeReady, podName, podOf, terminated, waitingPod } from './testing/build';
import { readScenario } from './testing/play';

describe('what is ruled out', () => {
  it.each([
    ['image-not-found.fires', 'image-pull-network', 'The registry answered'],
    ['image-pull-network.fires', 'image-pull-auth', 'before anything was said of the image'],
    ['image-platform-mismatch.fires', 'image-not-found', 'for other platforms'],
    ['dependency-unreachable.fires', 'dns-failure', 'no name was left to resolve'],
    ['dependency-unreachable.fires', 'tls-certificate-error', 'nobody showed a certificate'],
    ['dns-failure.fires', 'dependency-unreachable', 'No connection was tried'],
    ['tls-certificate-error.fires', 'dependency-unreachable', 'It is a certificate that was refused'],
    ['unschedulable-resources.fires-condition-only', 'unschedulable-taint-affinity', 'names no taint'],
    ['unschedulable-taint-affinity.fires', 'unschedulable-resources', 'short of room'],
    ['unschedulable-taint-affinity.fires', 'pvc-pending', 'names no claim'],
    ['admission-denied.fires', 'quota-exceeded', 'names no quota'],
    ['quota-exceeded.fires', 'admission-denied', 'A quota refused it'],
    ['segfault.fires', 'illegal-instruction', 'exit code 139'],
    ['oom-killed-limit.fires', 'liveness-probe-failing', 'liveness probe'],
    ['pvc-pending.fires', 'volume-mount-failed', 'No node has the pod yet'],
    ['missing-configmap-or-secret.fires-key', 'volume-mount-failed', 'The kubelet came further'],
    ['read-only-filesystem.fires', 'volume-mount-failed', 'The kubelet came further'],
    ['sandbox-creation-failed.fires', 'volume-mount-failed', 'The kubelet came further'],
    ['sandbox-creation-failed.fires', 'container-runtime-error', 'has not come so far'],
    ['sandbox-creation-failed.fires', 'node-lost', 'Its node answers'],
    ['volume-mount-failed.fires', 'sandbox-creation-failed', 'has not come so far'],
    ['volume-mount-failed.fires-subpath', 'sandbox-creation-failed', 'The sandbox was made'],
    ['permission-denied.fires-volume', 'run-as-nonroot-violation', 'let it start'],
    ['permission-denied.fires-volume', 'read-only-filesystem', 'EACCES'],
    ['read-only-filesystem.fires', 'permission-denied', 'EROFS'],
    ['port-in-use.fires', 'permission-denied', 'EADDRINUSE'],
    ['rbac-forbidden.fires', 'permission-denied', 'the API server that refuses'],
    ['run-as-nonroot-violation.fires', 'permission-denied', 'has not run in this pod'],
    ['missing-configmap-or-secret.fires-key', 'missing-env-var', 'has not run in this pod'],
    ['config-invalid.fires-flag', 'missing-configmap-or-secret', 'It was started'],
    ['illegal-instruction.fires', 'exec-format-error', 'exit code 132'],
    ['exec-format-error.fires', 'command-not-found', 'The file was found'],
    ['runtime-library-missing.fires', 'command-not-found', 'was found'],
    ['readiness-never-ready.fires', 'liveness-probe-failing', 'since its first start'],
    ['readiness-never-ready.fires', 'startup-probe-failing', 'since its first start'],
    ['leader-election-lost.fires', 'rbac-forbidden', 'ran out of time'],
    ['db-migration-failing.fires', 'dependency-unreachable', 'The database was reached'],
  ])('%s is not %s: %s', async (scenario, cause, words) => {
    const { ruledOut, evidence } = (await replay(readScenario(scenario))).diagnosis;
    const found = ruledOut.find((one) => one.cause === cause);
    expect(found?.because).toContain(words);
    expect(found?.evidence.map((n) => evidence[n])).not.toContain(undefined);
    expect(found?.evidence).not.toHaveLength(0);
  });

  it.each([
    ['image-pull-auth.fires', 'image-not-found'],
    ['dependency-unreachable.fires-timeout', 'dns-failure'],
    ['missing-configmap-or-secret.fires-volume', 'volume-mount-failed'],
    ['command-not-found.fires-shell', 'permission-denied'],
    ['command-not-found.fires-crio', 'permission-denied'],
    ['permission-denied.fires-port', 'read-only-filesystem'],
    ['stale-lock-file.fires', 'permission-denied'],
    ['exec-format-error.fires', 'image-platform-mismatch'],
    ['oom-killed-limit.fires', 'oom-child-process'],
    // Its resources are not in the description.
    ['liveness-too-aggressive.fires', 'oom-killed-limit'],
  ])('%s says nothing of %s, which its words leave open', async (scenario, cause) => {
    const { ruledOut } = (await replay(readScenario(scenario))).diagnosis;
    expect(ruledOut.map((one) => one.cause)).not.toContain(cause);
  });

  describe('by what a spec does not have', () => {
    const finished = async (container: Record<string, unknown>) => {
      const status = { name: 'main', restartCount: 3, state: terminated(0, 1) };
      const pod = podOf({ container, status: { phase: 'Running', containerStatuses: [status] } });
      const { primary, ruledOut, evidence } = await diagnoseObjects([...deployment(), pod]);
      expect(primary?.cause).toBe('exits-zero');
      return ruledOut.map((one) => ({ ...one, evidence: one.evidence.map((n) => evidence[n]) }));
    };

    it('says where that was looked for', async () => {
      const absent = (text: string) => [
        expect.objectContaining({ kind: 'absence', text, looked: 'spec.containers[0]' }),
      ];
      expect(await finished({ resources: {} })).toEqual([
        {
          cause: 'liveness-probe-failing',
          because: 'The container has no liveness probe.',
          evidence: absent('no livenessProbe'),
        },
        {
          cause: 'post-start-hook-failed',
          because: 'The container has no postStart hook.',
          evidence: absent('no lifecycle.postStart'),
        },
      ]);
    });

    it('says so of a memory limit, where the resources were described', async () => {
      const died = async (resources?: object) => {
        const lastState = terminated(1, 2);
        const state = { waiting: { reason: 'CrashLoopBackOff', message: '' } };
        const status = { name: 'main', restartCount: 3, ready: false, state, lastState };
        const container = resources ? { resources } : {};
        const pod = podOf({ container, status: { phase: 'Running', containerStatuses: [status] } });
        const logs = { [`${podName}/main`]: { previous: 'ValueError: bad shape\n' } };
        const { primary, ruledOut } = await diagnoseObjects([...deployment(), pod], { logs });
        expect(primary?.cause).toBe('app-error-uncaught');
        return ruledOut.find(({ cause }) => cause === 'oom-killed-limit')?.because;
      };
      expect(await died({ requests: { cpu: '1' } })).toBe('Neither it nor its pod has a memory limit.');
      expect(await died({ limits: { memory: '64Mi' } })).toContain('not OOMKilled, with a limit of 64Mi');
      expect(await died()).toBeUndefined();
    });

    it.each([
      ['described in part', {}],
      ['has the hook', { resources: {}, lifecycle: { postStart: { exec: { command: ['sync'] } } } }],
    ])('says nothing of the hook of one that %s', async (_how, container) => {
      expect((await finished(container)).map(({ cause }) => cause)).not.toContain('post-start-hook-failed');
    });
  });

  it('by the node that its pod was given, unless that refused it', async () => {
    const told = async (conditions: object[]) => {
      const state = { waiting: { reason: 'CrashLoopBackOff', message: '' } };
      const status = { name: 'main', restartCount: 3, ready: false, state, lastState: terminated(1, 2) };
      const pod = podOf({ status: { phase: 'Running', conditions, containerStatuses: [status] } });
      const logs = { [`${podName}/main`]: { previous: 'fatal: listen tcp :8080: bind: address already in use\n' } };
      const { primary, ruledOut } = await diagnoseObjects([...deployment(), pod], { logs });
      expect(primary?.cause).toBe('port-in-use');
      return ruledOut.find(({ cause }) => cause === 'unschedulable-host-port')?.because;
    };
    expect(await told([{ type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-11-20T09:30:00Z' }])).toBe(
      `Pod test/${podName} was given node n1.`,
    );
    expect(await told([])).toBeUndefined();
  });

  describe('by how far the kubelet came', () => {
    const refused = async (message: string) => {
      const { primary, ruledOut } = await diagnoseObjects(waitingPod('CreateContainerError', message));
      expect(primary?.cause).toBe('container-runtime-error');
      return ruledOut.map(({ cause }) => cause);
    };

    it('is past the volumes where it asked for a container, unless that is refused for a mount', async () => {
      expect(await refused('cgroup: no such controller')).toContain('volume-mount-failed');
      expect(await refused('cannot put the mount of the day together')).not.toContain('volume-mount-failed');
    });

    it('says nothing of a node that does not answer, or that was not read', async () => {
      const sandbox = event(`Pod/${podName}`, 'FailedCreatePodSandBox', 'Failed to create pod sandbox: no IP', {
        count: 9,
      });
      const told = async (...more: Parameters<typeof diagnoseObjects>[0]) => {
        const { primary, ruledOut } = await diagnoseObjects([...waitingPod('ContainerCreating'), sandbox, ...more]);
        expect(primary?.cause).toBe('sandbox-creation-failed');
        return ruledOut.map(({ cause }) => cause);
      };
      expect(await told(nodeReady('True', 'KubeletReady', 60))).toContain('node-lost');
      expect(await told()).not.toContain('node-lost');
    });
  });
});
