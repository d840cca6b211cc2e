import { describe, expect, it } from 'vitest';
import { answerOf, deployment, diagnoseObjects, event, podName, podOf, waiting } from '../../testing/build';

describe('sandbox-creation-failed', () => {
  it('fires on the network plugin', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(
        `Pod/${podName}`,
        'FailedCreatePodSandBox',
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "a": plugin type="x" failed (add): no addresses',
      ),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('sandbox-creation-failed proven');
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
    expect(answerOf(await diagnoseObjects(objects))).toBe('sandbox-creation-failed proven');
  });
  it('only supposes it where the devices of a claim could not be prepared', async () => {
    const objects = [
      ...deployment(),
      podOf({ status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
      event(`Pod/${podName}`, 'FailedPrepareDynamicResources', 'Failed to prepare dynamic resources: no plugin'),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('sandbox-creation-failed possible');
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
      event(`Pod/${podName}`, 'FailedAttachVolume', 'AttachVolume.Attach failed for volume "d" : timeout'),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe('volume-mount-failed proven');
  });
});
