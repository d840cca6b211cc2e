/** A cluster that lives: pods change, one a second is replaced by another of its template, and events are told and forgotten. */
import { randomUUID } from 'node:crypto';
import type { FakeApi } from '../e2e/fake-api/fake-api';
import type { RawObject } from '../e2e/fake-api/objects';
import { resourceOfKind } from '../e2e/fake-api/resources';

/** An API server keeps an event for an hour; a shorter time comes to rest within a soak, as an hour does within a day. */
const eventMs = 300_000;
const tickMs = 100;

/** Begins `perSecond` changes a second (100: 94 pods touched, a pod deleted and made, four events; events go when they are old). */
export function turnOver(api: FakeApi, perSecond: number): void {
  const resource = resourceOfKind('Pod');
  const pods: RawObject[] = resource === undefined ? [] : api.store.list(resource, null);
  const told: { namespace: string; name: string; at: number }[] = [];
  let tick = 0;
  setInterval(() => {
    tick += 1;
    const each = (tick * 37) % pods.length;
    const pod = pods[each];
    if (pod === undefined) return;
    const { namespace = null } = pod.metadata;
    if (tick % 10 === 0) {
      const name = `${pod.metadata.name.slice(0, -5)}${randomUUID().slice(0, 5)}`;
      api.remove('Pod', namespace, pod.metadata.name);
      pods[each] = api.apply({ ...pod, metadata: { ...pod.metadata, name, uid: randomUUID() } });
    }
    if (tick % 3 === 0 && namespace !== null) {
      told.push({ namespace, name: tell(api, pod), at: Date.now() });
      while (told[0] !== undefined && Date.now() - told[0].at > eventMs) {
        api.remove('Event', told[0].namespace, told[0].name);
        told.shift();
      }
    }
    api.churn(Math.round((perSecond * tickMs) / 1000) - (tick % 3 === 0 ? 1 : 0));
  }, tickMs);
}

/** Of a readiness check that was missed once; returns the event's name. */
function tell(api: FakeApi, pod: RawObject): string {
  const { namespace = 'default', name, uid } = pod.metadata;
  const at = new Date().toISOString();
  const event = `${name}.${randomUUID().slice(0, 16)}`;
  api.apply({
    kind: 'Event',
    metadata: { name: event, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, fieldPath: 'spec.containers{app}' },
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    count: 1,
    firstTimestamp: at,
    lastTimestamp: at,
    source: { component: 'kubelet', host: 'node-0001' },
  });
  return event;
}
