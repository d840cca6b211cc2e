import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  nodeReady,
  podName,
  podOf,
  runningFor,
  settledPod,
} from '../../testing/build';

/** A pod whose containers the kubelet calls ready, taken out of service by the node controller. */
function heldPod(status: object = {}, containersReady: object = { status: 'True', lastTransitionTime: ago(60) }) {
  const conditions = [
    { type: 'ContainersReady', ...containersReady },
    { type: 'Ready', status: 'False', lastTransitionTime: ago(5) },
  ];
  const containerStatuses = [runningFor('main', 60)];
  return podOf({ age: 60, status: { phase: 'Running', conditions, containerStatuses, ...status } });
}

const unready = { status: 'False', lastTransitionTime: ago(5) };
const endOf = (minutes: number, exitCode: number, reason: string) => ({
  terminated: {
    exitCode,
    reason,
    startedAt: ago(minutes + 1),
    finishedAt: ago(minutes),
    containerID: 'containerd://a',
  },
});
const waiting = (reason: string, message = '') => ({
  name: 'main',
  ready: false,
  restartCount: 0,
  state: { waiting: { reason, message } },
  lastState: {},
});
const crashing = (minutes: number) => ({
  ...waiting('CrashLoopBackOff'),
  restartCount: 9,
  lastState: endOf(minutes, 1, 'Error'),
});
const refused = waiting(
  'ImagePullBackOff',
  'Back-off pulling image "r.example/a:1": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "r.example/a:1": failed to resolve reference "r.example/a:1": r.example/a:1: not found',
);
const creating = waiting('ContainerCreating');

