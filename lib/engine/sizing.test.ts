import { describe, expect, it } from 'vitest';
import type { Remedy } from '../model/diagnosis';
import type { MetricId } from '../model/metrics';
import { createWorkloadView, type ContainerView, type WorkloadView } from './facts/views';
import { sizedHeap } from './heap-flags';
import { snapshotOf } from './scenarios/replay';
import { scenarioSchema, type Scenario } from './scenarios/scenario';
import {
  roundUpBytes,
  roundUpCpu,
  sizedCpu,
  sizedGrace,
  sizedMemory,
  sizedPreStop,
  sizedTimeout,
  slowestReady,
} from './sizing';
import { loweredRequests, raisedRequests } from './sizing-requests';
import { asOf, deployment, event, podName, podOf, runningFor } from './testing/build';
import { sizedWorkers } from './worker-counts';

const mi = 1024 ** 2;
const now = Date.parse(asOf) / 1000;
type Metric = Scenario['metrics'][number];
type Size = (view: WorkloadView, container: ContainerView) => Remedy | null;

function metric(id: MetricId, values: readonly number[], detail: string | null = null): Metric {
  const points = values.map((value, i): [number, number] => [now - 60 * (values.length - 1 - i), value]);
  return { id, pod: podName, container: 'main', detail, unit: 'count', query: `${id}{}`, points };
}

/** What a size makes of one running pod with such a container, its pod's spec and its metrics. */
async function sized(
  size: Size,
  container: Record<string, unknown>,
  metrics: readonly Metric[] = [],
  spec: Record<string, unknown> = {},
  objects: Scenario['objects'] = [],
  inForce: Record<string, unknown> = {},
): Promise<Remedy | null> {
  const status = { phase: 'Running', containerStatuses: [{ ...runningFor('main', 200), ...inForce }] };
  const scenario = scenarioSchema.parse({
    about: 'a test',
    asOf,
    objects: [...deployment(), podOf({ status, spec, container, age: 200 }), ...objects],
    metrics,
    expected: { workload: 'Deployment/app', status: 'healthy' },
  });
  const view = createWorkloadView(await snapshotOf(scenario));
  const main = view.pods[0]?.containers.find(({ name }) => name === 'main');
  if (!main) throw new Error('no container main');
  return size(view, main);
}
const limits = (memory: string, cpu?: string) => ({ resources: { limits: { memory, ...(cpu ? { cpu } : {}) } } });

describe('round numbers', () => {
  it.each([
    [100.2 * mi, 101 * mi],
    [625 * mi, 632 * mi],
    [1500 * mi, 1504 * mi],
  ])('%d bytes → %d', (bytes, to) => {
    expect(roundUpBytes(bytes)).toBe(to);
    expect(to / bytes).toBeLessThan(1.05);
  });
  it.each([
    [0.5, 0.5],
    [0.5004, 0.5],
    [0.505, 0.52],
    [0.19, 0.19],
    [1.01, 1.05],
  ])('%d cores → %d', (cores, to) => {
    expect(roundUpCpu(cores)).toBe(to);
  });
});

describe('heap flags', () => {
  it.each([
    ['a JVM by its image', { image: 'eclipse-temurin:21', ...limits('1Gi') }, 'Set -Xmx768m', '1Gi × 0.75 = 768Mi'],
    [
      'a JVM by its variable',
      { image: 'shop/app:1', env: [{ name: 'JAVA_TOOL_OPTIONS', value: '-Xmx4g' }], ...limits('512Mi') },
      'Set -Xmx384m',
      '512Mi × 0.75 = 384Mi',
    ],
    [
      'Node.js by its command',
      { command: ['node', 'server.js'], ...limits('512Mi') },
      'Set --max-old-space-size=384',
      '512Mi × 0.75 = 384Mi',
    ],
    [
      'Go by its variable',
      { env: [{ name: 'GOGC', value: '100' }], ...limits('200Mi') },
      'Set GOMEMLIMIT=180MiB',
      '200Mi × 0.9 = 180Mi',
    ],
  ])('%s', async (_, container, title, arithmetic) => {
    expect(await sized(sizedHeap, container)).toMatchObject({ title, arithmetic });
  });
  it('Go by what it exports', async () => {
    const goroutines = [metric('goroutines', [8, 9])];
    expect(await sized(sizedHeap, limits('100Mi'), goroutines)).toMatchObject({ title: 'Set GOMEMLIMIT=90MiB' });
  });
  it('none without a limit, and none for a runtime that is not seen', async () => {
    expect(await sized(sizedHeap, { image: 'eclipse-temurin:21' })).toBeNull();
    expect(await sized(sizedHeap, limits('512Mi'))).toBeNull();
  });
});

