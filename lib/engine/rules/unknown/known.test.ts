import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { diagnose } from '../../run';
import { replay, snapshotOf } from '../../scenarios/replay';
import { scenarioSchema } from '../../scenarios/scenario';
import { crashing } from '../../testing/crashing';
import {
  ago,
  asOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  runningFor,
  settledPod,
  terminated,
  unscheduled,
  waiting,
  waitingPod,
} from '../../testing/build';

/** A pod whose deletion deadline was five minutes ago. */
const deleted = (status: Record<string, unknown>, finalizers: string[]) => {
  const pod = podOf({ status: { phase: 'Running', containerStatuses: [{ ...runningFor('main', 60), ...status }] } });
  const metadata = { ...pod.metadata, deletionTimestamp: ago(5), deletionGracePeriodSeconds: 30, finalizers };
  return [...deployment(), { ...pod, metadata }];
};

const saidOf = async (objects: Parameters<typeof diagnoseObjects>[0]) => {
  const { primary, remedies, evidence } = await diagnoseObjects(objects);
  return {
    headline: plainHeadline(primary?.headline ?? []),
    steps: remedies.map(({ id }) => id),
    quoted: JSON.stringify(evidence),
  };
};

describe('what keeps a pod, where no rule explains it', () => {
  const ended = { ready: false, state: terminated(0, 5) };

  it('is its finalizer, once its containers have ended', async () => {
    const { headline, steps, quoted } = await saidOf(deleted(ended, ['example.com/clean-up']));
    expect(headline).toContain(
      'does not go away: it is kept by its finalizer example.com/clean-up, since 09:55:00 UTC',
    );
    expect(steps).toEqual(['describe-pod', 'finalizer-owner']);
    expect(quoted).toContain('"path":"metadata.finalizers"');
  });

  it('is a container that SIGKILL does not end, whatever its finalizers', async () => {
    const failed = event(`Pod/${podName}`, 'FailedKillPod', 'error killing pod: context deadline exceeded');
    const { headline, steps, quoted } = await saidOf([...deleted({}, ['example.com/clean-up']), failed]);
    expect(headline).toContain('should have been gone since 09:55:00 UTC on 20 November 2026, and main still runs');
    expect(steps).toEqual(['describe-pod', 'describe-node']);
    expect(quoted).toContain('error killing pod: context deadline exceeded');
  });

  it('is its kubelet where nothing runs and no finalizer is set', async () => {
    const { headline } = await saidOf(deleted(ended, []));
    expect(headline).toContain('since 09:55:00 UTC on 20 November 2026, and its kubelet has not cleared it away');
  });

  it('is the scheduler that it names, where that has not looked at it', async () => {
    const of = (conditions: unknown[]) => [
      ...deployment(),
      podOf({ node: null, age: 20, spec: { schedulerName: 'volcano' }, status: { conditions } }),
    ];
    const { headline, steps } = await saidOf(of([]));
    expect(headline).toContain('waits for a node: its scheduler volcano has said nothing of it');
    expect(steps).toEqual(['describe-pod', 'scheduler']);
    const seen = await saidOf(of([{ type: 'PodScheduled', status: 'False', lastTransitionTime: ago(20) }]));
    expect(seen.headline).not.toContain('volcano');
  });

  it('is its scheduling gate', async () => {
    const blocked = 'Scheduling is blocked due to non-empty scheduling gates';
    const gated = unscheduled(blocked, 20, { schedulingGates: [{ name: 'example.com/queue' }] });
    expect((await diagnoseObjects(gated)).status).toBe('degraded');
    const { headline, steps } = await saidOf(gated);
    expect(headline).toContain('waits for a node: it is held back by its scheduling gate example.com/queue');
    expect(steps).toEqual(['describe-pod', 'gate-owner']);
  });
});

describe('an end by a signal that nobody announced', () => {
  it.each([
    [137, 'SIGKILL', 'who-sent-sigkill'],
    [143, 'SIGTERM', 'who-sent-sigterm'],
  ])('%i is called %s, and the log that was read is not sent for again', async (code, signal, step) => {
    const { primary, remedies } = await crashing('serving', code);
    expect(primary?.cause).toBe('unknown');
    expect(plainHeadline(primary?.headline ?? [])).toContain(`${code} (${signal})`);
    expect(primary?.claims[0]?.text).toContain(`${code} is ${signal}`);
    expect(remedies.map(({ id }) => id)).toEqual(['describe-pod', step, 'describe-node']);
  });

  it('sends for a log that was not read', async () => {
    expect((await crashing(null, 137)).remedies[0]?.id).toBe('show-logs');
  });

  it('is not said of a code of the program', async () => {
    const { primary, remedies } = await crashing('serving', 3);
    expect(primary?.claims[0]?.text).not.toContain('SIG');
    expect(remedies.map(({ id }) => id)).toEqual(['show-logs', 'describe-pod']);
  });
});

