import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, event, nodeReady, podName, podOf, runningFor } from './testing/build';

const lastEnd = { reason: 'OOMKilled', exitCode: 137, startedAt: ago(3), finishedAt: ago(2) };

function status(name: string, restartCount: number, readyNow = false) {
  const state = readyNow
    ? { running: { startedAt: ago(1) } }
    : { waiting: { reason: 'CrashLoopBackOff', message: '' } };
  return { name, ready: readyNow, started: readyNow, restartCount, state, lastState: { terminated: lastEnd } };
}

/** One pod of two containers that died of the same, in the same moment; `main` stands first in its spec. */
async function primaryOf(main: object, other: object) {
  const resources = { limits: { memory: '64Mi' } };
  const containers = ['main', 'other'].map((name) => ({ name, image: 'r.example/app:1', resources }));
  const pod = podOf({ spec: { containers }, status: { phase: 'Running', containerStatuses: [main, other] } });
  const { primary } = await diagnoseObjects([...deployment(), pod]);
  return [primary?.cause, primary?.container?.name];
}

describe('of two containers with the same cause', () => {
  it('the one that is down comes before the one that is up for now', async () => {
    expect(await primaryOf(status('main', 5, true), status('other', 5))).toEqual(['oom-killed-limit', 'other']);
    expect(await primaryOf(status('main', 5), status('other', 5, true))).toEqual(['oom-killed-limit', 'main']);
  });
  it('the one that restarted more comes first, else the first of the spec', async () => {
    expect(await primaryOf(status('main', 5), status('other', 9))).toEqual(['oom-killed-limit', 'other']);
    expect(await primaryOf(status('main', 5), status('other', 5))).toEqual(['oom-killed-limit', 'main']);
  });
});

describe('of two containers that die for reasons of their own', () => {
  const exited = (name: string, restartCount: number, readyNow: boolean) => ({
    ...status(name, restartCount, readyNow),
    lastState: { terminated: { ...lastEnd, exitCode: 1, reason: 'Error' } },
  });
  const causeOf = async (mainUp: boolean, otherUp: boolean, probe: object = {}) => {
    const containers = ['main', 'other'].map((name) => ({ name, image: 'r.example/app:1', ...probe }));
    const containerStatuses = [exited('main', 12, mainUp), exited('other', 9, otherUp)];
    const pod = podOf({ spec: { containers }, status: { phase: 'Running', containerStatuses } });
    const { primary } = await diagnoseObjects([...deployment(), pod], {
      logs: {
        [`${podName}/main`]: { previous: 'ERROR JWT_SECRET is not set\n' },
        [`${podName}/other`]: { previous: 'ERROR DB_PASSWORD is not set\n' },
      },
    });
    return primary?.container?.name;
  };

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('the answer is the same whichever of them runs at that instant: %s, %s', async (mainUp, otherUp) => {
    expect(await causeOf(mainUp, otherUp)).toBe('main');
  });

  it('the one that is known to serve, by its readiness probe, comes last', async () => {
    const probe = { readinessProbe: { httpGet: { path: '/', port: 80 } } };
    expect(await causeOf(true, false, probe)).toBe('other');
    expect(await causeOf(false, true, probe)).toBe('main');
  });
});

