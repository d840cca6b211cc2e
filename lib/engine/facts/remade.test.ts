import { expect, it } from 'vitest';
import { plainHeadline } from '../../model/diagnosis';
import type { Scenario } from '../scenarios/scenario';
import { ago, diagnoseObjects, event, runningFor } from '../testing/build';

type RawObject = Scenario['objects'][number];

const daemonSet: RawObject = {
  kind: 'DaemonSet',
  metadata: { name: 'probe', namespace: 'test', creationTimestamp: ago(900) },
  spec: {},
  status: { desiredNumberScheduled: 2, currentNumberScheduled: 2, numberReady: 1 },
};

async function said(...objects: RawObject[]): Promise<string> {
  const { status, primary } = await diagnoseObjects([daemonSet, ...objects], { workload: 'DaemonSet/probe' });
  return primary ? `${primary.cause}: ${plainHeadline(primary.headline)}` : status;
}

const failedOn = (node: string, pod: string, minutes: number) =>
  event(
    'DaemonSet/probe',
    'FailedDaemonPod',
    `Found failed daemon pod test/${pod} on node ${node}, will try to kill it`,
    { metadata: { name: pod }, firstTimestamp: ago(minutes), lastTimestamp: ago(minutes) },
  );
const thrice = ['a', 'b', 'c'].map((pod, n) => failedOn('n1', pod, 4 - n));
const remade = (nodeName: string, minutes: number): RawObject => ({
  kind: 'Pod',
  metadata: {
    name: 'probe-new',
    creationTimestamp: ago(minutes),
    ownerReferences: [{ kind: 'DaemonSet', name: 'probe', uid: 'uid-DaemonSet-probe', controller: true }],
  },
  spec: { nodeName, containers: [{ name: 'main', image: 'r.example/probe:1' }] },
  status: { phase: 'Running', containerStatuses: [{ ...runningFor('main', 0.3), ready: false }] },
});

it('is told of one node, whatever the names of its pods, and not of several that went down once', async () => {
  expect(await said(...thrice)).toMatch(/unknown: .*test\/c on node n1/);
  const nodes = ['n1', 'n2', 'n3', 'n4'].map((node, n) => failedOn(node, `p${n}`, 4 - n));
  expect(await said(...nodes)).toBe('healthy');
  // A newer word of another node does not hide it.
  expect(await said(...thrice, failedOn('n2', 'd', 1))).toMatch(/on node n1/);
});

it('ends with the pod that runs anew on that node, and on no other', async () => {
  expect(await said(...thrice, remade('n1', 0.5))).toBe('healthy');
  expect(await said(...thrice, remade('n2', 0.5))).toMatch(/on node n1/);
  // One that was there before is not what was made in its place.
  expect(await said(...thrice, remade('n1', 60))).toMatch(/on node n1/);
});

it('counts what was gathered of many nodes for one only where no other is named', async () => {
  const gathered = event(
    'DaemonSet/probe',
    'FailedDaemonPod',
    '(combined from similar events): Found failed daemon pod test/probe-x on node n1, will try to kill it',
    { count: 12 },
  );
  expect(await said(gathered)).toMatch(/unknown:/);
  expect(await said(failedOn('n1', 'a', 30), gathered)).toMatch(/unknown/);
  expect(await said(failedOn('n2', 'a', 30), gathered)).toBe('healthy');
});
