import { describe, expect, it, vi } from 'vitest';

import { project } from '../kubernetes/projection/project';
import type { ObjectOfKind, PoisonObject } from '../model/kubernetes';
import { workloadKey } from '../model/workload';
import { createPicture, type Picture } from './picture';
import { make, owned, start, withClock } from './testing';

function event(name: string, about: object, fields: object = {}): ObjectOfKind['Event'] | PoisonObject {
  return make('Event', name, { involvedObject: about, lastTimestamp: start, reason: 'BackOff', ...fields });
}

const cart = { namespace: 'shop', kind: 'Deployment', name: 'cart' };

/** Deployment cart with one ReplicaSet and one pod. */
function feedCart(picture: Picture): void {
  picture.upsert('Deployment', make('Deployment', 'cart'));
  picture.upsert('ReplicaSet', make('ReplicaSet', 'cart-1', owned('Deployment', 'cart')));
  picture.upsert('Pod', make('Pod', 'cart-1-a', owned('ReplicaSet', 'cart-1')));
}

describe('workloads', () => {
  it('are the top owners, in whatever order the objects come', () => {
    const steps = [
      (picture: Picture) => picture.upsert('Pod', make('Pod', 'cart-1-a', owned('ReplicaSet', 'cart-1'))),
      (picture: Picture) => picture.upsert('ReplicaSet', make('ReplicaSet', 'cart-1', owned('Deployment', 'cart'))),
      (picture: Picture) => picture.upsert('Deployment', make('Deployment', 'cart')),
    ];
    for (const order of [steps, [...steps].reverse(), [steps[1], steps[0], steps[2]]]) {
      const { picture } = withClock();
      for (const step of order) step?.(picture);
      expect(picture.workloads().map(workloadKey)).toEqual(['shop/Deployment/cart']);
      expect(picture.pods(cart).map((pod) => pod.metadata.name)).toEqual(['cart-1-a']);
      expect(picture.children(cart).map((child) => child.metadata.name)).toEqual(['cart-1']);
      expect(picture.workloadOfPod('shop', 'cart-1-a')).toMatchObject({ ...cart, uid: 'uid-cart' });
    }
  });

  it('are named without the hash where ReplicaSets may not be read', () => {
    const { picture } = withClock();
    picture.upsert('Pod', make('Pod', 'p', owned('ReplicaSet', 'cart-7d9c', { 'pod-template-hash': '7d9c' })));
    expect(picture.workloads()).toMatchObject([cart]);
  });

  it('are there while they have a ReplicaSet, though it has no pods and nothing of them may be read', () => {
    const { picture } = withClock();
    const web = make('ReplicaSet', 'web-1', owned('Rollout', 'web'));
    picture.upsert('ReplicaSet', web);
    expect(picture.workloads()).toMatchObject([{ kind: 'Rollout', name: 'web', uid: 'uid-web' }]);
    picture.upsert('ReplicaSet', make('ReplicaSet', 'web-1', owned('Rollout', 'shop')));
    expect(picture.workloads().map(workloadKey)).toEqual(['shop/Rollout/shop']);
    picture.remove('ReplicaSet', web);
    expect(picture.workloads()).toEqual([]);
  });

  it('go from the Job to its CronJob, and stay there when the Job is cleaned up before its pod', () => {
    const { picture } = withClock();
    picture.upsert('Pod', make('Pod', 'nightly-1-x', owned('Job', 'nightly-1')));
    expect(picture.workloads().map(workloadKey)).toEqual(['shop/Job/nightly-1']);
    const job = make('Job', 'nightly-1', owned('CronJob', 'nightly'));
    picture.upsert('Job', job);
    expect(picture.workloads().map(workloadKey)).toEqual(['shop/CronJob/nightly']);
    picture.remove('Job', job);
    picture.upsert('Pod', make('Pod', 'nightly-1-x', { ...owned('Job', 'nightly-1'), status: { phase: 'Failed' } }));
    expect(picture.workloads().map(workloadKey)).toEqual(['shop/CronJob/nightly']);
  });

  it('are bare pods, static pods, unknown kinds by name, and controllers without pods', () => {
    const { picture } = withClock();
    picture.upsert('Pod', make('Pod', 'bare'));
    picture.upsert('Pod', make('Pod', 'etcd-node', owned('Node', 'node-1')));
    picture.upsert('Pod', make('Pod', 'kafka-0', owned('StrimziPodSet', 'kafka')));
    picture.upsert('ReplicaSet', make('ReplicaSet', 'web-1', owned('Rollout', 'web')));
    picture.upsert('Pod', make('Pod', 'web-1-a', owned('ReplicaSet', 'web-1')));
    picture.upsert('StatefulSet', make('StatefulSet', 'idle', { spec: { replicas: 0 } }));
    picture.upsert('Deployment', make('Deployment', 'made', owned('Operator', 'op')));
    expect(picture.workloads().map(workloadKey).sort()).toEqual([
      'shop/Deployment/made',
      'shop/Pod/bare',
      'shop/Pod/etcd-node',
      'shop/Rollout/web',
      'shop/StatefulSet/idle',
      'shop/StrimziPodSet/kafka',
    ]);
  });
});

