import { describe, expect, it } from 'vitest';
import { diagnose } from '../../run';
import { replay, snapshotOf } from '../../scenarios/replay';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  nodeReady,
  podName,
  podOf,
  terminated,
  waiting,
} from '../../testing/build';
import { diagnosisOf, readScenario, saysOf } from '../../testing/play';

type Fields = Record<string, unknown>;

describe('oom-killed-limit', () => {
  it('fires', async () => {
    expect(await saysOf('oom-killed-limit.fires', 'oom-killed-limit')).toMatch(/^proven: .*256Mi/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('oom-killed-limit.near-miss-sticky', 'oom-killed-limit')).toBeNull();
  });

  it('needs no log', async () => {
    expect(await saysOf('oom-killed-limit.fires', 'oom-killed-limit', { log: 'cache warmed' })).toMatch(/^proven/);
  });

  it.each([
    ['worker 7 killed, restarting worker', 'likely'],
    ['child process 12 got SIGKILL', 'likely'],
    ['process started; old sessions dropped', 'proven'],
  ])('is no proof beside words of a killed child: %s', async (log, certainty) => {
    const logs = { 'cart-7d9c-x2x9k/app': { previous: `starting\n${log}\nserving\n` } };
    const { primary } = (await replay({ ...readScenario('oom-killed-limit.fires'), logs })).diagnosis;
    expect(primary).toMatchObject({ cause: 'oom-killed-limit', certainty });
  });

  it('claims nothing about kills where no event of the pod is left', async () => {
    const claims = async (...without: Parameters<typeof diagnosisOf>[1][]) =>
      JSON.stringify((await diagnosisOf('oom-killed-limit.fires', ...without)).primary?.claims);
    expect(await claims()).toContain('No event that is left says that the kubelet killed it');
    expect(await claims({ event: 'BackOff' })).not.toContain('says that the kubelet killed it');
  });

  it('draws nothing from a missing Killing event, and rules no probe out beside enough misses', async () => {
    const lastState = terminated(137, 2, { reason: 'OOMKilled' });
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 9, lastState });
    const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 10, failureThreshold: 3 };
    const container = { resources: { limits: { memory: '256Mi' } }, livenessProbe: probe };
    const told = async (count: number) => {
      const fieldPath = 'spec.containers{main}';
      const misses = event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: Get "http://10.0.0.9:80/": EOF', {
        involvedObject: { kind: 'Pod', name: podName, fieldPath },
        lastTimestamp: ago(2.5),
        count,
      });
      const pod = podOf({ container, status: { containerStatuses: [main] } });
      const { primary, ruledOut } = await diagnoseObjects([...deployment(), pod, misses]);
      expect(primary?.cause).toBe('oom-killed-limit');
      expect(JSON.stringify(primary?.claims)).not.toContain('so no probe');
      return ruledOut.map(({ cause }) => cause);
    };
    expect(await told(1)).toContain('liveness-probe-failing');
    expect(await told(27)).not.toContain('liveness-probe-failing');
  });

  it.each([
    ['a whole grace before it, as a kill that was lost would leave it', 2.5, 'likely'],
    ['too short before it for the grace', 2.1, 'proven'],
    ['long before it', 12, 'proven'],
  ])('is judged beside enough misses of a probe %s', async (_, minutes, certainty) => {
    const lastState = terminated(137, 2, { reason: 'OOMKilled', startedAt: ago(20) });
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 9, lastState });
    const container = {
      resources: { limits: { memory: '256Mi' } },
      livenessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 10, failureThreshold: 3 },
    };
    const misses = event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: Get "http://10.0.0.9:80/": EOF', {
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      lastTimestamp: ago(minutes),
      count: 27,
    });
    const pod = podOf({ container, status: { containerStatuses: [main] } });
    const logs = { [`${podName}/main`]: { previous: 'cache warmed' } };
    const { primary } = await diagnoseObjects([...deployment(), pod, misses], { logs });
    expect(primary).toMatchObject({ cause: 'oom-killed-limit', certainty });
    expect(JSON.stringify(primary?.claims).includes('may be lost')).toBe(certainty === 'likely');
  });

  it('does not rule the node out by events about it that were not read', async () => {
    const snapshot = await snapshotOf(readScenario('oom-killed-node.near-miss'));
    const ruledOut = (nodeEventsRead: boolean) =>
      diagnose({ ...snapshot, nodeEventsRead }).diagnosis.ruledOut.map(({ cause }) => cause);
    expect(ruledOut(true)).toContain('oom-killed-node');
    expect(ruledOut(false)).not.toContain('oom-killed-node');
  });

  it('proves nothing where no log was read: a child may have died', async () => {
    const unread = { ...readScenario('oom-killed-limit.fires'), logs: {} };
    expect((await replay(unread)).diagnosis.primary).toMatchObject({ cause: 'oom-killed-limit', certainty: 'likely' });
  });

  it.each(['oom-killed-limit.fires', 'oom-killed-node.near-miss'])(
    'proves nothing where events about the node were not read, with its object or without: %s',
    async (name) => {
      const snapshot = await snapshotOf(readScenario(name));
      const answer = (nodeEventsRead: boolean) => {
        const { primary, remedies } = diagnose({ ...snapshot, nodeEventsRead }).diagnosis;
        return [primary?.certainty, remedies.some(({ id }) => id === 'describe-node')];
      };
      expect(answer(true)).toEqual(['proven', false]);
      expect(answer(false)).toEqual(['likely', true]);
    },
  );

  it.each([
    ['proven', 'within the hour', 55, null],
    ['likely', 'hours ago', 240, null],
    ['likely', 'hours ago, beside events of since then only', 240, 200],
    ['proven', 'hours ago, beside an event from before that is kept', 240, 250],
  ])('is %s of a Job that it ended %s: events are kept for an hour', async (certainty, _when, endedAgo, saidAgo) => {
    const job = {
      kind: 'Job',
      metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(300) },
      spec: { backoffLimit: 0 },
      status: {
        failed: 1,
        conditions: [
          { type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', lastTransitionTime: ago(endedAgo) },
        ],
      },
    };
    const state = terminated(137, endedAgo, { reason: 'OOMKilled' });
    const pod = {
      kind: 'Pod',
      metadata: {
        name: 'load-aaaaa',
        creationTimestamp: ago(300),
        ownerReferences: [{ kind: 'Job', name: 'load', uid: 'uid-Job-load', controller: true }],
      },
      spec: {
        nodeName: 'n1',
        restartPolicy: 'Never',
        containers: [{ name: 'main', image: 'r.example/load:1', resources: { limits: { memory: '256Mi' } } }],
      },
      status: { phase: 'Failed', containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state }] },
    };
    const said = { type: 'Normal', lastTimestamp: ago(saidAgo ?? 0) };
    const events = saidAgo === null ? [] : [event('Node/n1', 'RegisteredNode', 'Node n1 event', said)];
    const { primary, ruledOut } = await diagnoseObjects([job, pod, nodeReady('True', 'KubeletReady', 900), ...events], {
      workload: 'Job/load',
      logs: { 'load-aaaaa/main': { current: 'cache warmed' } },
    });
    expect(primary).toMatchObject({ cause: 'oom-killed-limit', certainty });
    expect(ruledOut.some(({ cause }) => cause === 'oom-killed-node')).toBe(certainty === 'proven');
    expect(JSON.stringify(primary?.claims).includes('no longer kept')).toBe(certainty === 'likely');
  });

  it.each([
    [
      'Rebooted',
      'Node/n1',
      'Node n1 has been rebooted, boot id: 7',
      ['show-logs', 'describe-node', 'set-memory-limit'],
    ],
    ['SandboxChanged', `Pod/${podName}`, 'Pod sandbox changed', ['show-logs', 'describe-pod', 'set-memory-limit']],
    ['BackOff', `Pod/${podName}`, 'Back-off restarting failed container main', ['show-logs', 'set-memory-limit']],
  ])('has looked at first what may have ended it instead: %s', async (reason, about, message, steps) => {
    const lastState = terminated(137, 2, { reason: 'OOMKilled' });
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 9, lastState });
    const pod = podOf({
      container: { resources: { limits: { memory: '256Mi' } } },
      status: { phase: 'Running', containerStatuses: [main] },
    });
    const node = nodeReady('True', 'KubeletReady', 300);
    const told = event(about, reason, message, { lastTimestamp: ago(1.9), source: { component: 'kubelet' } });
    const { primary, remedies } = await diagnoseObjects([...deployment(), pod, node, told]);
    expect(primary?.cause).toBe('oom-killed-limit');
    expect(remedies.map(({ id }) => id)).toEqual(steps);
    const doubts = JSON.stringify(primary?.claims).includes('more memory changes nothing');
    const why = remedies.find(({ id }) => id === 'set-memory-limit')?.why;
    expect(why?.includes('and nothing else ended it')).toBe(doubts);
    expect(doubts).toBe(reason !== 'BackOff');
  });

  describe('where the runtime says Error, and the kernel killed for the limit of a cgroup', () => {
    const lastState = terminated(137, 2, { reason: 'Error' });
    const crashing = (name: string) => waiting(name, 'CrashLoopBackOff', 'back-off', { restartCount: 9, lastState });
    const killed = (process: string, more: Fields = {}) =>
      event('Node/n1', 'OOMKilling', `Memory cgroup out of memory: Killed process 71 (${process}) total-vm:9kB`, {
        lastTimestamp: ago(2),
        source: { component: 'kernel-monitor', host: 'n1' },
        ...more,
      });
    const answer = async (kernel: ReturnType<typeof killed>, container: Fields = {}, beside: Fields[] = []) => {
      const main = { name: 'main', image: 'r.example/app:1', resources: { limits: { memory: '256Mi' } }, ...container };
      const pod = podOf({
        spec: { containers: [main, ...beside] },
        status: {
          phase: 'Running',
          containerStatuses: ['main', ...beside.map(({ name }) => String(name))].map(crashing),
        },
      });
      return diagnoseObjects([...deployment(), pod, nodeReady('True', 'KubeletReady', 300), kernel]);
    };

    it('is likely, and quotes the kernel', async () => {
      const { primary, evidence } = await answer(killed('app'));
      expect(primary).toMatchObject({ cause: 'oom-killed-limit', certainty: 'likely' });
      expect(JSON.stringify(evidence)).toContain('Killed process 71 (app)');
    });

    const held = (kb: number) =>
      killed('app', {
        message: `Memory cgroup out of memory: Killed process 71 (app) total-vm:900000kB, anon-rss:${kb}kB, file-rss:0kB`,
      });

    it('is likely where the kernel counted a little more than the limit', async () => {
      expect(answerOf(await answer(held(264_000)))).toBe('oom-killed-limit likely');
    });

    it.each([
      ['a process that held more than its limit allows', held(1_040_000), {}, []],
      ['a process of another name', killed('ffmpeg'), {}, []],
      ['one of ten seconds before', killed('app', { lastTimestamp: ago(2.2) }), {}, []],
      ['one for the whole node’s memory', killed('app', { message: 'Killed process 71 (app) total-vm:9kB' }), {}, []],
      ['one of a container without a limit', killed('app'), { resources: {} }, []],
      ['one that another container’s may be', killed('app'), {}, [{ name: 'app', image: 'r.example/app:1' }]],
    ])('is silent on %s', async (_, kernel, container, beside) => {
      const { primary, contributing } = await answer(kernel, container, beside);
      expect([primary, ...contributing].map((each) => each?.cause)).not.toContain('oom-killed-limit');
    });
  });

  it('says why it is not proven where its node was short of memory', async () => {
    const { primary, evidence, remedies } = await diagnosisOf('oom-killed-node.near-miss-pressure');
    expect(remedies.map(({ id }) => id)).toEqual(['show-logs', 'describe-node', 'set-memory-limit']);
    expect(primary).toMatchObject({ cause: 'oom-killed-limit', certainty: 'likely' });
    expect(JSON.stringify(primary?.claims)).toContain('Its node was short of memory about then');
    expect(JSON.stringify(evidence)).toMatch(/MemoryPressure|memory/);
  });

  it('takes what the runtime says of a start, not what it quotes of the command', async () => {
    const startOf = async (message: string) => {
      const lastState = terminated(128, 2, { reason: 'StartError', message, startedAt: '1970-01-01T00:00:00Z' });
      const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState });
      const container = { resources: { limits: { memory: '4Mi' } } };
      return answerOf(
        await diagnoseObjects([...deployment(), podOf({ container, status: { containerStatuses: [main] } })]),
      );
    };
    const oom = 'container init was OOM-killed (memory limit too low?)';
    expect(await startOf(`unable to start container process: ${oom}: unknown`)).toBe('oom-killed-limit proven');
    expect(await startOf(`exec: "${oom}": executable file not found in $PATH: unknown`)).toBe(
      'command-not-found proven',
    );
  });

  describe('of a start, and of a limit that the node may not have', () => {
    const oom = 'container init was OOM-killed (memory limit too low?): unknown';
    const guess = 'reading from init failed (possibly OOM-killed): unknown';
    const start = (message: string) =>
      terminated(128, 2, { reason: 'StartError', message, startedAt: '1970-01-01T00:00:00Z' });
    const answerFor = async (lastState: Fields, memory: string, victim?: string, capacity = {}, allocatable = {}) => {
      const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState });
      const container = { command: ['java'], resources: { limits: { memory } } };
      const conditions = [{ type: 'Ready', status: 'True', reason: 'r', lastTransitionTime: ago(60) }];
      const node = { kind: 'Node', metadata: { name: 'n1' }, spec: {}, status: { conditions, capacity, allocatable } };
      const told = `System OOM encountered, victim process: ${victim ?? ''}, pid: 4711`;
      const events = victim === undefined ? [] : [event('Node/n1', 'SystemOOM', told, { lastTimestamp: ago(2) })];
      const objects = [...deployment(), podOf({ container, status: { containerStatuses: [main] } }), node, ...events];
      const diagnosis = await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { previous: 'warm\n' } } });
      return { answer: answerOf(diagnosis), out: diagnosis.ruledOut.map(({ cause }) => cause) };
    };

    // CRI-O keeps no dead instance, and passes on a log line of runc (signals §1.4, §1.6).
    const crio = (words: string) =>
      `container create failed: time="2026-11-20T09:58:00Z" level=error msg="runc create failed: unable to start container process: ${words}"`;
    const refused = (message: string, memory: object, reason = 'CreateContainerError', lastState = {}) =>
      diagnoseObjects([
        ...deployment(),
        podOf({
          container: { resources: memory },
          status: { containerStatuses: [waiting('main', reason, message, { lastState })] },
        }),
        event(`Pod/${podName}`, 'Failed', `Error: ${message}`),
      ]);
    const tight = { limits: { memory: '4Mi' } };

    it.each([
      [crio('container init was OOM-killed (memory limit too low?)'), tight, 'oom-killed-limit proven'],
      [crio('reading from init failed (possibly OOM-killed)'), tight, 'oom-killed-limit likely'],
      [crio('container init was OOM-killed (memory limit too low?)'), {}, 'oom-killed-node likely'],
      [
        crio('exec: \\"(possibly OOM-killed)\\": executable file not found in $PATH'),
        tight,
        'command-not-found proven',
      ],
      [crio('seccomp is broken'), tight, 'container-runtime-error proven'],
    ])('is told where no dead instance is left: %s', async (message, memory, expected) => {
      const diagnosis = await refused(message, memory);
      expect(answerOf(diagnosis)).toBe(expected);
      expect(JSON.stringify(diagnosis.primary?.claims)).not.toContain('The last run');
    });

    it('is told before the dead instance is there, and whatever the run before it died of', async () => {
      const words = `failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${oom}`;
      const before = terminated(1, 20);
      expect(answerOf(await refused(words, tight, 'RunContainerError'))).toBe('oom-killed-limit proven');
      expect(answerOf(await refused(words, tight, 'RunContainerError', before))).toBe('oom-killed-limit proven');
    });

    it.each([
      ['the runtime counted the kill', oom, undefined, 'oom-killed-limit proven'],
      ['the runtime only guesses', guess, undefined, 'oom-killed-limit likely'],
      ['the node killed what starts a container', oom, 'runc:[2:INIT]', 'oom-killed-node likely'],
      ['the node killed another', oom, 'java', 'oom-killed-limit likely'],
    ])('is told of a start where %s', async (_, message, victim, expected) => {
      expect((await answerFor(start(message), '4Gi', victim)).answer).toBe(expected);
    });

    it.each([
      ['32Gi', 'oom-killed-limit proven'],
      ['16Gi', 'oom-killed-node likely'],
      ['8Gi', 'oom-killed-node likely'],
    ])('cannot be a limit of 16Gi on a node of %s that does not have it', async (memory, expected) => {
      const { answer, out } = await answerFor(terminated(137, 2, { reason: 'OOMKilled' }), '16Gi', undefined, {
        memory,
      });
      expect(answer).toBe(expected);
      expect(out.includes('oom-killed-limit')).toBe(memory !== '32Gi');
    });

    it.each([
      ['15Gi', 'oom-killed-node likely'],
      ['16Gi', 'oom-killed-limit proven'],
    ])(
      'is no bound of its own at 16Gi on a node that leaves %s to pods, and is not ruled out',
      async (memory, expected) => {
        const { answer, out } = await answerFor(
          terminated(137, 2, { reason: 'OOMKilled' }),
          '16Gi',
          undefined,
          { memory: '17Gi' },
          { memory },
        );
        expect(answer).toBe(expected);
        expect(out).not.toContain('oom-killed-limit');
      },
    );
  });
});
