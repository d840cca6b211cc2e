/** The same objects with their lists in another order, where Kubernetes promises none: the answer must not change. */

import type { Snapshot } from '../../model/snapshot';

/**
 * Lists of the API that are maps by a name or a type (their `patchMergeKey`), or sets. Not the containers, which the kubelet
 * starts in order (signals §1.2), nor arguments.
 */
const unordered = [
  'ownerReferences',
  'managedFields',
  'conditions',
  'containerStatuses',
  'initContainerStatuses',
  'ephemeralContainerStatuses',
  'volumes',
  'volumeMounts',
  'env',
  'tolerations',
  'taints',
  'imagePullSecrets',
  'endpoints',
  'ports',
];

/** A variable that another one uses has to stand before it, and of two of one name the last counts. */
function isTurnable(key: string, list: readonly unknown[]): boolean {
  if (key !== 'env') return unordered.includes(key);
  const names = list.map((item) => (typeof item === 'object' && item !== null && 'name' in item ? item.name : item));
  return new Set(names).size === names.length && !JSON.stringify(list).includes('$(');
}

function turned(value: unknown, key: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => turned(item, ''));
    return isTurnable(key, items) ? items.reverse() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, turned(inner, name)]));
}

/** Such lists within an object the other way round. What comes out has the same shape as what goes in. */
export function turn<T>(value: T): T {
  return turned(value, '') as T;
}

/** The same for what was gathered, and its own lists. Failures are told in their order: the newest pod's first. */
export function turnSnapshot(snapshot: Snapshot): Snapshot {
  const { failures, pending, ...lists } = snapshot;
  const turnedLists = Object.entries(turn(lists)).map(([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value) && !unordered.includes(name) ? value.toReversed() : value,
  ]);
  return { ...snapshot, ...Object.fromEntries(turnedLists), failures, pending };
}

/** A diagnosis without the places in those lists, which it rightly quotes as they are. Plain JSON in, plain JSON out. */
export function withoutPlaces<T>(diagnosis: T): T {
  const places = new RegExp(`\\b(${unordered.join('|')})\\[\\d+\\]`, 'g');
  return JSON.parse(JSON.stringify(diagnosis).replace(places, '$1[]')) as T;
}