describe('the memory limit in force, where it is not that of the spec', () => {
  const jvm = { image: 'eclipse-temurin:21', ...limits('1Gi') };
  const puma = { image: 'shop/puma:1', env: [{ name: 'WEB_CONCURRENCY', value: '8' }] };
  const used = [metric('memory-working-set', [1024 * mi])];
  const ofPod = { resources: { limits: { memory: '512Mi' } } };

  it('sizes a heap and workers after a resize in place', async () => {
    expect((await sized(sizedHeap, jvm, [], {}, [], limits('512Mi')))?.arithmetic).toBe('512Mi × 0.75 = 384Mi');
    const remedy = await sized(sizedWorkers, { ...puma, ...limits('4Gi') }, used, {}, [], limits('512Mi'));
    expect(remedy?.arithmetic).toContain('0.9 × 512Mi ÷ 128Mi = 3');
  });
  it('is that of the pod, of which a heap may have its share only where it is alone', async () => {
    const { image } = jvm;
    expect((await sized(sizedHeap, { image }, [], ofPod))?.arithmetic).toBe('512Mi × 0.75 = 384Mi');
    const mesh = { name: 'mesh', image: 'r.example/mesh:1' };
    const init = { ...ofPod, initContainers: [mesh] };
    expect((await sized(sizedHeap, { image }, [], init))?.arithmetic).toBe('512Mi × 0.75 = 384Mi');
    const sidecar = { ...ofPod, initContainers: [{ ...mesh, restartPolicy: 'Always' }] };
    expect(await sized(sizedHeap, { image }, [], sidecar)).toBeNull();
    expect((await sized(sizedWorkers, puma, used, sidecar))?.arithmetic).toContain('0.9 × 512Mi ÷ 128Mi = 3');
  });
});

describe('a limit sized by measured memory', () => {
  it('leaves room above the heap that the flags allow', async () => {
    const level = [metric('memory-working-set', Array<number>(120).fill(400 * mi))];
    const limitOf = (view: WorkloadView, container: ContainerView) =>
      sizedMemory(view, container, { text: '512Mi', bytes: 512 * mi });
    const told = async (value: string) => {
      const container = { env: [{ name: 'JAVA_TOOL_OPTIONS', value }], ...limits('512Mi') };
      return (await sized(limitOf, container, level))?.arithmetic;
    };
    expect(await told('-Xmx300m')).toBe('highest peak 400Mi × 1.25 = 500Mi, rounded up to 504Mi');
    expect(await told('-Xmx1024m')).toBe('heap of 1024 MiB (-Xmx1024m) ÷ 0.75 = 1.3Gi, rounded up to 1376Mi');
  });
});

describe('a liveness timeout', () => {
  const probe = (timeoutSeconds: number) => ({
    livenessProbe: { httpGet: { path: '/', port: 80 }, timeoutSeconds, periodSeconds: 10, failureThreshold: 3 },
  });
  const slow = [metric('probe-duration', [0.3, 1.2, 0.4], 'liveness')];
  const failed = (answer: string) => [
    event(`Pod/${podName}`, 'Unhealthy', `Liveness probe failed: ${answer}`, {
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
    }),
  ];
  const late = failed('Get "http://10.0.0.1:80/": context deadline exceeded (Client.Timeout exceeded)');
  it('of twice what its own answers took, of which none takes longer than the timeout', async () => {
    const remedy = await sized(sizedTimeout, probe(2), slow, {}, late);
    expect(remedy?.arithmetic).toBe('2 × 1.2 s (99th percentile) = 3 s');
    expect(remedy?.patch).toContain('timeoutSeconds: 3');
    const cut = await sized(sizedTimeout, probe(1), [metric('probe-duration', [2.48], 'liveness')], {}, late);
    expect(cut?.arithmetic).toBe('2 × 1.0 s (99th percentile) = 2 s');
  });
  it('none where it waits long enough, or of another probe', async () => {
    expect(await sized(sizedTimeout, probe(3), slow, {}, late)).toBeNull();
    expect(await sized(sizedTimeout, probe(1), [metric('probe-duration', [9], 'readiness')], {}, late)).toBeNull();
  });
  it('none where the probe is answered: more time changes no answer', async () => {
    const answered = failed('HTTP probe failed with statuscode: 503');
    expect(await sized(sizedTimeout, probe(1), slow, {}, answered)).toBeNull();
    expect(await sized(sizedTimeout, probe(1), slow)).toBeNull();
  });
});

