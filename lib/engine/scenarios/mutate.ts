/** Changes to a scenario: the decisive evidence taken away, buried under noise, or its arrays in another order. */

import { stringify } from 'yaml';
import { drown } from './noise';
import { turn } from './order';
import type { Scenario } from './scenario';

type Drop = Scenario['mutations'][number]['drop'];

function copy(scenario: Scenario): Scenario {
  return structuredClone(scenario);
}

/** Removes what a mutation names. Throws when there was nothing to remove: such a mutation would test nothing. */
export function drop(scenario: Scenario, what: Drop): Scenario {
  const changed = copy(scenario);
  const before = stringify(changed);
  if ('event' in what) {
    changed.objects = changed.objects.filter((o) => !(o.kind === 'Event' && o['reason'] === what.event));
  } else if ('object' in what) {
    changed.objects = changed.objects.filter((o) => `${o.kind}/${o.metadata.name}` !== what.object);
  } else if ('metric' in what) {
    changed.metrics = changed.metrics.filter((series) => series.id !== what.metric);
  } else if ('log' in what) {
    for (const log of Object.values(changed.logs)) {
      for (const instance of ['current', 'previous'] as const) {
        const text = log[instance];
        if (text !== undefined)
          log[instance] = text
            .split('\n')
            .filter((line) => !line.includes(what.log))
            .join('\n');
      }
    }
  } else {
    removeField(changed, what.field);
  }
  if (stringify(changed) === before) throw new Error(`the mutation removes nothing: ${JSON.stringify(what)}`);
  return changed;
}

/** "Pod/cart-x1:spec.containers.0.resources.limits" */
function removeField(scenario: Scenario, field: string): void {
  const [name = '', path = ''] = field.split(':');
  const [kind, ...rest] = name.split('/');
  const all = [...scenario.objects, ...scenario.deleted.map((d) => d.pod)];
  const target: unknown = all.find((o) => o.kind === kind && o.metadata.name === rest.join('/'));
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let holder: unknown = target;
  for (const key of keys) holder = isRecord(holder) ? holder[key] : undefined;
  if (isRecord(holder)) Reflect.deleteProperty(holder, last);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** 500 events about other things and log lines about nothing (noise.ts); `behind`: as many at the end of each log that goes on. */
export function bury(scenario: Scenario, behind: number): Scenario {
  const changed = copy(scenario);
  const noise = Array.from({ length: 500 }, (_, i) => ({
    kind: 'Event',
    metadata: { name: `noise.${i}` },
    involvedObject:
      i % 2 === 0
        ? { kind: 'Pod', name: `other-${i}`, namespace: 'elsewhere' }
        : { kind: 'ReplicaSet', name: `other-${i}` },
    type: i % 3 === 0 ? 'Warning' : 'Normal',
    reason: ['Pulled', 'Scheduled', 'Unhealthy', 'Killing', 'BackOff'][i % 5],
    message: [
      'Container image "x" already present on machine',
      'Stopping container other',
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
    ][i % 3],
    lastTimestamp: changed.asOf,
    count: 1,
  }));
  changed.objects.push(...noise);
  const running = runningContainers(changed);
  for (const [name, log] of Object.entries(changed.logs)) {
    if (log.current !== undefined) log.current = drown(log.current, running.has(name) ? behind : 0);
    if (log.previous !== undefined) log.previous = drown(log.previous, 0);
  }
  return changed;
}

/** "pod/container" of those that run now. */
export function runningContainers({ objects }: Scenario): Set<string> {
  const statuses = objects.flatMap(({ kind, metadata, status }) => {
    const all = kind === 'Pod' && isRecord(status) ? status['containerStatuses'] : [];
    return Array.isArray(all) ? all.filter(isRecord).map((one) => ({ pod: metadata.name, ...one })) : [];
  });
  const running = statuses.filter((one: Record<string, unknown>) => isRecord(one['state']) && one['state']['running']);
  return new Set(running.map((one: Record<string, unknown>) => `${String(one['pod'])}/${String(one['name'])}`));
}

/** The same objects in another order, events too, and their lists turned; a fixed order, so that a failure can be seen again. */
export function shuffle(scenario: Scenario): Scenario {
  const changed = copy(scenario);
  const keyed = changed.objects.map((object, i) => ({ object: turn(object), key: (i * 7919 + 13) % 1009 }));
  changed.objects = keyed.sort((a, b) => a.key - b.key).map(({ object }) => object);
  changed.deleted = changed.deleted.map((one) => ({ ...one, pod: turn(one.pod) }));
  return changed;
}