describe('late and repeated states', () => {
  const version = (resourceVersion: string, phase: string): ObjectOfKind['Pod'] | PoisonObject =>
    make('Pod', 'a', { metadata: { resourceVersion }, status: { phase } });

  it('never shows a state older than one shown before (F30, F31)', () => {
    const { picture, seen } = withClock();
    picture.upsert('Pod', version('100', 'Running'));
    picture.upsert('Pod', version('100', 'Running'));
    picture.upsert('Pod', version('99', 'Pending'));
    picture.replace('Pod', null, [version('98', 'Pending')]);
    expect(picture.pod('shop', 'a')?.status.phase).toBe('Running');
    expect(seen).toHaveLength(1);
    expect(picture.counts().ignored).toBe(2);
  });

  it('compares versions that are larger than a double can hold', () => {
    const { picture } = withClock();
    picture.upsert('Pod', version('9007199254740993', 'Running'));
    picture.upsert('Pod', version('9007199254740992', 'Pending'));
    expect(picture.pod('shop', 'a')?.status.phase).toBe('Running');
  });

  it('does not bring back a deleted pod from a server that is behind, but does from one that is ahead', () => {
    const { picture } = withClock();
    picture.upsert('Pod', version('100', 'Running'));
    picture.replace('Pod', null, []);
    picture.upsert('Pod', version('90', 'Pending'));
    expect(picture.pod('shop', 'a')).toBeNull();
    picture.replace('Pod', null, [version('100', 'Running')]);
    expect(picture.pod('shop', 'a')?.status.phase).toBe('Running');
    expect(picture.deletedPods({ namespace: 'shop', kind: 'Pod', name: 'a' })).toEqual([]);
  });

  it('keeps the last good state when a deletion carries an older one (F29)', () => {
    const { picture } = withClock();
    picture.upsert('Pod', version('100', 'Failed'));
    picture.remove('Pod', version('90', 'Running'));
    expect(picture.deletedPods({ namespace: 'shop', kind: 'Pod', name: 'a' })).toMatchObject([
      { deletedAt: start, pod: { status: { phase: 'Failed' } } },
    ]);
  });

  it('takes the newer state that a deletion carries', () => {
    const { picture } = withClock();
    picture.upsert('Pod', version('100', 'Running'));
    picture.remove('Pod', version('101', 'Failed'));
    expect(picture.deletedPods({ namespace: 'shop', kind: 'Pod', name: 'a' })).toMatchObject([
      { pod: { status: { phase: 'Failed' } } },
    ]);
  });

  it('takes the same name with another uid for a deletion and a new pod (F28)', () => {
    const { picture } = withClock();
    picture.upsert('Pod', make('Pod', 'db-0', { ...owned('StatefulSet', 'db') }));
    const second = make('Pod', 'db-0', {
      metadata: { uid: 'second', ownerReferences: [{ kind: 'StatefulSet', name: 'db', uid: 'u', controller: true }] },
    });
    picture.upsert('Pod', second);
    const db = { namespace: 'shop', kind: 'StatefulSet', name: 'db' };
    expect(picture.pods(db).map((pod) => pod.metadata.uid)).toEqual(['second']);
    expect(picture.deletedPods(db).map(({ pod }) => pod.metadata.uid)).toEqual(['uid-db-0']);
    picture.remove('Pod', { metadata: { namespace: 'shop', name: 'db-0', uid: 'uid-db-0' } });
    expect(picture.pods(db)).toHaveLength(1);
  });
});

