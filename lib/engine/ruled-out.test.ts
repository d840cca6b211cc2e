import { describe, expect, it } from 'vitest';
import { replay } from './scenarios/replay';
import { deployment, diagnoseObjects, podOf, terminated } from './testing/build';
import { readScenario } from './testing/play';

describe('what is ruled out', () => {
  it.each([
    ['image-not-found.fires', 'image-pull-network', 'The registry answered'],
    ['image-pull-network.fires', 'image-pull-auth', 'before anything was said of the image'],
    ['image-platform-mismatch.fires', 'image-not-found', 'for other platforms'],
    ['dependency-unreachable.fires', 'dns-failure', 'no name was left to resolve'],
    ['dependency-unreachable.fires', 'tls-certificate-error', 'nobody showed a certificate'],
    ['dns-failure.fires', 'dependency-unreachable', 'No connection was tried'],
    ['tls-certificate-error.fires', 'dependency-unreachable', 'The peer took the connection'],
    ['unschedulable-resources.fires-condition-only', 'unschedulable-taint-affinity', 'names no taint'],
    ['unschedulable-taint-affinity.fires', 'unschedulable-resources', 'short of room'],
    ['unschedulable-taint-affinity.fires', 'pvc-pending', 'names no claim'],
    ['admission-denied.fires', 'quota-exceeded', 'names no quota'],
    ['quota-exceeded.fires', 'admission-denied', 'A quota refused it'],
    ['segfault.fires', 'illegal-instruction', 'exit code 139'],
    ['oom-killed-limit.fires', 'liveness-probe-failing', 'liveness probe'],
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

    it.each([
      ['described in part', {}],
      ['has the hook', { resources: {}, lifecycle: { postStart: { exec: { command: ['sync'] } } } }],
    ])('says nothing of the hook of one that %s', async (_how, container) => {
      expect((await finished(container)).map(({ cause }) => cause)).not.toContain('post-start-hook-failed');
    });
  });
});