describe('a pod that failed before the one that took its place got into trouble', () => {
  const failed = (reason: string, words = 'The node was low on resource: memory.') => {
    const state = { terminated: { exitCode: 137, reason: 'Error', startedAt: ago(60), finishedAt: ago(30) } };
    const pod = podOf({
      age: 60,
      spec: { activeDeadlineSeconds: 600 },
      status: {
        phase: 'Failed',
        reason,
        message: words,
        containerStatuses: [{ name: 'main', restartCount: 0, state }],
      },
    });
    return { ...pod, metadata: { ...pod.metadata, name: 'app-66b7d9c8f-aaaaa' } };
  };
  const logs = { [`${podName}/main`]: { previous: 'ERROR JWT_SECRET is not set\n' } };

  it.each([
    ['Evicted', 'disk-full-or-evicted'],
    ['DeadlineExceeded', 'deadline-exceeded'],
    ['NodeShutdown', 'node-lost'],
  ])('is told beside it: %s', async (reason, cause) => {
    const killed = { ...status('main', 5), lastState: { terminated: { ...lastEnd, exitCode: 1, reason: 'Error' } } };
    const living = podOf({ age: 29, status: { phase: 'Running', containerStatuses: [killed] } });
    const named = await diagnoseObjects([...deployment(), failed(reason), living], { logs });
    expect([named.primary?.cause, named.contributing.map((one) => one.cause)]).toEqual(['missing-env-var', [cause]]);
    const unnamed = await diagnoseObjects([...deployment(), failed(reason), living]);
    expect([unnamed.primary?.cause, unnamed.contributing.map((one) => one.cause)]).toEqual(['unknown', [cause]]);
  });

  it('comes first where the new one only waits for a node', async () => {
    const waits = podOf({ node: null, age: 29, status: { conditions: [{ type: 'PodScheduled', status: 'False' }] } });
    const { primary } = await diagnoseObjects([...deployment(), failed('Evicted'), waits]);
    expect(primary?.cause).toBe('disk-full-or-evicted');
  });

  it('comes first where nothing else is in trouble', async () => {
    const { primary } = await diagnoseObjects([...deployment(), failed('Evicted')]);
    expect(primary?.cause).toBe('disk-full-or-evicted');
  });
});

describe('a pod that cannot go with its node, beside the one that was made in its place', () => {
  const exited = { ...status('main', 5), lastState: { terminated: { ...lastEnd, exitCode: 1, reason: 'Error' } } };
  const creating = { ...status('main', 0), state: { waiting: { reason: 'ContainerCreating' } }, lastState: {} };
  const attach = event(`Pod/${podName}`, 'FailedAttachVolume', 'Multi-Attach error for volume "pvc-1"', {
    source: { component: 'attachdetach-controller' },
  });
  /** Asked to go eight minutes ago. */
  const causesOf = async (main: object, more: { owner?: string; age?: number; replicas?: number } = {}) => {
    const { owner = 'ReplicaSet', age = 8, replicas = 1 } = more;
    const ofOwner = (pod: ReturnType<typeof podOf>, metadata: object) => ({
      ...pod,
      metadata: {
        ...pod.metadata,
        ownerReferences: [{ kind: owner, name: 'app-66b7d9c8f', uid: 'uid-app', controller: true }],
        ...metadata,
      },
    });
    const lost = ofOwner(
      podOf({ age: 90, status: { phase: 'Running', containerStatuses: [runningFor('main', 90)] } }),
      {
        name: 'app-66b7d9c8f-aaaaa',
        deletionTimestamp: ago(7.5),
        deletionGracePeriodSeconds: 30,
      },
    );
    const heir = ofOwner(podOf({ node: 'n2', age, status: { phase: 'Pending', containerStatuses: [main] } }), {});
    const [app, set] = deployment(replicas);
    const owners =
      owner === 'ReplicaSet'
        ? [app, { ...set, metadata: { ...set?.metadata, uid: 'uid-app' } }]
        : [
            {
              kind: owner,
              metadata: { name: 'app-66b7d9c8f', uid: 'uid-app', namespace: 'test' },
              spec: { replicas: 2 },
            },
          ];
    const objects = [...owners, lost, heir, nodeReady('Unknown', 'NodeStatusUnknown', 14), attach];
    const { primary, contributing } = await diagnoseObjects(objects as never, {
      ...(owner === 'ReplicaSet' ? {} : { workload: `${owner}/app-66b7d9c8f` }),
      logs: { [`${podName}/main`]: { previous: 'ERROR JWT_SECRET is not set\n' } },
    });
    return [primary?.cause, ...contributing.map(({ cause }) => cause)];
  };

  it('is told after what that one dies of', async () => {
    expect(await causesOf(exited)).toEqual(['missing-env-var', 'node-lost']);
  });

  it('is told after one that was there before, where that is as many as there should be', async () => {
    expect(await causesOf(exited, { age: 60 })).toEqual(['missing-env-var', 'node-lost']);
  });

  it('comes first where that one has not begun, for what the lost one holds', async () => {
    expect((await causesOf(creating))[0]).toBe('node-lost');
  });

  it('comes first beside one that was there before, or of another name', async () => {
    expect((await causesOf(exited, { age: 60, replicas: 2 }))[0]).toBe('node-lost');
    expect((await causesOf(exited, { owner: 'StatefulSet' }))[0]).toBe('node-lost');
  });
});