describe('the end of a pod', () => {
  const requests = (seconds: number) => [metric('http-latency', [0.2, seconds], 'p99')];
  it('takes a grace period of the hook and twice the longest request', async () => {
    const remedy = await sized(sizedGrace, {}, requests(14), { terminationGracePeriodSeconds: 30 });
    expect(remedy?.arithmetic).toBe('preStop 5 s + 2 × 14.0 s (99th percentile) = 33 s');
    expect(remedy?.patch).toContain('terminationGracePeriodSeconds: 33');
    expect(await sized(sizedGrace, {}, requests(12), { terminationGracePeriodSeconds: 30 })).toBeNull();
  });
  it('sleeps before SIGTERM until the longest request is done', async () => {
    const short = await sized(sizedPreStop, {}, requests(2.4));
    expect(short?.arithmetic).toBe('5 s until no new request comes + 2.4 s (99th percentile), rounded up = 8 s');
    expect(short?.patch).toMatch(/preStop:\s+sleep:\s+seconds: 8/);
    expect(short?.patch).not.toContain('terminationGracePeriodSeconds');
    const long = await sized(sizedPreStop, {}, requests(20));
    expect(long?.patch).toContain('terminationGracePeriodSeconds: 55');
  });
  it('has its own hook already, or nobody measured a request', async () => {
    const hook = { lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } } };
    expect(await sized(sizedPreStop, hook, requests(2))).toBeNull();
    expect(await sized(sizedPreStop, {})).toBeNull();
  });
});

describe('requests', () => {
  const peaks = [metric('memory-peak', [470 * mi]), metric('cpu-peak', [0.19])];
  const asks = (memory: string, cpu: string) => ({ resources: { requests: { memory, cpu } } });
  const raise: Size = (view, container) => raisedRequests(view, container, 'request-memory', ['memory']);
  const lower: Size = (view, container) => loweredRequests(view, container, 'lower-requests');

  it('cover what was used', async () => {
    const remedy = await sized(raise, asks('64Mi', '1'), peaks);
    expect(remedy?.title).toBe('Ask for what main uses: memory 64Mi → 472Mi');
    expect(remedy?.arithmetic).toBe('highest memory in 7 days 470Mi, rounded up = 472Mi');
    expect(remedy?.patch).toContain('memory: 472Mi');
    expect(await sized(raise, {}, peaks)).not.toBeNull();
  });
  it('never pass the limit, which the API server would refuse', async () => {
    expect((await sized(raise, limits('471Mi'), peaks))?.patch).toContain('memory: 471Mi');
  });
  it('go down to what was used, where a third more was asked for', async () => {
    const remedy = await sized(lower, asks('2Gi', '2'), peaks);
    expect(remedy?.arithmetic).toBe(
      'highest memory in 7 days 470Mi, rounded up = 472Mi; highest five-minute mean of CPU in 7 days 190m, rounded up = 190m',
    );
    expect(await sized(lower, asks('500Mi', '200m'), peaks)).toBeNull();
  });
  it('stay as they are where nothing was measured', async () => {
    expect(await sized(raise, asks('64Mi', '1'))).toBeNull();
    expect(await sized(lower, asks('2Gi', '2'))).toBeNull();
  });
});

