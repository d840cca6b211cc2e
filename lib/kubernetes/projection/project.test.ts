import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { stripControl } from '../../format/control';
import { kinds } from '../../model/kinds';
import type { Kind, Pod } from '../../model/kubernetes';
import { isPoison, project } from './project';
import samples from './fixtures/sample-objects.json';

const clean = (text: string): string => text;

function kindOf(text: string): Kind {
  const kind = Object.keys(kinds).find((known) => known === text);
  if (kind === undefined) throw new Error(`sample of an unknown kind ${text}`);
  return kind as Kind;
}

function projectPod(raw: unknown, cleaner = clean): Pod {
  const pod = project('Pod', raw, cleaner);
  if (isPoison(pod)) throw new Error(pod.poison);
  return pod;
}

describe('real objects', () => {
  it('has a sample of every kind, and projects each to its own kind and name', () => {
    expect(new Set(samples.map((sample) => sample.kind))).toEqual(new Set(Object.keys(kinds)));
    for (const { kind, object } of samples) {
      const projected = project(kindOf(kind), object, clean);
      expect(projected).toMatchObject({ kind, metadata: { name: object.metadata.name, uid: object.metadata.uid } });
      expect(isPoison(projected)).toBe(false);
    }
  });

  it('survives a round through JSON unchanged, so that a snapshot is plain', () => {
    for (const { kind, object } of samples) {
      const projected = project(kindOf(kind), object, clean);
      expect(JSON.parse(JSON.stringify(projected))).toEqual(projected);
    }
  });

  it('never keeps the last applied configuration', () => {
    const whole = samples.map(({ kind, object }) => project(kindOf(kind), object, clean));
    expect(JSON.stringify(samples)).toContain('last-applied-configuration');
    expect(JSON.stringify(whole)).not.toMatch(/"kubectl\.kubernetes\.io\/last-applied-configuration"\s*:/);
  });

  it('keeps one frozen copy of what pods of one template share', () => {
    const raw = samples.find((sample) => sample.kind === 'Pod')?.object;
    const first = projectPod(raw);
    const second = projectPod(structuredClone(raw));
    expect(second.spec.containers[0]?.env).toBe(first.spec.containers[0]?.env);
    expect(Object.isFrozen(first.spec.containers[0]?.env)).toBe(true);
  });
});

describe('sparse objects', () => {
  it('gives a pod of nothing but a name the defaults of the API server', () => {
    expect(projectPod({ metadata: { name: 'lonely' } })).toMatchObject({
      apiVersion: 'v1',
      metadata: { name: 'lonely', namespace: 'default', uid: '', labels: {}, ownerReferences: [] },
      spec: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, containers: [], nodeName: null },
      status: { phase: '', conditions: [], containerStatuses: [] },
    });
  });

  it('fills in the defaults of a probe', () => {
    const pod = projectPod({
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'app', livenessProbe: { httpGet: { port: 'http' }, periodSeconds: 0 } }] },
    });
    expect(pod.spec.containers[0]?.livenessProbe).toMatchObject({
      httpGet: { path: '/', port: 'http', scheme: 'HTTP', host: null },
      initialDelaySeconds: 0,
      periodSeconds: 10,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 3,
      terminationGracePeriodSeconds: null,
    });
  });

  it('reads null lists as empty ones', () => {
    const slice = project('EndpointSlice', { metadata: { name: 's' }, endpoints: null, ports: null }, clean);
    expect(slice).toMatchObject({ endpoints: [], ports: [] });
  });

  it('does not read a missing exit code as a clean exit', () => {
    const pod = projectPod({
      metadata: { name: 'a' },
      status: { containerStatuses: [{ name: 'app', state: { terminated: { reason: 'Error' } } }] },
    });
    expect(pod.status.containerStatuses[0]?.state.terminated?.exitCode).toBe(-1);
  });

  it('turns other offsets to UTC and drops the zero time', () => {
    const pod = projectPod({
      metadata: {
        name: 'a',
        creationTimestamp: '2026-11-21T10:00:00+02:00',
        deletionTimestamp: '0001-01-01T00:00:00Z',
      },
    });
    expect(pod.metadata.creationTimestamp).toBe('2026-11-21T08:00:00.000Z');
    expect(pod.metadata.deletionTimestamp).toBeNull();
  });

  it('takes the counts of a DaemonSet by their own names, and the template of a CronJob from its jobs', () => {
    const daemonSet = project(
      'DaemonSet',
      { metadata: { name: 'd' }, status: { desiredNumberScheduled: 3, numberReady: 2, updatedNumberScheduled: 1 } },
      clean,
    );
    expect(daemonSet).toMatchObject({
      spec: { replicas: null },
      status: { desiredNumberScheduled: 3, readyReplicas: 2, updatedReplicas: 1 },
    });
    const cronJob = project(
      'CronJob',
      {
        metadata: { name: 'c' },
        spec: { jobTemplate: { spec: { backoffLimit: 2, template: { spec: { restartPolicy: 'Never' } } } } },
        status: { active: [{ name: 'c-1' }] },
      },
      clean,
    );
    expect(cronJob).toMatchObject({
      spec: { backoffLimit: 2, template: { spec: { restartPolicy: 'Never' } } },
      status: { active: 1 },
    });
  });
});