describe('that no probe killed it', () => {
  const probe = { tcpSocket: { port: 80 } };
  const claims = async (container: Record<string, unknown>, minutes: number, unread = false) => {
    const lastState = terminated(3, minutes);
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState });
    const pod = podOf({
      age: 300,
      container: { ...container },
      status: { phase: 'Running', containerStatuses: [main] },
    });
    const expected = { workload: 'Deployment/app', status: 'broken' };
    const told = event(`Pod/${podName}`, 'BackOff', 'Back-off restarting failed container main');
    const objects = [...deployment(), pod, told];
    const snapshot = await snapshotOf(scenarioSchema.parse({ about: 'a test', asOf, objects, expected }));
    const failure = { code: 'denied' as const, message: 'The account may not list events in test.' };
    const { primary, evidence } = diagnose(
      unread ? { ...snapshot, failures: [{ what: 'events in test', failure }] } : snapshot,
    ).diagnosis;
    const isSaid = primary?.claims.some(({ text }) => text === 'No probe kill was announced.');
    const quoted = evidence.flatMap((one) => (one.kind === 'absence' ? [one.text] : []));
    return `${primary?.cause ?? '-'} ${String(isSaid)} ${quoted.join()}`;
  };

  it('is said where it has such a probe, and an event of it would be there', async () => {
    expect(await claims({ livenessProbe: probe }, 2)).toContain('unknown true none of 1 events is Killing');
    expect(await claims({ startupProbe: probe }, 59)).toContain('unknown true');
  });

  it.each([
    ['it has no probe', {}, 2, false],
    ['it has one that kills nothing', { readinessProbe: probe }, 2, false],
    ['the end is older than events are kept', { livenessProbe: probe }, 61, false],
    ['events could not be read', { livenessProbe: probe }, 2, true],
  ])('is not said where %s', async (_, container, minutes, unread) => {
    expect(await claims(container, minutes, unread)).toContain('unknown false');
  });
});

describe('a pod that was ended to make room', () => {
  const message = 'default-scheduler: preempting to accommodate a higher priority pod';

  it.each([
    ['by the kubelet', { reason: 'Preempting', message: 'Preempted in order to admit critical pod' }],
    [
      'by the scheduler',
      { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message }] },
    ],
  ])('%s says so where it is the only one', async (_, status) => {
    const containerStatuses = [{ ...runningFor('main', 60), ready: false, state: terminated(143, 5) }];
    const { headline } = await saidOf([
      ...deployment(),
      podOf({ status: { phase: 'Failed', containerStatuses, ...status } }),
    ]);
    expect(headline).toMatch(/has failed: (?:Preempted in order to admit critical pod|default-scheduler: preempting)/);
  });
});

describe('an init container that runs on and on', () => {
  const running = { ...runningFor('wait', 25), ready: false };
  const main = waiting('main', 'PodInitializing');
  const pod = podOf({
    spec: { initContainers: [{ name: 'wait', image: 'r.example/wait:1' }] },
    status: { initContainerStatuses: [running], containerStatuses: [main] },
  });

  it.each([
    ['', 'and nothing says why'],
    ['copying 40 GB of data\nstep 1 of 9\n', 'and nothing says why'],
    [null, 'and its log could not be read'],
  ])('is said to run, with the log %j', async (current, end) => {
    const logs = current === null ? {} : { [`${podName}/wait`]: { current } };
    const { primary, remedies } = await diagnoseObjects([...deployment(), pod], { logs });
    expect(primary && plainHeadline(primary.headline)).toBe(
      `Init container wait has run since 09:35:00 UTC without coming to an end, ${end}`,
    );
    expect(primary?.claims.map(({ text }) => text).join('\n')).not.toContain('the end;');
    expect(remedies[0]?.command).toMatch(/logs .*-c wait --tail/);
  });
});

describe('a container whose image is being pulled', () => {
  const pulls = (...more: ReturnType<typeof event>[]) => [
    ...waitingPod('ContainerCreating'),
    event(`Pod/${podName}`, 'Pulling', 'Pulling image "r.example/app:1"', { type: 'Normal', lastTimestamp: ago(29) }),
    ...more,
  ];

  it('says so, and nothing of a log that it cannot have', async () => {
    const { primary, evidence } = await diagnoseObjects(pulls());
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container main waits for its image, which the kubelet has been pulling since 09:31:00 UTC',
    );
    expect(primary?.claims.map(({ text }) => text).join('\n')).not.toContain('words');
    expect(JSON.stringify(evidence)).toContain('Pulling image');
  });

  it('waits for something else once it is there', async () => {
    const pulled = event(`Pod/${podName}`, 'Pulled', 'Successfully pulled image "r.example/app:1"', {
      type: 'Normal',
      lastTimestamp: ago(28),
    });
    expect((await saidOf(pulls(pulled))).headline).toContain('waits with ContainerCreating, and nothing says why');
  });
});

