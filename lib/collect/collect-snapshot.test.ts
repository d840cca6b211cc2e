import { describe, expect, it } from 'vitest';

import { type Picture, createPicture } from '../cluster/picture';
import type { LogDigest } from '../model/log';
import type { Snapshot } from '../model/snapshot';
import type { Capabilities, KindState } from '../model/source';
import { type SnapshotInputs, collectSnapshot } from './collect-snapshot';
import type { LogBook, LogsOfPod } from './log-book';
import { app, at, feed, owned, start, withApp } from './testing';

const cart = { namespace: 'shop', kind: 'Deployment', name: 'cart' };

function bookWith(of: LogBook['of']): LogBook {
  return {
    of,
    follow: () => () => undefined,
    want: () => undefined,
    waiting: () => 0,
    idle: () => Promise.resolve(),
    sweep: () => undefined,
    stop: () => undefined,
  };
}
const noLogs: LogsOfPod = { digests: [], failures: [], pending: [] };

function collect(picture: Picture, inputs: Partial<SnapshotInputs> = {}): Snapshot {
  const snapshot = collectSnapshot(picture, cart, {
    cluster: { name: 'test', id: '' },
    now: at(60),
    logs: bookWith(() => noLogs),
    capabilities: { missing: [], serverVersion: null },
    states: [],
    ...inputs,
  });
  if (snapshot === null) throw new Error('no workload');
  return snapshot;
}

/** Deployment cart with a pod on node-1, a Service, a claim and an autoscaler, among things of others. */
function shop(): Picture {
  const picture = createPicture({ now: () => at(60) });
  const template = { metadata: { labels: { app: 'cart' } }, spec: { containers: [{ name: 'app' }] } };
  feed(picture, 'Deployment', 'cart', { spec: { replicas: 3, template } });
  feed(picture, 'ReplicaSet', 'cart-1', owned('Deployment', 'cart'));
  const spec = {
    nodeName: 'node-1',
    volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }],
    containers: [{ name: 'app', env: [{ name: 'DB_URL', value: 'postgres://u:hunter2@postgres:5432/x' }] }],
  };
  feed(picture, 'Pod', 'cart-1-a', {
    ...owned('ReplicaSet', 'cart-1', { app: 'cart' }),
    ...withApp(app.waiting(1, 0), spec),
  });
  feed(picture, 'Pod', 'other', withApp(app.waiting(1, 0), { nodeName: 'node-2' }));
  feed(picture, 'Node', 'node-1');
  feed(picture, 'Node', 'node-2');
  feed(picture, 'Service', 'cart', { spec: { selector: { app: 'cart' }, ports: [{ port: 80 }] } });
  feed(picture, 'EndpointSlice', 'cart-x', { metadata: { labels: { 'kubernetes.io/service-name': 'cart' } } });
  feed(picture, 'PersistentVolumeClaim', 'data', { spec: { volumeName: 'pv-1' } });
  feed(picture, 'PersistentVolume', 'pv-1');
  feed(picture, 'HorizontalPodAutoscaler', 'h', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'cart' } } });
  feed(picture, 'ResourceQuota', 'q');
  return picture;
}

function feedEvent(picture: Picture, name: string, kind: string, about: string, seconds: number): void {
  feed(picture, 'Event', name, { involvedObject: { kind, name: about }, lastTimestamp: at(seconds), reason: 'X' });
}

function names(objects: { metadata: { name: string } }[]): string[] {
  return objects.map(({ metadata }) => metadata.name);
}