describe('where pods of one workload are in trouble for different reasons', () => {
  const named = (pod: ReturnType<typeof podOf>, name: string) => ({ ...pod, metadata: { ...pod.metadata, name } });
  const exited = { ...status('main', 5), lastState: { terminated: { ...lastEnd, exitCode: 1, reason: 'Error' } } };
  const crashing = (name: string) =>
    named(podOf({ status: { phase: 'Running', containerStatuses: [exited] } }), `app-66b7d9c8f-${name}`);
  const pending = (name: string) => {
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: '0/3 nodes are available: 3 Insufficient cpu.',
    };
    return named(podOf({ node: null, status: { conditions: [condition] } }), `app-66b7d9c8f-${name}`);
  };
  const killed = (name: string, readyNow = false) => {
    const resources = { limits: { memory: '64Mi' } };
    const containerStatuses = [status('main', 5, readyNow)];
    return named(
      podOf({ container: { resources }, status: { phase: 'Running', containerStatuses } }),
      `app-66b7d9c8f-${name}`,
    );
  };
  const log = { previous: 'ERROR JWT_SECRET is not set\n' };
  const logs = { 'app-66b7d9c8f-a/main': log, 'app-66b7d9c8f-b/main': log };
  const causesOf = async (...pods: ReturnType<typeof podOf>[]) => {
    const { primary, contributing } = await diagnoseObjects([...deployment(pods.length), ...pods], { logs });
    return [primary?.cause, ...contributing.map(({ cause }) => cause)];
  };

  it('what holds back most of them comes first', async () => {
    const pair = [crashing('a'), crashing('b')];
    expect(await causesOf(...pair, pending('c'))).toEqual(['missing-env-var', 'unschedulable-resources']);
    expect(await causesOf(...pair, killed('c'))).toEqual(['missing-env-var', 'oom-killed-limit']);
  });

  it('with as many of each, what stands in the way earliest', async () => {
    expect(await causesOf(crashing('a'), pending('c'))).toEqual(['unschedulable-resources', 'missing-env-var']);
  });

  it('an error of one of them alone is told beside what the others die of', async () => {
    const panicked = {
      previous: 'panic: ledger out of balance\n\ngoroutine 1 [running]:\nmain.main()\n\t/m.go:1 +0x1\n',
    };
    const pods = [crashing('a'), crashing('b'), crashing('c')];
    const causes = async (last: { previous: string }) => {
      const all = { ...logs, 'app-66b7d9c8f-c/main': last };
      const { primary, contributing } = await diagnoseObjects([...deployment(3), ...pods], { logs: all });
      return [primary, ...contributing].map((one) => [one?.cause, one?.pods.affected]);
    };
    expect(await causes(panicked)).toEqual([
      ['missing-env-var', 2],
      ['app-error-uncaught', 1],
    ]);
    expect(await causes({ previous: log.previous + panicked.previous })).toEqual([['missing-env-var', 3]]);
  });

  it('pods that work for now do not count', async () => {
    const upAgain = [killed('c', true), killed('d', true)];
    expect(await causesOf(crashing('a'), ...upAgain)).toEqual(['missing-env-var', 'oom-killed-limit']);
  });
});