describe('hostile objects', () => {
  it.each([
    ['no object', 'text', 'it is not an object'],
    ['no name', { metadata: {} }, 'it has no name'],
    ['another kind', { kind: 'Status', metadata: { name: 'x' } }, 'it is a Status, not a Pod'],
  ])('poisons %s', (_, raw, reason) => {
    expect(project('Pod', raw, clean)).toMatchObject({ kind: 'Pod', poison: reason });
  });

  it('poisons, and keeps the name, where the cleaning itself fails', () => {
    const failing = (): string => {
      throw new TypeError('too hard');
    };
    const raw = { metadata: { name: 'x', namespace: 'shop' }, status: { message: 'ö' } };
    expect(project('Pod', raw, failing)).toMatchObject({
      metadata: { name: 'x', namespace: 'shop' },
      poison: 'reading it failed (TypeError)',
    });
  });

  it('cleans every kind of text that a person wrote', () => {
    const marked = (text: string): string => text.replaceAll('s3cret', '«redacted»');
    const pod = projectPod(
      {
        metadata: { name: 'a', labels: { note: 's3cret' } },
        spec: { containers: [{ name: 'app', image: 'u:s3cret@r/app', args: ['--x=s3cret'], command: ['s3cret'] }] },
        status: {
          message: 's3cret',
          conditions: [{ type: 'Ready', message: 's3cret' }],
          containerStatuses: [
            { name: 'app', state: { waiting: { reason: 'a s3cret reason', message: 's3cret' } } },
            { name: 'b', lastState: { terminated: { exitCode: 1, message: 's3cret' } } },
          ],
        },
      },
      marked,
    );
    expect(JSON.stringify(pod)).not.toContain('s3cret');
    expect(pod.spec.containers[0]?.args).toEqual(['--x=«redacted»']);
  });

  it('does not clean the messages that hold names only, and does where anything else stands in them', () => {
    const cleaned: string[] = [];
    const listen = (text: string): string => {
      cleaned.push(text);
      return text;
    };
    const pod =
      'back-off 5m0s restarting failed container=app pod=cart-7d9c-x_shop(5308b662-3328-449c-b72d-2236dc9da695)';
    const messages = [pod, 'Started container app', 'Created container: app', 'Started container password=x', 'other'];
    for (const message of messages) project('Event', { metadata: { name: 'e' }, message }, listen);
    expect(cleaned).toEqual(['Started container password=x', 'other']);
  });

  it.each(['a/b', 'a%2fb', '-rf', '..', '__proto__', '$(id)', "it's", 'x'.repeat(254)])(
    'poisons the name %j, which no API server takes, and keeps it',
    (name) => {
      const object = project('Pod', { metadata: { name, namespace: 'shop' } }, (text) => text);
      expect(object).toMatchObject({ metadata: { name, namespace: 'shop' }, poison: expect.stringContaining('name') });
      expect(project('Pod', { metadata: { name: 'a', namespace: name } }, (text) => text)).toMatchObject({
        poison: 'its namespace is none that Kubernetes takes',
      });
    },
  );

  it.each(['cart\u202e-1', 'cart\u001b[31m-1', 'cart\n-1', 'pass-cart-1'])(
    'never gives %j the name of what is left of it (A03)',
    (name) => {
      const clean = (text: string): string => stripControl(text).replace('pass-', '').replace('\n', '');
      const namespace = name === 'pass-cart-1' ? 'a b' : 'shop';
      const object = project('Pod', { metadata: { name, namespace } }, clean);
      expect(isPoison(object)).toBe(true);
      expect(object.metadata.name).toBe('');
    },
  );

  it.each([
    [-1e308, 0],
    [-3, 0],
    [2.7, 2],
    [1e308, 2_147_483_647],
    ['14', 14],
    [null, 0],
  ])('reads %j restarts as %d', (restartCount, expected) => {
    const raw = { metadata: { name: 'a' }, status: { containerStatuses: [{ name: 'app', restartCount }] } };
    expect(project('Pod', raw, (text) => text)).toMatchObject({
      status: { containerStatuses: [{ restartCount: expected }] },
    });
  });

  it('does not let a label called __proto__ change the object', () => {
    const pod = projectPod(JSON.parse('{"metadata":{"name":"a","labels":{"__proto__":"x","app":"y"}}}'));
    expect(pod.metadata.labels).toEqual({ app: 'y' });
    expect(Object.getPrototypeOf(pod.metadata.labels)).toBe(Object.prototype);
  });

  it('bounds a text of a megabyte', () => {
    const pod = projectPod({ metadata: { name: 'a' }, status: { message: 'x'.repeat(1_000_000) } });
    expect(pod.status.message.length).toBeLessThan(9_000);
  });

  it('is total: real objects with parts cut out, nulled or of another type never throw', () => {
    const junk = fc.oneof(fc.constant(undefined), fc.constant(NaN), fc.constant([null, 1, 'x', {}]), fc.jsonValue());
    const mutation = fc.tuple(fc.nat(), junk);
    fc.assert(
      fc.property(
        fc.nat(samples.length - 1),
        fc.array(mutation, { minLength: 1, maxLength: 12 }),
        (index, mutations) => {
          const sample = samples[index];
          if (sample === undefined) return;
          const root = { object: structuredClone<unknown>(sample.object) };
          for (const [place, value] of mutations) mutate(root, place, value);
          for (const kind of [kindOf(sample.kind), 'Pod' as const, 'Secret' as const]) {
            const projected = project(kind, root.object, clean);
            expect(projected.kind).toBe(kind);
            expect(typeof projected.metadata.name).toBe('string');
            expect(Array.isArray(projected.metadata.ownerReferences)).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);
});

/** Replaces the `place`-th value of the tree (counted around) by another. */
function mutate(root: object, place: number, value: unknown): void {
  const slots: [object, string][] = [];
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      slots.push([node, key]);
      collect(child);
    }
  };
  collect(root);
  const slot = slots[place % Math.max(1, slots.length)];
  if (slot !== undefined)
    Object.defineProperty(slot[0], slot[1], { value: structuredClone(value), configurable: true, enumerable: true });
}
