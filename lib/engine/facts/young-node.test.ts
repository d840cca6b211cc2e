import { describe, expect, it } from 'vitest';
import {
  ago,
  deployment,
  diagnoseObjects,
  event,
  nodeReady,
  podName,
  podOf,
  unscheduled,
  waiting,
} from '../testing/build';

const network =
  'network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
const driver =
  'MountVolume.MountDevice failed for volume "pvc-9" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name ebs.csi.aws.com not found in the list of registered CSI drivers';
const secret = 'MountVolume.SetUp failed for volume "cred" : secret "cred" not found';

/** A pod that has waited for a minute on a node of that age, refused five times. */
function waitsOn(age: number, ready: string, reason: string, message: string) {
  const node = nodeReady(ready, 'r', age);
  return [
    ...deployment(),
    { ...node, metadata: { name: 'n1', creationTimestamp: ago(age) } },
    podOf({ age: 1, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } }),
    event(`Pod/${podName}`, reason, message, { count: 5, lastTimestamp: ago(0), source: { component: 'kubelet' } }),
  ];
}

describe('a pod on a node that joins', () => {
  it.each([
    [1, 'False', 'NetworkNotReady', network, 'healthy'],
    [1, 'True', 'FailedMount', driver, 'healthy'],
    [4.9, 'True', 'FailedMount', driver, 'healthy'],
    [5.1, 'True', 'FailedMount', driver, 'broken'],
    [5.1, 'False', 'NetworkNotReady', network, 'broken'],
    [1, 'True', 'FailedMount', secret, 'broken'],
  ])('waits for what the node brings: %d min old, Ready=%s, %s', async (age, ready, reason, message, expected) => {
    expect((await diagnoseObjects(waitsOn(age, ready, reason, message))).status).toBe(expected);
  });
});

describe('a pod for which Karpenter has ordered a node', () => {
  const full = '0/1 nodes are available: 1 Insufficient cpu.';
  const nominated = (first: number, component = 'karpenter') =>
    event(`Pod/${podName}`, 'Nominated', 'Pod should schedule on: nodeclaim/default-7xk2p', {
      type: 'Normal',
      firstTimestamp: ago(first),
      source: { component },
    });

  it.each([
    [4.9, 'karpenter', 'healthy'],
    [5.1, 'karpenter', 'broken'],
    [4.9, 'someone', 'broken'],
  ])('waits for it: ordered %d min ago by %s', async (minutes, component, expected) => {
    expect((await diagnoseObjects([...unscheduled(full, 6), nominated(minutes, component)])).status).toBe(expected);
  });
});