describe('a snapshot', () => {
  it('has every evicted pod, with the event of its eviction', () => {
    const picture = shop();
    const status = { phase: 'Failed', reason: 'Evicted', message: 'low' };
    for (let n = 10; n < 40; n++) feed(picture, 'Pod', `cart-1-e${n}`, { ...owned('ReplicaSet', 'cart-1'), status });
    for (let n = 10; n < 40; n++) {
      const involvedObject = { kind: 'Pod', name: `cart-1-e${n}` };
      feed(picture, 'Event', `e${n}`, { involvedObject, lastTimestamp: at(n), reason: 'Evicted' });
    }
    const { pods, evictedPods, events } = collect(picture);
    const evicted = names([...pods, ...evictedPods]).filter((name) => name.startsWith('cart-1-e'));
    expect(pods.length).toBeLessThan(20);
    expect(new Set(evicted).size).toBe(30);
    expect(evicted).toHaveLength(30);
    expect(events.filter(({ reason }) => reason === 'Evicted')).toHaveLength(30);
  });

  it('has what belongs to the workload, and nothing of others', () => {
    const snapshot = collect(shop());
    expect(snapshot).toMatchObject({
      schema: 1,
      asOf: at(60),
      workload: { ...cart, uid: 'uid-cart' },
      controller: { metadata: { name: 'cart' } },
      podTotals: { total: 1, ready: 0, desired: 3 },
      nodeTotal: 2,
      configs: null,
      failures: [],
      pending: [],
    });
    expect(names(snapshot.children)).toEqual(['cart-1']);
    expect(names(snapshot.pods)).toEqual(['cart-1-a']);
    expect(names(snapshot.nodes)).toEqual(['node-1']);
    expect(names(snapshot.services)).toEqual(['cart']);
    expect(names(snapshot.endpointSlices)).toEqual(['cart-x']);
    expect(names(snapshot.claims)).toEqual(['data']);
    expect(names(snapshot.volumes)).toEqual(['pv-1']);
    expect(names(snapshot.autoscalers)).toEqual(['h']);
    expect(names(snapshot.quotas ?? [])).toEqual(['q']);
  });

  it('has slices of every Service, however many one of them has', () => {
    const picture = shop();
    feed(picture, 'Service', 'zeta', { spec: { selector: { app: 'cart' }, ports: [{ port: 80 }] } });
    feed(picture, 'EndpointSlice', 'zeta-x', { metadata: { labels: { 'kubernetes.io/service-name': 'zeta' } } });
    for (let i = 0; i < 30; i += 1) {
      feed(picture, 'EndpointSlice', `cart-${i}`, { metadata: { labels: { 'kubernetes.io/service-name': 'cart' } } });
    }
    const slices = names(collect(picture).endpointSlices);
    expect(slices).toContain('zeta-x');
    expect(slices).toHaveLength(21);
  });

  it('is plain JSON, and the same each time', () => {
    const picture = shop();
    expect(JSON.parse(JSON.stringify(collect(picture)))).toEqual(collect(picture));
  });

  it('has the events of the workload and its parts, oldest first, and those of its nodes apart', () => {
    const picture = shop();
    feedEvent(picture, 'e4', 'Pod', 'cart-1-a', 40);
    feedEvent(picture, 'e2', 'ReplicaSet', 'cart-1', 20);
    feedEvent(picture, 'e1', 'Deployment', 'cart', 10);
    feedEvent(picture, 'e3', 'PersistentVolumeClaim', 'data', 30);
    feedEvent(picture, 'e5', 'HorizontalPodAutoscaler', 'h', 50);
    feedEvent(picture, 'n1', 'Node', 'node-1', 5);
    feedEvent(picture, 'n2', 'Node', 'node-2', 5);
    feedEvent(picture, 'o', 'Pod', 'other', 5);
    const snapshot = collect(picture);
    expect(names(snapshot.events)).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
    expect(names(snapshot.nodeEvents)).toEqual(['n1']);
  });

  it('has all nodes while a pod waits for one', () => {
    const picture = shop();
    feed(picture, 'Pod', 'cart-1-b', { ...owned('ReplicaSet', 'cart-1'), status: { phase: 'Pending' } });
    expect(names(collect(picture).nodes)).toEqual(['node-1', 'node-2']);
  });

  it('has those of its pods among the first of very many', () => {
    const picture = shop();
    feed(picture, 'Pod', 'cart-1-b', { ...owned('ReplicaSet', 'cart-1'), status: { phase: 'Pending' } });
    for (let i = 0; i < 60; i += 1) feed(picture, 'Node', `a-${i}`, {});
    const { nodes } = collect(picture);
    expect(nodes).toHaveLength(50);
    expect(names(nodes)).toContain('node-1');
  });

  it('counts every pod where it shows a few', () => {
    const picture = shop();
    for (let n = 0; n < 100; n += 1) {
      feed(picture, 'Pod', `cart-1-${n}`, { ...owned('ReplicaSet', 'cart-1'), ...withApp(app.running(0, true)) });
    }
    const snapshot = collect(picture);
    expect(snapshot.podTotals).toEqual({ total: 101, ready: 100, desired: 3 });
    expect(snapshot.pods).toHaveLength(4);
    expect(names(snapshot.pods)).toContain('cart-1-a');
  });

  it('remembers deleted pods with their events', () => {
    const picture = shop();
    feedEvent(picture, 'kill', 'Pod', 'cart-1-a', 40);
    picture.replace('Pod', 'shop', []);
    const snapshot = collect(picture);
    expect(snapshot.pods).toEqual([]);
    expect(snapshot.deletedPods).toMatchObject([{ deletedAt: at(60), pod: { metadata: { name: 'cart-1-a' } } }]);
    expect(names(snapshot.events)).toEqual(['kill']);
    expect(names(snapshot.services)).toEqual(['cart']);
  });

  it('is none of a workload that is gone, unless that is asked for', () => {
    const picture = shop();
    picture.replace('Pod', null, []);
    picture.replace('ReplicaSet', null, []);
    picture.replace('Deployment', null, []);
    const inputs: SnapshotInputs = {
      cluster: { name: 'test', id: '' },
      now: start,
      logs: bookWith(() => noLogs),
      capabilities: { missing: [], serverVersion: null },
      states: [],
    };
    expect(collectSnapshot(picture, cart, inputs)).toBeNull();
    expect(collectSnapshot(picture, cart, { ...inputs, evenIfGone: true })?.deletedPods).toHaveLength(1);
  });
});