describe('a pod for which a node is nominated', () => {
  const nominated = (minutes: number) => {
    const [first, second, pod] = unscheduled('0/2 nodes are available: 2 Insufficient cpu.', minutes);
    return [first, second, pod].flatMap((object) =>
      object?.kind === 'Pod'
        ? [{ ...object, status: { ...Object(object['status']), nominatedNodeName: 'n2' } }]
        : object
          ? [object]
          : [],
    );
  };

  it('is given the grace of the pods that are ended for it', async () => {
    expect((await diagnoseObjects(nominated(1.4))).status).toBe('healthy');
    const { primary } = await diagnoseObjects(nominated(1.6));
    expect(primary?.cause).toBe('unschedulable-resources');
    expect(primary?.claims.map(({ text }) => text).join('\n')).toContain('n2 is nominated for it');
  });
});

describe('a Deployment that no controller looks at', () => {
  const made = (age: number, status: object = {}, spec: object = {}) => ({
    kind: 'Deployment',
    metadata: { name: 'app', namespace: 'test', creationTimestamp: ago(age) },
    spec: { replicas: 1, ...spec },
    status,
  });
  const saidOf = async (one: ReturnType<typeof made>) => {
    const elsewhere = podOf({ status: { phase: 'Running', containerStatuses: [runningFor('main', 60)] } });
    const { primary, status } = await diagnoseObjects([one, { ...elsewhere, metadata: { name: 'other' } }]);
    return primary ? `${status}: ${plainHeadline(primary.headline)}` : status;
  };

  it('is told by the pods that it has not', async () => {
    expect(await saidOf(made(600))).toMatch(/^broken: app has 0 of 1 pods/);
    expect(await saidOf(made(600, { observedGeneration: 1, unavailableReplicas: 1 }))).toMatch(/^broken: app has 0/);
  });

  it.each([
    ['it is just made', made(1)],
    ['it is paused', made(600, {}, { paused: true })],
    ['it wants none', made(600, {}, { replicas: 0 })],
  ])('is no trouble where %s', async (_, one) => {
    expect(await saidOf(one)).toBe('healthy');
  });
});

describe('a Deployment that lacks a pod while the others serve', () => {
  const available = { type: 'Available', status: 'True', lastTransitionTime: ago(600) };
  const counted = { observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, conditions: [available] };
  const saidOfTwo = async (
    { status = {}, set = {}, meta = {} }: { status?: object; set?: object; meta?: object },
    ...others: Parameters<typeof diagnoseObjects>[0]
  ) => {
    const [app, replicaSet] = deployment(2, { ...counted, ...status });
    if (!app || !replicaSet) throw new Error('a Deployment has a ReplicaSet');
    const made = { creationTimestamp: ago(600), generation: 1 };
    const {
      primary,
      status: is,
      remedies,
    } = await diagnoseObjects([
      { ...app, metadata: { ...app.metadata, ...made, ...meta } },
      { ...replicaSet, status: { observedGeneration: 1, replicas: 1, ...set } },
      ...others,
    ]);
    return primary ? `${is}: ${plainHeadline(primary.headline)} (${remedies[0]?.command ?? ''})` : is;
  };

  it('is told by its own counts, with a look at the ReplicaSet', async () => {
    const said = await saidOfTwo({}, settledPod());
    expect(said).toMatch(/^degraded: app has 1 of 2 pods, and nothing says why .*describe replicaset app-66b7d9c8f/);
  });

  const scaled = { manager: 'kubectl', operation: 'Update', time: ago(1), subresource: 'scale' };
  it.each([
    ['was scaled just now', { meta: { managedFields: [scaled] } }],
    ['is not counted yet since its scale was changed', { meta: { generation: 2 } }],
    ['counts all its pods: one was not read', { status: { replicas: 2, updatedReplicas: 2 } }],
    ['has a ReplicaSet that counts them all', { set: { replicas: 2 } }],
    ['is in a rollout that lets one go first', { status: { updatedReplicas: 0 } }],
    ['has said nothing of itself', { status: { conditions: [] } }],
    ['is being deleted', { meta: { deletionTimestamp: ago(3) } }],
  ])('is silent where it %s', async (_, changes) => {
    expect(await saidOfTwo(changes, settledPod())).toBe('healthy');
  });

  it('is looked at again when a change of its scale is old enough', async () => {
    const [app, replicaSet] = deployment(2, counted);
    if (!app || !replicaSet) throw new Error('a Deployment has a ReplicaSet');
    const made = { creationTimestamp: ago(600), generation: 1, managedFields: [scaled] };
    const objects = [
      { ...app, metadata: { ...app.metadata, ...made } },
      { ...replicaSet, status: { observedGeneration: 1, replicas: 1 } },
      settledPod(),
    ];
    const at = async (minutes: number) => {
      const expected = { workload: 'Deployment/app', status: 'degraded' };
      return replay(scenarioSchema.parse({ about: 'a test', asOf: ago(-minutes), objects, expected }));
    };
    expect(await at(0)).toMatchObject({ diagnosis: { status: 'healthy' }, reviewAt: ago(-1) });
    expect(await at(1)).toMatchObject({ diagnosis: { status: 'degraded' } });
  });

  it('is silent where a pod comes or goes', async () => {
    const scaling = event('Deployment/app', 'ScalingReplicaSet', 'Scaled up replica set app-66b7d9c8f from 1 to 2', {
      type: 'Normal',
    });
    expect(await saidOfTwo({}, settledPod(), scaling)).toBe('healthy');
    const status = { phase: 'Running', containerStatuses: [runningFor('main', 1)] };
    expect(await saidOfTwo({}, podOf({ age: 1, status }))).toBe('healthy');
  });
});