describe('worker counts', () => {
  const used = (bytes: number) => [metric('memory-working-set', [bytes])];
  const command = (...args: string[]) => ({ command: args });

  it('gunicorn, against its CPU limit', async () => {
    const remedy = await sized(
      sizedWorkers,
      { ...command('gunicorn', '-w', '9', 'app:app'), ...limits('2Gi', '1') },
      used(900 * mi),
    );
    expect(remedy?.title).toBe('Run 3 workers, not 9');
    expect(remedy?.arithmetic).toBe(
      '2 × 1 CPU + 1 = 3; peak 900Mi ÷ 9 = 100Mi each; 0.9 × 2Gi ÷ 100Mi = 18; the smaller: 3',
    );
  });
  it('puma, against its memory limit, by its variable', async () => {
    const env = [{ name: 'WEB_CONCURRENCY', value: '4' }];
    const remedy = await sized(sizedWorkers, { image: 'shop/puma:1', env, ...limits('512Mi') }, used(512 * mi));
    expect(remedy?.title).toBe('Run 3 workers, not 4');
    expect(remedy?.arithmetic).toBe('peak 512Mi ÷ 4 = 128Mi each; 0.9 × 512Mi ÷ 128Mi = 3; the smaller: 3');
  });
  it('uvicorn', async () => {
    const uvicorn = command('uvicorn', 'app:app', '--workers', '8');
    expect(await sized(sizedWorkers, { ...uvicorn, ...limits('4Gi', '2') }, used(800 * mi))).toMatchObject({
      title: 'Run 2 workers, not 8',
    });
  });
  it('celery and nproc, which count the CPUs of the node', async () => {
    const node = { kind: 'Node', metadata: { name: 'n1' }, status: { capacity: { cpu: '16' } } };
    const celery = { ...command('celery', '-A', 'shop', 'worker'), ...limits('1Gi', '2') };
    const remedy = await sized(sizedWorkers, celery, used(800 * mi), {}, [node]);
    expect(remedy?.title).toBe('Run 2 workers, not 16');
    expect(remedy?.why).toContain('celery starts one for each of the 16 CPUs of n1');
    const shell = { ...command('sh', '-c', 'exec serve -j $(nproc)'), ...limits('1Gi', '1500m') };
    expect((await sized(sizedWorkers, shell, used(800 * mi), {}, [node]))?.title).toBe('Run 2 workers, not 16');
  });
  it('none where they fit, where nothing was measured, and for a server that is not known', async () => {
    const fits = { ...command('gunicorn', '-w', '3', 'app:app'), ...limits('2Gi', '1') };
    expect(await sized(sizedWorkers, fits, used(300 * mi))).toBeNull();
    const many = { ...command('gunicorn', '-w', '9'), ...limits('2Gi', '1') };
    expect(await sized(sizedWorkers, many)).toBeNull();
    expect(await sized(sizedWorkers, { ...command('serve', '-w', '9'), ...limits('1Gi', '1') }, used(mi))).toBeNull();
  });
});

describe('a memory limit that was never reached', () => {
  it('gets room above the highest peak, and is not said to have killed', async () => {
    const size: Size = (view, container) => sizedMemory(view, container, { text: '512Mi', bytes: 512 * mi });
    const level = metric(
      'memory-working-set',
      Array.from({ length: 20 }, () => 470 * mi),
    );
    const remedy = await sized(size, limits('512Mi'), [level, metric('memory-peak', [500 * mi])]);
    expect(remedy?.arithmetic).toBe('highest peak 500Mi (7 days) × 1.25 = 625Mi, rounded up to 632Mi');
    expect(remedy?.why).toContain('without a kill');
  });
});