describe('trouble that has no name, beside another that has one', () => {
  const ends = (name: string, restartCount: number) => ({
    ...status(name, restartCount),
    lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: ago(2.2), finishedAt: ago(2) } },
  });
  const resources = { limits: { memory: '64Mi' } };
  const pod = (letter: string, ...statuses: { name: string }[]) => {
    const containers = statuses.map(({ name }) => ({ name, image: 'r.example/app:1', resources }));
    const made = podOf({ age: 60, spec: { containers }, status: { phase: 'Running', containerStatuses: statuses } });
    return { ...made, metadata: { ...made.metadata, name: `app-66b7d9c8f-${letter.repeat(5)}` } };
  };
  const told = async (...pods: ReturnType<typeof pod>[]) => {
    const { primary, contributing } = await diagnoseObjects([...deployment(pods.length), ...pods]);
    const found = [...(primary ? [primary] : []), ...contributing];
    return found.map(({ cause, container, pods: { affected } }) => `${cause} ${container?.name ?? ''} ${affected}`);
  };
  const oom = 'oom-killed-limit main';

  it('comes before what is over', async () => {
    const over = { ...status('main', 1, true), lastState: { terminated: { ...lastEnd, startedAt: ago(900) } } };
    expect(await told(pod('a', over, ends('other', 9)))).toEqual(['unknown other 1', `${oom} 1`]);
    expect(await told(pod('a', over), pod('b', ends('main', 9)), pod('c', ends('main', 9)))).toEqual([
      'unknown main 2',
      `${oom} 1`,
    ]);
  });

  it('comes before it where it holds back more pods, and stands beside it where fewer', async () => {
    const unnamed = ['a', 'b', 'c'].map((letter) => pod(letter, ends('main', 9)));
    const named = ['x', 'y'].map((letter) => pod(letter, status('main', 9)));
    expect(await told(...unnamed, ...named)).toEqual(['unknown main 3', `${oom} 2`]);
    expect(await told(...unnamed.slice(2), ...named)).toEqual([`${oom} 2`, 'unknown main 1']);
  });

  it('is not told of a container whose like in another pod has a name, nor beside one that keeps its pod down', async () => {
    const logs = { 'app-66b7d9c8f-aaaaa/main': { previous: 'ERROR JWT_SECRET is not set\n' } };
    const alike = ['a', 'b', 'c'].map((letter) => pod(letter, ends('main', 9)));
    const { primary, contributing } = await diagnoseObjects([...deployment(3), ...alike], { logs });
    expect([primary?.cause, contributing]).toEqual(['missing-env-var', []]);
    expect(await told(pod('a', status('main', 9), ends('other', 9)))).toEqual([`${oom} 1`]);
  });

  it('is told of a container that fails by itself beside one that has a name', async () => {
    const more = [pod('a', status('main', 2), ends('other', 40)), pod('b', status('main', 2), ends('other', 40))];
    expect(await told(...more)).toEqual([`${oom} 2`, 'unknown other 2']);
    const earlier = { ...lastEnd, startedAt: ago(9), finishedAt: ago(8) };
    const apart = { ...status('main', 9), lastState: { terminated: earlier } };
    expect(await told(pod('a', apart, ends('other', 9)))).toEqual([`${oom} 1`, 'unknown other 1']);
    const refused = {
      name: 'main',
      state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "tok" not found' } },
    };
    expect(await told(pod('a', refused, ends('other', 9)))).toEqual([
      'missing-configmap-or-secret main 1',
      'unknown other 1',
    ]);
  });

  it.each([
    ['is not told of one that calls it in their own pod', 'localhost', []],
    ['is told of one that calls another place', 'redis', ['dependency-unreachable other 1']],
  ])('%s', async (_, host, others) => {
    const refused = {
      name: 'main',
      state: { waiting: { reason: 'CreateContainerConfigError', message: 'secret "tok" not found' } },
    };
    const previous = `Traceback (most recent call last):\n  File "/app/a.py", line 3, in <module>\n    r.ping()\nredis.exceptions.ConnectionError: Error 111 connecting to ${host}:6379. Connection refused.\n`;
    const own = { reason: 'Error', exitCode: 1, startedAt: ago(3), finishedAt: ago(2) };
    const other = { ...status('other', 9), lastState: { terminated: own } };
    const logs = { 'app-66b7d9c8f-aaaaa/other': { previous } };
    const { primary, contributing } = await diagnoseObjects([...deployment(1), pod('a', refused, other)], { logs });
    expect([primary?.cause, primary?.container?.name]).toEqual(['missing-configmap-or-secret', 'main']);
    expect(
      contributing.map(({ cause, container, pods }) => `${cause} ${container?.name ?? ''} ${pods.affected}`),
    ).toEqual(others);
  });

  it('is not told of a container that only waits beside it, or ended once', async () => {
    const creating = { name: 'other', state: { waiting: { reason: 'ContainerCreating' } } };
    expect(await told(pod('a', status('main', 2), creating))).toEqual([`${oom} 1`]);
    const again = { ...ends('other', 9), state: { waiting: { reason: 'ContainerCreating' } } };
    expect(await told(pod('a', status('main', 2), again))).toEqual([`${oom} 1`]);
    expect(await told(pod('a', status('main', 0), ends('other', 1)))).toEqual([`${oom} 1`]);
  });
});