describe('deleted pods', () => {
  it('are remembered for an hour with their workload, also after a relist', () => {
    const { picture, clock } = withClock();
    feedCart(picture);
    clock.now = '2026-11-21T08:30:00Z';
    picture.replace('Pod', 'shop', []);
    expect(picture.pods(cart)).toEqual([]);
    expect(picture.deletedPods(cart)).toMatchObject([{ deletedAt: '2026-11-21T08:30:00Z' }]);
    expect(picture.workloadOfPod('shop', 'cart-1-a')).toMatchObject(cart);
    clock.now = '2026-11-21T09:30:01Z';
    picture.sweep();
    expect(picture.deletedPods(cart)).toEqual([]);
    expect(picture.workloadOfPod('shop', 'cart-1-a')).toBeNull();
  });

  it('are the newest twenty of a workload', () => {
    const { picture } = withClock();
    for (let n = 0; n < 30; n += 1) {
      const pod = make('Pod', `cart-1-${n}`, owned('ReplicaSet', 'cart-1', { 'pod-template-hash': '1' }));
      picture.upsert('Pod', pod);
      picture.remove('Pod', pod);
    }
    expect(picture.deletedPods(cart)).toHaveLength(20);
    expect(picture.deletedPods(cart)[0]?.pod.metadata.name).toBe('cart-1-29');
    expect(picture.exists(cart)).toBe(false);
    expect(picture.workload(cart)).toMatchObject(cart);
  });
});

describe('events', () => {
  it('of pods that are gone are found by who named the pods, and only by that', () => {
    const { picture, clock } = withClock();
    clock.now = '2026-11-21T09:00:30Z';
    picture.upsert('Pod', make('Pod', 'cart-1-x5kqz', owned('ReplicaSet', 'cart-1')));
    picture.replace('Event', null, [
      event('lost', { kind: 'Pod', name: 'cart-1-b4c5d' }, { type: 'Warning', lastTimestamp: '2026-11-21T09:00:00Z' }),
      event('normal', { kind: 'Pod', name: 'cart-1-b4c5d' }, { type: 'Normal', lastTimestamp: '2026-11-21T09:00:00Z' }),
      event('live', { kind: 'Pod', name: 'cart-1-x5kqz' }, { type: 'Warning', lastTimestamp: '2026-11-21T09:00:00Z' }),
      event(
        'other',
        { kind: 'Pod', name: 'cart-1-web-b4c5d' },
        { type: 'Warning', lastTimestamp: '2026-11-21T09:00:00Z' },
      ),
    ]);
    expect(picture.eventsOfLostPods('shop', 'cart-1').map((one) => one.metadata.name)).toEqual(['lost']);
    clock.now = '2026-11-21T12:00:01Z';
    picture.sweep();
    expect(picture.eventsOfLostPods('shop', 'cart-1')).toEqual([]);
  });

  it('are kept for three hours, at a list too', () => {
    const { picture, clock } = withClock();
    clock.now = '2026-11-21T11:00:30Z';
    const about = { kind: 'Pod', name: 'a' };
    picture.replace('Event', null, [
      event('old', about),
      event('new', about, { lastTimestamp: '2026-11-21T09:00:00Z' }),
    ]);
    expect(picture.eventsAbout('Pod', 'shop', 'a').map((one) => one.metadata.name)).toEqual(['new']);
    clock.now = '2026-11-21T12:00:01Z';
    picture.sweep();
    expect(picture.eventsAbout('Pod', 'shop', 'a')).toEqual([]);
    expect(picture.counts().objects.Event).toBe(0);
  });

  it('are kept for good of a recording', () => {
    const picture = createPicture({ now: () => '2026-11-24T11:00:30Z', keepsEvents: true });
    picture.replace('Event', null, [event('old', { kind: 'Pod', name: 'a' })]);
    picture.sweep();
    expect(picture.eventsAbout('Pod', 'shop', 'a')).toHaveLength(1);
  });

  it('are not lost to a clock that jumps ahead and comes back, nor do those that come meanwhile (F46)', () => {
    const { picture, clock } = withClock();
    const about = { kind: 'Pod', name: 'a' };
    const shown = (): number => picture.eventsAbout('Pod', 'shop', 'a').length;
    const sweepAt = (now: string): void => {
      clock.now = now;
      picture.sweep();
    };
    picture.upsert('Event', event('one', about, { lastTimestamp: '2026-11-21T09:00:00Z' }));
    sweepAt('2026-11-21T09:01:00Z');
    sweepAt('2026-11-21T14:02:00Z');
    picture.upsert('Event', event('two', about, { lastTimestamp: '2026-11-21T09:02:10Z' }));
    expect(shown()).toBe(2);
    // What it really is in the end counts.
    for (const now of ['2026-11-21T14:03:00Z', '2026-11-21T14:04:00Z', '2026-11-21T14:05:00Z']) sweepAt(now);
    expect(shown()).toBe(0);
  });

  it('are the newest sixty of an object, oldest first', () => {
    const { picture } = withClock();
    for (let n = 0; n < 80; n += 1) {
      const lastTimestamp = new Date(Date.parse(start) + ((n * 37) % 80) * 1000).toISOString();
      picture.upsert('Event', event(`e${n}`, { kind: 'Pod', name: 'a' }, { lastTimestamp }));
    }
    const times = picture.eventsAbout('Pod', 'shop', 'a').map((one) => one.at ?? '');
    expect(times).toHaveLength(60);
    expect(times).toEqual([...times].sort());
    expect(times[0]).toBe('2026-11-21T08:00:20.000Z');
  });

  it('about a node are found by its name whatever uid the writer used', () => {
    const { picture } = withClock();
    picture.upsert(
      'Event',
      event('e', { kind: 'Node', name: 'node-1', uid: 'node-1' }, { metadata: { namespace: 'default' } }),
    );
    expect(picture.eventsAbout('Node', '', 'node-1')).toHaveLength(1);
  });
});