describe('a memory limit and the peaks of other pods', () => {
  const size: Size = (view, container) => sizedMemory(view, container, { text: '512Mi', bytes: 512 * mi });
  const grows = metric(
    'memory-working-set',
    Array.from({ length: 60 }, (_, i) => (100 + i * 6) * mi),
  );
  const peakIn = (set: string, bytes: number) => ({ ...metric('memory-peak', [bytes]), pod: `${set}-x7k2p` });
  const before = [
    {
      kind: 'ReplicaSet',
      metadata: {
        name: 'app-5b8f6c9d77',
        annotations: { 'deployment.kubernetes.io/revision': '6' },
        ownerReferences: [{ kind: 'Deployment', name: 'app', uid: 'uid-Deployment-app', controller: true }],
      },
      spec: { replicas: 0 },
    },
  ];

  it('goes by a revision that needed more than nine tenths of it', async () => {
    const remedy = await sized(size, limits('512Mi'), [grows, peakIn('app-5b8f6c9d77', 470 * mi)], {}, before);
    expect(remedy?.id).toBe('set-memory-limit');
    expect(remedy?.arithmetic).toContain('470Mi (revision 6, 7 days) × 1.25');
  });
  it('stays by a revision that fitted: what grows without end is no need', async () => {
    const remedy = await sized(size, limits('512Mi'), [grows, peakIn('app-5b8f6c9d77', 450 * mi)], {}, before);
    expect(remedy?.id).toBe('do-not-raise-memory');
  });
  it('leaves a peak at the limit in force of a pod that was resized: it says nothing of the need', async () => {
    const name = 'app-5b8f6c9d77-x7k2p';
    const pod = (given: string) => {
      const container = { name: 'main', image: 'r.example/app:0', ...limits('1Gi') };
      const owner = {
        kind: 'ReplicaSet',
        name: 'app-5b8f6c9d77',
        uid: 'uid-ReplicaSet-app-5b8f6c9d77',
        controller: true,
      };
      return {
        kind: 'Pod',
        metadata: { name, ownerReferences: [owner] },
        spec: { nodeName: 'n1', containers: [container] },
        status: { phase: 'Running', containerStatuses: [{ ...runningFor('main', 300), ...limits(given) }] },
      };
    };
    const peaks = [grows, peakIn('app-5b8f6c9d77', 500 * mi)];
    const idOf = async (given: string) => (await sized(size, limits('512Mi'), peaks, {}, [...before, pod(given)]))?.id;
    expect(await idOf('1Gi')).toBe('set-memory-limit');
    expect(await idOf('512Mi')).toBe('do-not-raise-memory');
  });
  it('takes no neighbour for a revision', async () => {
    const remedy = await sized(size, limits('512Mi'), [grows, peakIn('app-migrate', 700 * mi)], {}, before);
    expect(remedy?.id).toBe('do-not-raise-memory');
  });
  it('sizes no request and no start by a neighbour', async () => {
    const raise: Size = (view, container) => raisedRequests(view, container, 'request-memory', ['memory']);
    expect(await sized(raise, {}, [peakIn('app-migrate', 700 * mi)])).toBeNull();
    expect((await sized(raise, {}, [peakIn('app-5b8f6c9d77', 470 * mi)], {}, before))?.patch).toContain('472Mi');
    const seen: unknown[] = [];
    const look: Size = (view) => {
      seen.push(slowestReady(view));
      return null;
    };
    await sized(look, {}, [{ ...metric('time-to-ready', [90]), pod: 'app-migrate-x7k2p', container: null }]);
    await sized(look, {}, [{ ...metric('time-to-ready', [48]), container: null }]);
    expect(seen).toMatchObject([null, { seconds: 48, pods: 1 }]);
  });
});

describe('a CPU limit', () => {
  const at = (share: number): Size => {
    return (view, container) => sizedCpu(view, container, share);
  };
  it.each([
    [0.5, '200m ÷ (1 − 50 % throttled) = 400m', 'cpu: 400m'],
    [0.9, 'at most four times at once: 200m × 4 = 800m', 'cpu: 800m'],
    [1, 'at most four times at once: 200m × 4 = 800m', 'cpu: 800m'],
  ])('throttled by %d', async (share, arithmetic, cpu) => {
    const remedy = await sized(at(share), limits('1Gi', '200m'));
    expect(remedy?.arithmetic).toBe(arithmetic);
    expect(remedy?.patch).toContain(cpu);
  });
  it('none without a limit, and none where nothing is held back', async () => {
    expect(await sized(at(0.5), limits('1Gi'))).toBeNull();
    expect(await sized(at(0), limits('1Gi', '200m'))).toBeNull();
  });
});