describe('a finding of some pods, or of none that was made, says nothing of the others', () => {
  const loop = (letter: string) => {
    const end = { terminated: { exitCode: 1, reason: 'Error', startedAt: ago(2.1), finishedAt: ago(2) } };
    const made = podOf({
      age: 60,
      status: { phase: 'Running', containerStatuses: [{ ...status('main', 9), lastState: end }] },
    });
    return { ...made, metadata: { ...made.metadata, name: `app-66b7d9c8f-${letter.repeat(5)}` } };
  };
  const causes = async (...objects: Parameters<typeof diagnoseObjects>[0][number][]) => {
    const { primary, contributing } = await diagnoseObjects([...deployment(3), loop('a'), loop('b'), ...objects]);
    const found = [...(primary ? [primary] : []), ...contributing];
    return found.map(({ cause, pods: { affected } }) => `${cause} ${affected}`);
  };

  it('a quota that refuses one more', async () => {
    const words =
      'Error creating: pods "app-x" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=2, limited: pods=2';
    const refusal = event('ReplicaSet/app-66b7d9c8f', 'FailedCreate', words, {
      source: { component: 'replicaset-controller' },
    });
    expect(await causes(refusal)).toEqual(['unknown 2', 'quota-exceeded 0']);
  });

  it('a pod that its kubelet refused', async () => {
    const refused = podOf({
      age: 5,
      status: { phase: 'Failed', reason: 'SysctlForbidden', message: 'forbidden sysctl: "net.core.somaxconn"' },
    });
    expect(await causes({ ...refused, metadata: { ...refused.metadata, name: 'app-66b7d9c8f-zzzzz' } })).toEqual([
      'unknown 2',
      'admission-denied 1',
    ]);
  });
});

describe('the same cause in two pods', () => {
  const pods = ['app-66b7d9c8f-aaaaa', 'app-66b7d9c8f-bbbbb', 'app-66b7d9c8f-ccccc'];
  const told = async (...words: string[]) => {
    const ended = { ...lastEnd, exitCode: 1, reason: 'Error' };
    const objects = words.map((_, i) => {
      const containerStatuses = [{ ...status('main', 5), lastState: { terminated: ended } }];
      const pod = podOf({ age: 30 + i, status: { phase: 'Running', containerStatuses } });
      return { ...pod, metadata: { ...pod.metadata, name: pods[i] ?? '' } };
    });
    const logs = Object.fromEntries(words.map((line, i) => [`${pods[i] ?? ''}/main`, { previous: `${line}\n` }]));
    const { primary, remedies, evidence } = await diagnoseObjects([...deployment(words.length), ...objects], { logs });
    const others = primary?.claims.filter(({ text }) => text.startsWith('In ')) ?? [];
    const quoted = others.flatMap((claim) => claim.evidence.map((n) => JSON.stringify(evidence[n])));
    return { primary, others: others.map(({ text }) => text), quoted: quoted.join(), steps: remedies };
  };
  const refused = (address: string) => `fatal: dial tcp: could not connect to server at ${address}: connection refused`;

  it('tells what it names in the other one, with its words and its steps', async () => {
    const { primary, others, quoted, steps } = await told(refused('redis:6379'), refused('pg:5432'));
    expect(primary).toMatchObject({ cause: 'dependency-unreachable', pods: { affected: 2, of: 2 } });
    expect(JSON.stringify(primary?.headline)).toContain('redis:6379');
    expect(others).toEqual([`In \`${pods[1] ?? ''}\` it is \`pg:5432\`.`]);
    expect(quoted).toContain('pg:5432: connection refused');
    expect(steps.filter(({ id }) => id === 'show-logs')).toHaveLength(2);
  });

  it('tells each name once, and nothing where it is the same', async () => {
    const three = await told(refused('redis:6379'), refused('pg:5432'), refused('pg:5432'));
    expect(three.others).toEqual([`In \`${pods[1] ?? ''}\` and 1 more it is \`pg:5432\`.`]);
    const same = await told(refused('pg:5432'), refused('pg:5432'));
    expect([same.others, same.steps.filter(({ id }) => id === 'show-logs').length]).toEqual([[], 1]);
    expect((await told('fatal: API_KEY is not set', 'fatal: API_URL is not set')).others).toHaveLength(1);
  });

  it('says nothing of one whose words name nothing', async () => {
    expect((await told(refused('pg:5432'), 'fatal: lost at 14:07:12 ECONNRESET')).others).toEqual([]);
  });
});
