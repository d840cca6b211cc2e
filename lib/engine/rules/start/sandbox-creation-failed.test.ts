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

describe('sandbox-creation-failed', () => {
  it('fires on the network plugin', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedCreatePodSandBox',
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "a": plugin type="x" failed (add): no addresses',
        { source: { component: 'kubelet' } },
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('sandbox-creation-failed proven');
  });
  it('is heard from kubelets that told every failure of a sync so, and from no other step of it', async () => {
    const said = (what: string, why: string) => [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedSync',
        `Error syncing pod, skipping: failed to "${what}" for "app_test" with ${what}Error: "${why}"`,
        { source: { component: 'kubelet' }, count: 9 },
      ),
    ];
    const network = said('SetupNetwork', 'Failed to setup network: dial tcp 127.0.0.1:50051: no answer; Skipping pod');
    expect(answerOf(await diagnoseObjects(network))).toBe('sandbox-creation-failed proven');
    const start = said('StartContainer', 'Back-off restarting failed container');
    expect(answerOf(await diagnoseObjects(start))).not.toMatch(/sandbox/);
  });
  it('fires on a runtime class without handler', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedCreatePodSandBox',
        'Failed to create pod sandbox: rpc error: code = Unknown desc = no runtime for "kata" is configured',
      ),
    ];
    // Nobody is named as the writer of this one.
    expect(answerOf(await diagnoseObjects(objects))).toBe('sandbox-creation-failed likely');
  });
  it('only supposes it where the devices of a claim could not be prepared', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(`Pod/${podName}`, 'FailedPrepareDynamicResources', 'Failed to prepare dynamic resources: no plugin'),
    ];
    const diagnosis = await diagnoseObjects(objects);
    expect(answerOf(diagnosis)).toBe('sandbox-creation-failed possible');
    expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toBe(
      'The pod’s claimed devices cannot be prepared: no plugin',
    );
  });
  it.each([
    [8, 'sandbox-creation-failed possible'],
    // A node that was started again.
    [2, 'healthy'],
  ])('supposes it where the sandbox was made anew %i times and nothing was started in it', async (count, answer) => {
    const objects = [
      ...deployment(),
      podOf({ age: 3, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(`Pod/${podName}`, 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.', {
        count,
        lastTimestamp: ago(2),
        source: { component: 'kubelet' },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
  });
  it('tells at once of a port that the node has given away', async () => {
    const refusal =
      'Failed to create pod sandbox: rpc error: code = Unknown desc = Error starting userland proxy: listen tcp4 0.0.0.0:30192: bind: address already in use';
    const objects = [
      ...deployment(),
      podOf({ age: 0.2, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(`Pod/${podName}`, 'FailedCreatePodSandBox', refusal, {
        count: 2,
        lastTimestamp: ago(0),
        source: { component: 'kubelet' },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('sandbox-creation-failed proven');
  });
  it.each([
    ['again and again', 2, 4, 2, 'sandbox-creation-failed likely'],
    ['once, with retries, as its node started', 4, 0.2, 2, 'healthy'],
    ['and its containers were never started anew', 2, 4, 0, 'healthy'],
    ['long ago', 2, 4, 2, 'healthy', 30],
  ])('knows a sandbox that is made anew %s', async (_, count, overMinutes, restartCount, answer, since = 1) => {
    const main = { ...runningFor('main', since), restartCount, lastState: terminated(137, since) };
    const about = {
      source: { component: 'kubelet' },
      lastTimestamp: ago(since),
      firstTimestamp: ago(since + overMinutes),
    };
    const fieldPath = { involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' } };
    const objects = [
      ...deployment(),
      podOf({ age: 60, status: { phase: 'Running', containerStatuses: [main] } }),
      event(`Pod/${podName}`, 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.', {
        ...about,
        count,
      }),
      event(`Pod/${podName}`, 'Killing', 'Stopping container main', { ...about, ...fieldPath, type: 'Normal', count }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
  });
  it.each([
    [
      'waits in back-off, ended with 0',
      waiting('main', 'CrashLoopBackOff'),
      terminated(0, 2),
      8,
      'sandbox-creation-failed possible',
    ],
    ['has ended, with 137', { state: terminated(137, 0.5) }, terminated(137, 2), 8, 'sandbox-creation-failed possible'],
    ['crashes by itself', waiting('main', 'CrashLoopBackOff'), terminated(1, 2), 8, 'unknown possible'],
    [
      'was restarted far more often than that',
      waiting('main', 'CrashLoopBackOff'),
      terminated(137, 2),
      40,
      'unknown possible',
    ],
  ])('knows it too of a container that %s', async (_, now, lastState, restartCount, answer) => {
    const main = { name: 'main', ready: false, ...now, restartCount, lastState };
    const changed = event(
      `Pod/${podName}`,
      'SandboxChanged',
      'Pod sandbox changed, it will be killed and re-created.',
      {
        source: { component: 'kubelet' },
        lastTimestamp: ago(4),
        firstTimestamp: ago(30),
        count: 5,
      },
    );
    const pod = podOf({ age: 60, status: { phase: 'Running', containerStatuses: [main] } });
    expect(answerOf(await diagnoseObjects([...deployment(), pod, changed]))).toBe(answer);
  });
  it('is why a container that has ended is not started again', async () => {
    const main = { name: 'main', ready: false, restartCount: 0, state: terminated(2, 50) };
    const failed = event(
      `Pod/${podName}`,
      'FailedCreatePodSandBox',
      'Failed create pod sandbox: rpc error: code = Unknown desc = no',
      {
        source: { component: 'kubelet' },
        count: 230,
      },
    );
    const pod = podOf({ age: 60, status: { phase: 'Running', containerStatuses: [main] } });
    expect(answerOf(await diagnoseObjects([...deployment(), pod, failed]))).toBe('sandbox-creation-failed proven');
  });
  it('is silent in the first seconds', async () => {
    const objects = [
      ...deployment(),
      podOf({ age: 0.2, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(`Pod/${podName}`, 'FailedCreatePodSandBox', 'Failed to create pod sandbox: rpc error'),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });
  it('leaves it to the volume where that is what fails', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(`Pod/${podName}`, 'FailedAttachVolume', 'AttachVolume.Attach failed for volume "d" : timeout', {
        source: { component: 'attachdetach-controller' },
      }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('volume-mount-failed proven');
  });
});