describe('node-lost', () => {
  it('fires on a node that is Unknown NodeStatusUnknown', async () => {
    const objects = [...deployment(), settledPod(), nodeReady('Unknown', 'NodeStatusUnknown', 5)];
    expect(answerOf(await diagnoseObjects(objects))).toBe('node-lost proven');
  });
  it('fires on a node that is False KubeletNotReady', async () => {
    const objects = [...deployment(), heldPod(), nodeReady('False', 'KubeletNotReady', 5)];
    const { primary, remedies } = await diagnoseObjects(objects);
    expect(primary).toMatchObject({ cause: 'node-lost', certainty: 'proven' });
    expect(remedies.map(({ why }) => why).join(' ')).not.toContain('silent');
  });
  it('is silent on a pod that takes traffic on a node whose kubelet answers', async () => {
    const unready = [...deployment(), settledPod(), nodeReady('False', 'KubeletNotReady', 5)];
    expect(answerOf(await diagnoseObjects(unready))).toBe('healthy');
  });
  it.each([
    ['a crash since', crashing(2), 'False', 'unknown'],
    ['a crash, where the kubelet is silent', crashing(2), 'Unknown', 'node-lost'],
    ['an end by the node itself', { ...crashing(2), lastState: endOf(2, 255, 'Unknown') }, 'False', 'node-lost'],
    ['an image that is not there', refused, 'False', 'image-not-found'],
    ['a first start that does not happen', creating, 'False', 'node-lost'],
  ])('lets the kubelet of an unready node say what it says of %s', async (_, status, ready, cause) => {
    const pod = heldPod({ containerStatuses: [status] });
    const { primary } = await diagnoseObjects([...deployment(), pod, nodeReady(ready, 'KubeletNotReady', 15)]);
    expect(primary?.cause).toBe(cause);
  });
  it('is not proven of a pod that died again and again before', async () => {
    const lost = heldPod({ containerStatuses: [crashing(6)] });
    const answer = await diagnoseObjects([...deployment(), lost, nodeReady('Unknown', 'NodeStatusUnknown', 5)]);
    expect(answerOf(answer)).toBe('node-lost likely');
    expect(answer.primary?.claims.at(-1)?.text).toContain('`main` had ended 9 times before, the last time at 09:54:00');
  });
  it.each([
    ['is not ready, by the node controller', heldPod(), 'node-lost likely'],
    ['is not ready', heldPod({}, unready), 'node-lost possible'],
    ['is ready', settledPod(), 'healthy'],
    ['has something of its own', heldPod({ containerStatuses: [crashing(2)] }, unready), 'unknown possible'],
  ])('asks of a node that is not among the nodes whether its pod %s', async (_, pod, answer) => {
    const node = nodeReady('True', 'KubeletReady', 600);
    const others = [{ ...node, metadata: { ...node.metadata, name: 'n2' } }];
    const diagnosis = await diagnoseObjects([...deployment(), pod, ...others]);
    expect(answerOf(diagnosis)).toBe(answer);
    if (answer.startsWith('node-lost'))
      expect(plainHeadline(diagnosis.primary?.headline ?? [])).toBe(
        `Pod ${podName} is on node n1, which is not among the nodes`,
      );
  });
  it.each([
    [0.3, 'healthy'],
    [4, 'node-lost possible'],
  ])('waits for the end of a deletion there: overdue for %d minutes', async (minutes, answer) => {
    const pod = heldPod();
    const going = {
      ...pod,
      metadata: { ...pod.metadata, deletionTimestamp: ago(minutes), deletionGracePeriodSeconds: 30 },
    };
    const node = nodeReady('True', 'KubeletReady', 600);
    const others = [{ ...node, metadata: { ...node.metadata, name: 'n2' } }];
    expect(answerOf(await diagnoseObjects([...deployment(), going, ...others]))).toBe(answer);
  });
  it.each([
    [10, 'node-lost'],
    [40, 'unknown'],
  ])('asks whether a container was ready %d minutes ago, when its node was', async (minutes, cause) => {
    const main = { ...runningFor('main', 60), ready: false };
    const pod = heldPod({ containerStatuses: [main] }, { status: 'False', lastTransitionTime: ago(minutes) });
    const { primary } = await diagnoseObjects([...deployment(), pod, nodeReady('False', 'KubeletNotReady', 15)]);
    expect(primary?.cause).toBe(cause);
  });
  it.each([
    ['joins', 1, 'healthy'],
    ['was made five minutes ago', 6, 'node-lost proven'],
  ])('tells a node that %s from one that is lost', async (_, made, answer) => {
    const node = nodeReady('False', 'KubeletNotReady', made);
    const young = { ...node, metadata: { ...node.metadata, creationTimestamp: ago(made) } };
    expect(answerOf(await diagnoseObjects([...deployment(), heldPod(), young]))).toBe(answer);
    const once = nodeReady('False', 'KubeletNotReady', 1);
    const fallen = { ...once, metadata: { ...once.metadata, creationTimestamp: ago(4) } };
    expect(answerOf(await diagnoseObjects([...deployment(), heldPod(), fallen]))).toBe('node-lost proven');
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

describe('a pod whose node cannot be read', () => {
  const notReady = event(`Pod/${podName}`, 'NodeNotReady', 'Node is not ready', { lastTimestamp: ago(5) });

  it('is lost with it where the node controller took it out of traffic', async () => {
    const { primary, ...told } = await diagnoseObjects([...deployment(), heldPod(), notReady]);
    expect(answerOf({ primary, ...told })).toBe('node-lost likely');
    expect(primary && plainHeadline(primary.headline)).toBe(`Node n1 is not ready, and pod ${podName} with it`);
    const shown = await diagnoseObjects([...deployment(), heldPod()]);
    expect(answerOf(shown)).toBe('node-lost possible');
    expect(shown.primary && plainHeadline(shown.primary.headline)).toContain('seems not to be ready');
    const earlier = event(`Pod/${podName}`, 'NodeNotReady', 'Node is not ready', { lastTimestamp: ago(30) });
    expect(answerOf(await diagnoseObjects([...deployment(), heldPod(), earlier]))).toBe('node-lost possible');
  });

  const turned = (since: number, reason = '', gate?: string) => {
    const readinessGates = gate === undefined ? [] : [{ conditionType: 'example.test/balanced' }];
    const conditions = [
      { type: 'ContainersReady', status: 'True', lastTransitionTime: ago(60) },
      { type: 'Ready', status: 'False', reason, lastTransitionTime: ago(since) },
      ...readinessGates.map(({ conditionType: type }) => ({ type, status: gate, lastTransitionTime: ago(since) })),
    ];
    const containerStatuses = [runningFor('main', 60)];
    return podOf({ age: 60, spec: { readinessGates }, status: { phase: 'Running', conditions, containerStatuses } });
  };
  it.each([
    ['a gate that is closed', turned(2, 'ReadinessGatesNotReady'), 'healthy'],
    ['the same, of a pod that was described', turned(2, '', 'False'), 'healthy'],
    ['a gate that is open', turned(2, '', 'True'), 'node-lost possible'],
    ['a moment', turned(0.3), 'healthy'],
  ])('is not lost, or is, after %s', async (_, pod, expected) => {
    expect(answerOf(await diagnoseObjects([...deployment(), pod]))).toBe(expected);
  });

  it('may go with its node, where it is of a DaemonSet', async () => {
    const ownerReferences = [{ kind: 'DaemonSet', name: 'agent', uid: 'uid-DaemonSet-agent', controller: true }];
    const set = { kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'test' }, spec: {}, status: {} };
    const of = async (since: number) => {
      const pod = turned(since);
      const objects = [set, { ...pod, metadata: { ...pod.metadata, ownerReferences } }];
      return answerOf(await diagnoseObjects(objects, { workload: 'DaemonSet/agent' }));
    };
    expect([await of(4), await of(6)]).toEqual(['healthy', 'node-lost possible']);
  });
});

describe('a pod of a DaemonSet on a node that an autoscaler takes away', () => {
  const objects = (silentFor: number, taint: string, kind = 'DaemonSet') => {
    const node = nodeReady('Unknown', 'NodeStatusUnknown', silentFor);
    const pod = settledPod();
    const ownerReferences = [{ kind, name: 'agent', uid: `uid-${kind}-agent`, controller: true }];
    return [
      { kind, metadata: { name: 'agent', namespace: 'test' }, spec: { replicas: 1 }, status: {} },
      { ...pod, metadata: { ...pod.metadata, ownerReferences } },
      { ...node, spec: { taints: [{ key: taint, effect: 'NoSchedule' }] } },
    ];
  };

  it.each([
    [1.2, 'ToBeDeletedByClusterAutoscaler', 'DaemonSet', 'healthy'],
    [1.2, 'karpenter.sh/disrupted', 'DaemonSet', 'healthy'],
    [5.1, 'karpenter.sh/disrupted', 'DaemonSet', 'node-lost proven'],
    [1.2, 'node.kubernetes.io/unreachable', 'DaemonSet', 'node-lost proven'],
    [1.2, 'karpenter.sh/disrupted', 'StatefulSet', 'node-lost proven'],
  ])('goes with it: silent for %d min, %s, %s', async (silentFor, taint, kind, expected) => {
    const workload = `${kind}/agent`;
    expect(answerOf(await diagnoseObjects(objects(silentFor, taint, kind), { workload }))).toBe(expected);
  });
});