const state = (kind: KindState['kind'], rest: Partial<KindState>): KindState => ({
  kind,
  namespace: null,
  state: 'live',
  since: start,
  heardAt: start,
  failure: null,
  attempts: 0,
  nextAttemptAt: null,
  objects: 1,
  ...rest,
});

const hit = (captures: Record<string, string>): LogDigest => ({
  pod: 'cart-1-a',
  podUid: 'uid-cart-1-a',
  container: 'app',
  instance: 'previous',
  restartCount: 1,
  readAt: start,
  lines: 1,
  bytes: 1,
  truncated: false,
  firstAt: null,
  lastAt: null,
  excerpt: [],
  hits: [{ signature: 's', cause: null, weight: 'fatal', line: 1, endLine: 1, at: null, captures, mark: [0, 1] }],
});

describe('neighbours', () => {
  it('are followed from the environment and the logs to the workload behind the Service', () => {
    const picture = shop();
    feed(picture, 'Service', 'postgres', { spec: { selector: { app: 'db' }, ports: [{ port: 5432 }] } });
    const template = { metadata: { labels: { app: 'db' } }, spec: {} };
    feed(picture, 'StatefulSet', 'postgres', { spec: { replicas: 2, template } });
    const logs = bookWith(() => ({
      ...noLogs,
      digests: [hit({ host: 'cache', port: '6379' }), hit({ address: 'api.example.com:443' })],
    }));
    const states = [state('EndpointSlice', {})];
    expect(collect(picture, { logs }).neighbours[1]?.service?.readyEndpoints).toBeNull();
    expect(collect(picture, { logs, states }).neighbours).toEqual([
      { via: 'cache:6379', service: null, workload: null, ready: 0, desired: 0 },
      {
        via: 'postgres:5432',
        service: {
          namespace: 'shop',
          name: 'postgres',
          ports: [5432],
          headless: false,
          selector: { app: 'db' },
          readyEndpoints: 0,
        },
        workload: { namespace: 'shop', kind: 'StatefulSet', name: 'postgres' },
        ready: 0,
        desired: 2,
      },
    ]);
  });

  it('are followed from what a program said as it ended, where its log is gone', () => {
    const picture = shop();
    feed(picture, 'Service', 'cache', { spec: { clusterIP: '10.96.4.12', ports: [{ port: 6379 }] } });
    const said = (message: string) => {
      const terminated = { exitCode: 1, reason: 'Error', message };
      const status = { containerStatuses: [{ name: 'app', state: { terminated }, lastState: {} }] };
      feed(picture, 'Pod', 'cart-1-a', { ...owned('ReplicaSet', 'cart-1', { app: 'cart' }), status });
      return collect(picture).neighbours.flatMap(({ via, service }) => (service ? [`${via} ${service.name}`] : []));
    };
    expect(said('connect ECONNREFUSED 10.96.4.12:6379')).toEqual(['10.96.4.12:6379 cache']);
    expect(said('main.go:20: dial cache.shop.svc:6379: refused')).toEqual(['cache.shop.svc:6379 cache']);
    expect(said('cannot reach redis://cache:6379, giving up')).toEqual(['cache:6379 cache']);
  });

  it('are not the workload itself, and twenty at most', () => {
    const digests = [hit({ address: 'cart:80' }), ...Array.from({ length: 30 }, (_, n) => hit({ host: `svc-${n}` }))];
    const { neighbours } = collect(shop(), { logs: bookWith(() => ({ ...noLogs, digests })) });
    expect(neighbours).toHaveLength(20);
    expect(neighbours.map(({ via }) => via)).not.toContain('cart:80');
  });
});