describe('the change feed', () => {
  it('tells once for each call which workloads it touched', () => {
    const { picture, seen } = withClock();
    feedCart(picture);
    seen.length = 0;
    picture.replace('Pod', null, [
      make('Pod', 'cart-1-a', { ...owned('ReplicaSet', 'cart-1'), status: { phase: 'Running' } }),
      make('Pod', 'bare'),
    ]);
    picture.upsert('Event', event('e1', { kind: 'ReplicaSet', name: 'cart-1' }));
    picture.upsert('Event', event('e2', { kind: 'Pod', name: 'nobody' }));
    expect(seen).toEqual([['shop/Deployment/cart', 'shop/Pod/bare'], ['shop/Deployment/cart']]);
  });

  it('is silent about a list that brings nothing new', () => {
    const { picture, seen } = withClock();
    const pods = [make('Pod', 'a', { metadata: { resourceVersion: '7' } })];
    picture.replace('Pod', null, pods);
    picture.replace('Pod', null, pods);
    expect(seen).toEqual([['shop/Pod/a']]);
  });

  it('passes a node on when its conditions change, not when its heart beats', () => {
    const { picture, seen } = withClock();
    const node = (resourceVersion: string, status: string): ObjectOfKind['Node'] | PoisonObject =>
      make('Node', 'node-1', {
        metadata: { resourceVersion },
        status: { conditions: [{ type: 'Ready', status, lastHeartbeatTime: resourceVersion }] },
      });
    picture.upsert('Node', node('1', 'True'));
    picture.upsert('Pod', make('Pod', 'a', { spec: { nodeName: 'node-1' } }));
    seen.length = 0;
    picture.upsert('Node', node('2', 'True'));
    picture.upsert('Node', node('3', 'Unknown'));
    expect(seen).toEqual([['shop/Pod/a']]);
  });

  it('knows who a Service, a claim, an autoscaler and a quota concern', () => {
    const { picture, seen } = withClock();
    picture.upsert('Deployment', make('Deployment', 'cart', { spec: { replicas: 2 } }));
    picture.upsert('ReplicaSet', make('ReplicaSet', 'cart-1', owned('Deployment', 'cart')));
    const volumes = [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }];
    picture.upsert(
      'Pod',
      make('Pod', 'cart-1-a', { ...owned('ReplicaSet', 'cart-1', { app: 'cart' }), spec: { volumes } }),
    );
    picture.upsert('Pod', make('Pod', 'other', { metadata: { labels: { app: 'other' } } }));
    seen.length = 0;
    picture.upsert('Service', make('Service', 'cart', { spec: { selector: { app: 'cart' }, clusterIP: '10.0.0.1' } }));
    picture.upsert(
      'EndpointSlice',
      make('EndpointSlice', 's', { metadata: { labels: { 'kubernetes.io/service-name': 'cart' } } }),
    );
    picture.upsert('PersistentVolumeClaim', make('PersistentVolumeClaim', 'data'));
    picture.upsert(
      'HorizontalPodAutoscaler',
      make('HorizontalPodAutoscaler', 'h', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'cart' } } }),
    );
    picture.upsert('ResourceQuota', make('ResourceQuota', 'q'));
    expect(seen).toEqual(Array.from({ length: 5 }, () => ['shop/Deployment/cart']));
    expect(picture.servicesSelecting('shop', { app: 'cart', x: 'y' })).toHaveLength(1);
    expect(picture.servicesSelecting('shop', { app: 'other' })).toHaveLength(0);
    expect(picture.serviceByAddress('10.0.0.1')?.metadata.name).toBe('cart');
    expect(picture.slicesOf('shop', 'cart')).toHaveLength(1);
    expect(picture.autoscalers(cart)).toHaveLength(1);
  });

  it('knows that a Service of the labels that a rollout brings concerns the workload', () => {
    const { picture, seen } = withClock();
    picture.upsert('Deployment', make('Deployment', 'cart', { spec: { replicas: 2 } }));
    for (const track of ['old', 'new']) {
      picture.upsert('ReplicaSet', make('ReplicaSet', `cart-${track}`, owned('Deployment', 'cart')));
      picture.upsert('Pod', make('Pod', `cart-${track}-a`, owned('ReplicaSet', `cart-${track}`, { track })));
    }
    for (const track of ['old', 'new']) {
      seen.length = 0;
      picture.upsert('Service', make('Service', track, { spec: { selector: { track } } }));
      const labels = { 'kubernetes.io/service-name': track };
      picture.upsert('EndpointSlice', make('EndpointSlice', track, { metadata: { labels } }));
      expect(seen).toEqual([['shop/Deployment/cart'], ['shop/Deployment/cart']]);
    }
  });

  it('isolates and counts a listener that throws (F38)', () => {
    const onBug = vi.fn();
    const picture = createPicture({ now: () => start, onBug });
    const after = vi.fn();
    const thrown = new Error('no');
    picture.onChange(() => {
      throw thrown;
    });
    const stop = picture.onChange(after);
    picture.upsert('Pod', make('Pod', 'a'));
    stop();
    picture.upsert('Pod', make('Pod', 'b'));
    expect(after).toHaveBeenCalledTimes(1);
    expect(picture.counts().listenerErrors).toBe(2);
    expect(onBug.mock.calls).toEqual([[thrown], [thrown]]);
  });
});

describe('poison', () => {
  it('is shown by kind and name, and goes when the object can be read again', () => {
    const { picture, seen } = withClock();
    const poison = project('Pod', { kind: 'Status', metadata: { name: 'a', namespace: 'shop' } }, (text) => text);
    picture.upsert('Pod', poison);
    expect(picture.poisons()).toMatchObject([{ kind: 'Pod', metadata: { name: 'a' } }]);
    expect(picture.workloads()).toEqual([]);
    picture.upsert('Pod', make('Pod', 'a'));
    expect(picture.poisons()).toEqual([]);
    expect(seen).toEqual([['shop/Pod/a'], ['shop/Pod/a']]);
  });

  it('without a name is counted, said, and makes no object (F34)', () => {
    const { picture, seen } = withClock();
    picture.upsert(
      'Pod',
      project('Pod', { metadata: { resourceVersion: '5' } }, (text) => text),
    );
    expect(picture.counts()).toMatchObject({ nameless: 1, poisons: 1 });
    expect(picture.poisons()[0]?.poison).toBe('it has no name');
    expect(seen).toEqual([]);
  });
});