describe('a StatefulSet or a DaemonSet whose pods are not made', () => {
  const made = { name: 'db', creationTimestamp: ago(600), generation: 2 };
  const ofSet = (status: Record<string, unknown>, spec: Record<string, unknown> = { replicas: 3 }) => ({
    kind: 'StatefulSet',
    metadata: made,
    spec,
    status: { observedGeneration: 2, ...status },
  });
  const podOfSet = (age: number, ready = true) => {
    const pod = podOf({
      age,
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: ago(age) }],
        containerStatuses: [{ ...runningFor('main', age), ready }],
      },
    });
    const owner = { kind: 'StatefulSet', name: 'db', uid: 'uid-StatefulSet-db', controller: true };
    return { ...pod, metadata: { ...pod.metadata, name: 'db-0', ownerReferences: [owner] } };
  };
  const saidOfSet = async (...objects: Parameters<typeof diagnoseObjects>[0]) => {
    const { primary, status } = await diagnoseObjects(objects, { workload: 'StatefulSet/db' });
    return primary ? `${status}: ${plainHeadline(primary.headline)}` : status;
  };

  it('is told by what it counted itself', async () => {
    const other = ofSet({ replicas: 0 }, { replicas: 0 });
    const elsewhere = podOf({ status: { phase: 'Running', containerStatuses: [runningFor('main', 60)] } });
    expect(await saidOfSet(ofSet({ replicas: 0 }), elsewhere)).toMatch(/^broken: db has 0 of 3 pods/);
    expect(await saidOfSet(ofSet({ replicas: 1 }), podOfSet(60))).toMatch(/^degraded: db has 1 of 3 pods/);
    expect(await saidOfSet(other, elsewhere)).toBe('healthy');
    const set = { kind: 'DaemonSet', metadata: made, spec: {} };
    const counts = { desiredNumberScheduled: 3, currentNumberScheduled: 0, numberReady: 0, observedGeneration: 2 };
    const options = { workload: 'DaemonSet/db' };
    const { primary } = await diagnoseObjects([{ ...set, status: counts }, elsewhere], options);
    expect(plainHeadline(primary?.headline ?? [])).toMatch(/^db has 0 of 3 pods/);
  });

  it.each([
    ['its newest pod is just made', ofSet({ replicas: 1 }), podOfSet(1)],
    ['its newest pod is not ready yet', ofSet({ replicas: 1 }), podOfSet(2.5, false)],
    ['its spec is newer than its counts', ofSet({ replicas: 1, observedGeneration: 1 }), podOfSet(60)],
    [
      'a rollout goes on',
      ofSet({ replicas: 1, currentRevision: 'db-a', updateRevision: 'db-b', updatedReplicas: 1 }),
      podOfSet(60),
    ],
    ['it counts its pods itself', ofSet({ replicas: 3 }), podOfSet(60)],
  ])('is silent while %s', async (_, set, pod) => {
    expect(await saidOfSet(set, pod)).toBe('healthy');
  });
});

it.each(['VolumeResizeFailed', 'FileSystemResizeFailed'])(
  'quotes a resize of a volume that fails while the pod starts: %s',
  async (reason) => {
    const creating = podOf({ age: 1, status: { containerStatuses: [waiting('main', 'ContainerCreating')] } });
    const word = 'MountVolume.Setup failed while expanding volume : resize of device failed';
    const said = event(`Pod/${podName}`, reason, word, { lastTimestamp: ago(0.1) });
    expect((await saidOf([...deployment(), creating, said])).quoted).toContain(word);
  },
);