describe('what could not be read', () => {
  it('is said of what this workload needs, with the permission that is missing', () => {
    const states = [
      state('Event', { state: 'denied' }),
      state('Node', { state: 'stale', heardAt: at(1) }),
      state('Pod', { state: 'denied', namespace: 'elsewhere' }),
      state('CronJob', { state: 'denied' }),
      state('ReplicaSet', { state: 'listing' }),
      state('Service', { state: 'absent' }),
    ];
    const snapshot = collect(shop(), { states });
    expect(snapshot.failures).toEqual([
      {
        what: 'events in shop',
        failure: {
          code: 'denied',
          message: 'The account may not list events in shop.',
          permission: { verbs: ['list', 'watch'], group: '', resource: 'events', namespace: null },
        },
      },
      {
        what: 'nodes',
        failure: { code: 'unreachable', message: 'Nothing was heard of them since 08:00:01 UTC on 21 November 2026.' },
      },
    ]);
    expect(snapshot.pending).toEqual(['replicasets']);
  });

  it.each([
    ['live', null, []],
    ['live', 'shop', []],
    ['live', 'elsewhere', null],
    ['listing', null, null],
    ['denied', null, null],
    ['frozen', null, null],
  ] as const)('knows that there is no quota by a list that is %s in %s', (is, namespace, quotas) => {
    const picture = createPicture({ now: () => at(0) });
    feed(picture, 'Deployment', 'cart');
    const states = [state('ResourceQuota', { state: is, namespace, objects: 0 })];
    expect(collect(picture, { states }).quotas).toEqual(quotas);
  });

  describe('of Services, where a log names an address that none of them has', () => {
    const logs = bookWith(() => ({ ...noLogs, digests: [hit({ host: '10.96.4.12', port: '6379' })] }));
    const refused = { code: 'denied' as const, message: 'The account may not list services.' };
    const told = (picture: Picture, ...states: KindState[]) => {
      const { servicesRead, failures } = collect(picture, { logs, states });
      return [servicesRead, ...failures.map(({ what, failure }) => `${what}: ${failure.message}`)];
    };

    it('is said where they were not read, and not of a workload that dials nobody', () => {
      const states = [state('Service', { state: 'absent' })];
      expect(told(shop(), ...states)).toEqual(['none', 'services in shop: They are not served here.']);
      expect(collect(shop(), { states }).failures).toEqual([]);
      expect(told(shop(), state('Service', {}))).toEqual(['all']);
    });

    it('is said of the other namespaces where only some may be read', () => {
      const wide = state('Service', { state: 'denied', heardAt: null, failure: refused });
      expect(told(shop(), wide, state('Service', { namespace: 'shop' }))).toEqual([
        'some',
        'services in other namespaces: The account may not list services.',
      ]);
      expect(told(shop(), state('Service', { namespace: 'shop' }))[1]).toMatch(/not among the namespaces/);
    });

    it('is said of a recording that does not look like one of the whole cluster', () => {
      const frozen = state('Service', { state: 'frozen' });
      expect(told(shop(), frozen)).toEqual(['some', 'services in other namespaces: They are not in this recording.']);
      const whole = shop();
      feed(whole, 'Service', 'kubernetes', { metadata: { namespace: 'default' } });
      expect(told(whole, frozen)).toEqual(['all']);
    });
  });

  it('names each log once, whichever pods lack it', () => {
    const picture = shop();
    feed(picture, 'Pod', 'cart-1-b', { ...owned('ReplicaSet', 'cart-1'), ...withApp(app.waiting(1, 0)) });
    const failures = [{ what: 'logs in shop', failure: { code: 'denied' as const, message: 'no' } }];
    const logs = bookWith(() => ({ digests: [], failures, pending: ['logs of app'] }));
    expect(collect(picture, { logs })).toMatchObject({ failures, pending: ['logs of app'] });
  });

  it('of configs is said only where one is referred to and none is read', () => {
    const capabilities: Capabilities = {
      serverVersion: null,
      missing: [{ what: 'metadata of secrets', why: 'It is off.', unknowable: 'keys', permissions: [] }],
    };
    const picture = shop();
    expect(collect(picture, { capabilities }).failures).toEqual([]);
    const spec = { containers: [{ name: 'app', envFrom: [{ secretRef: { name: 'db' } }] }] };
    feed(picture, 'Pod', 'cart-1-a', { ...owned('ReplicaSet', 'cart-1'), ...withApp(app.waiting(1, 0), spec) });
    feed(picture, 'Secret', 'db');
    expect(collect(picture, { capabilities }).failures).toEqual([
      { what: 'metadata of secrets', failure: { code: 'not-configured', message: 'It is off.' } },
    ]);
    const read = collect(picture, { capabilities, states: [state('Secret', {})] });
    expect(read.failures).toEqual([]);
    expect(names(read.configs ?? [])).toEqual(['db']);
  });
});
