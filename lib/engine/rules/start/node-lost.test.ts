import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, answerOf, deployment, diagnoseObjects, nodeReady, podName, podOf, settledPod } from '../../testing/build';

describe('node-lost', () => {
  it('fires on a node that is Unknown NodeStatusUnknown', async () => {
    const objects = [...deployment(), settledPod(), nodeReady('Unknown', 'NodeStatusUnknown', 5)];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('fires on a node that is False KubeletNotReady', async () => {
    const objects = [...deployment(), settledPod(), nodeReady('False', 'KubeletNotReady', 5)];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it.each([
    ['joins', 1, 'healthy'],
    ['was made five minutes ago', 6, 'node-lost proven'],
  ])('tells a node that %s from one that is lost', async (_, made, answer) => {
    const node = nodeReady('False', 'KubeletNotReady', made);
    const young = { ...node, metadata: { ...node.metadata, creationTimestamp: ago(made) } };
    expect(answerOf(await diagnoseObjects([...deployment(), settledPod(), young]))).toBe(answer);
    const once = nodeReady('False', 'KubeletNotReady', 1);
    const fallen = { ...once, metadata: { ...once.metadata, creationTimestamp: ago(4) } };
    expect(answerOf(await diagnoseObjects([...deployment(), settledPod(), fallen]))).toBe('node-lost proven');
  });
  it('fires on a pod ended as Terminated', async () => {
    const objects = [...deployment(), podOf({ status: { phase: 'Failed', reason: 'Terminated', message: 'm' } })];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('fires on a pod ended as Shutdown', async () => {
    const objects = [...deployment(), podOf({ status: { phase: 'Failed', reason: 'Shutdown', message: 'm' } })];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('fires on a pod ended as NodeShutdown', async () => {
    const objects = [...deployment(), podOf({ status: { phase: 'Failed', reason: 'NodeShutdown', message: 'm' } })];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('is silent on a node that is ready', async () => {
    const objects = [...deployment(), settledPod(), nodeReady('True', 'KubeletReady', 5)];
    expect(answerOf(await diagnoseObjects(objects))).toBe('healthy');
  });

  it('does not call a node silent that answers, whatever its pod still says', async () => {
    const left = { phase: 'Failed', reason: 'NodeLost', message: 'Node n1 which was running pod app is unresponsive' };
    const failed = podOf({ status: left });
    const going = { ...failed, metadata: { ...failed.metadata, deletionTimestamp: ago(5) } };
    for (const pod of [failed, { ...going, status: { ...left, phase: 'Running' } }]) {
      const of = async (ready: string) => diagnoseObjects([...deployment(), pod, nodeReady(ready, 'r', 5)]);
      expect(answerOf(await of('Unknown'))).toBe('node-lost proven');
      const { primary } = await of('True');
      expect(primary?.cause).toBe('unknown');
      expect(primary && plainHeadline(primary.headline)).not.toContain('does not answer');
    }
  });

  it('says how many pods went with the node, and names them as evidence', async () => {
    const lost = settledPod();
    const second = { ...lost, metadata: { ...lost.metadata, name: 'app-66b7d9c8f-second' } };
    const node = nodeReady('Unknown', 'NodeStatusUnknown', 5);
    const { primary, evidence } = await diagnoseObjects([...deployment(2), lost, second, node]);
    expect(primary && plainHeadline(primary.headline)).toBe('Node n1 does not answer, and 2 pods with it');
    expect(primary?.claims.map(({ text }) => text).join(' ')).toContain('2 of its pods are on n1');
    expect(evidence.map(({ object }) => object)).toContain('Pod test/app-66b7d9c8f-second');
    const alone = await diagnoseObjects([...deployment(), lost, node]);
    expect(alone.primary && plainHeadline(alone.primary.headline)).toContain(`pod ${podName} with it`);
  });

  it.each([
    ['StatefulSet', ago(5), 'Unknown', true],
    ['StatefulSet', undefined, 'Unknown', false],
    ['StatefulSet', ago(5), 'False', false],
    ['ReplicaSet', ago(5), 'Unknown', false],
  ])(
    'says what lets a pod go that is not replaced before: %s, %s, %s',
    async (kind, deletionTimestamp, ready, says) => {
      const lost = settledPod();
      const owner = { kind, name: 'db', uid: `uid-${kind}-db`, controller: true };
      const metadata = { ...lost.metadata, deletionTimestamp, ownerReferences: [owner] };
      const objects = [
        { kind, metadata: { name: 'db' }, spec: { replicas: 1 }, status: { replicas: 1 } },
        { ...lost, metadata },
        nodeReady(ready, 'r', 12),
      ];
      const { primary, remedies } = await diagnoseObjects(objects, { workload: `${kind}/db` });
      expect(primary?.cause).toBe('node-lost');
      expect(remedies.some(({ id }) => id === 'release-pod')).toBe(says);
    },
  );
});
