// What could not be read for this workload, and what is still being read.
import 'server-only';

import { formatInstant } from '../format/time';
import { kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import type { Failure } from '../model/result';
import type { Snapshot, SnapshotFailure } from '../model/snapshot';
import type { Capabilities, KindState } from '../model/source';
import type { WorkloadRef } from '../model/workload';

/** What any workload is judged by. */
const always: readonly Kind[] = ['Pod', 'Event', 'Node'];
const byWorkload: Partial<Record<string, readonly Kind[]>> = {
  Deployment: ['Deployment', 'ReplicaSet'],
  StatefulSet: ['StatefulSet', 'ControllerRevision'],
  DaemonSet: ['DaemonSet', 'ControllerRevision'],
  CronJob: ['CronJob', 'Job'],
  Job: ['Job'],
  ReplicaSet: ['ReplicaSet'],
  ReplicationController: ['ReplicationController'],
};
/** Only worth a word when refused or stale: a file without them says nothing about a cluster without them. */
const background: readonly Kind[] = ['Service', 'EndpointSlice', 'ResourceQuota', 'LimitRange'];

export interface Unread {
  failures: SnapshotFailure[];
  /** Kinds whose first list has not come yet, in words: "events". */
  pending: string[];
}

/** `needs`: the kinds that this workload refers to beside the usual ones (claims, configs). */
export function unreadKinds(ref: WorkloadRef, states: readonly KindState[], needs: ReadonlySet<Kind>): Unread {
  // An owner may be of any kind, `constructor` too.
  const own = Object.hasOwn(byWorkload, ref.kind) ? byWorkload[ref.kind] : undefined;
  const firm = new Set<Kind>([...always, ...(own ?? []), ...needs]);
  const unread: Unread = { failures: [], pending: [] };
  for (const state of states) {
    if (!isNearest(state, states, ref.namespace)) continue;
    const isFirm = firm.has(state.kind);
    if (!isFirm && !background.includes(state.kind)) continue;
    const failed = state.state === 'denied' || state.state === 'stale' || (state.state === 'absent' && isFirm);
    if (failed) unread.failures.push(failureOf(state, ref.namespace));
    else if (isFirm && (state.state === 'connecting' || state.state === 'listing')) {
      unread.pending.push(kinds[state.kind].plural);
    }
  }
  return unread;
}

/** What is read by namespace is so because the whole was refused: there the refusal says nothing. */
function isNearest(state: KindState, states: readonly KindState[], namespace: string): boolean {
  if (state.namespace !== null) return state.namespace === namespace;
  return !states.some((other) => other.kind === state.kind && other.namespace === namespace);
}

/**
 * When the pods in this namespace were last heard, where they are not watched at this moment: the server is away or refuses
 * them. Read by namespace from now on and not listed yet, they are as the cluster-wide list left them. Null where they are watched.
 */
export function unwatchedAt(states: readonly KindState[], namespace: string): string | null {
  let heardAt: string | null = null;
  for (const state of states) {
    if (state.kind !== 'Pod' || (state.namespace !== null && state.namespace !== namespace)) continue;
    if (state.state === 'live' || state.state === 'frozen') return null;
    if (state.heardAt !== null && (heardAt === null || state.heardAt > heardAt)) heardAt = state.heardAt;
  }
  return heardAt;
}

/** Whether all of a kind in this namespace is known at this instant, so that what is not there does not exist. */
export function isWatched(kind: Kind, states: readonly KindState[], namespace: string): boolean {
  return states.some((one) => one.kind === kind && one.state === 'live' && isNearest(one, states, namespace));
}

/** Whether a kind of this namespace is known, if only as it was when it was last heard or recorded. */
export function isRead(kind: Kind, states: readonly KindState[], namespace: string): boolean {
  return states.some((one) => one.kind === kind && isHeld(one) && isNearest(one, states, namespace));
}

function isHeld({ state, heardAt }: KindState): boolean {
  return state !== 'absent' && heardAt !== null;
}

/**
 * How many of the cluster's Services are known. A recording does not tell which namespaces it is of: `spans` tells that it has the
 * Service that every cluster has in `default`, and one of another namespace.
 */
export function servicesRead(states: readonly KindState[], spans: boolean): Snapshot['servicesRead'] {
  const own = states.filter(({ kind }) => kind === 'Service');
  const isAll = ({ namespace, state }: KindState) =>
    namespace === null && (state === 'live' || (state === 'frozen' && spans));
  return own.some(isAll) ? 'all' : own.some(isHeld) ? 'some' : 'none';
}

/** That an address may be one of a Service that was not read; nothing where that is told of the workload's own namespace. */
export function otherServices(states: readonly KindState[], namespace: string): SnapshotFailure[] {
  const own = states.filter(({ kind }) => kind === 'Service');
  if (!own.some((one) => isNearest(one, states, namespace) && (one.state === 'live' || one.state === 'frozen')))
    return [];
  const refused = own.find((one) => one.namespace === null && one.state === 'denied')?.failure;
  const isRecording = own.some(({ state }) => state === 'frozen');
  const failure: Failure = refused ?? {
    code: isRecording ? 'absent' : 'not-configured',
    message: isRecording ? 'They are not in this recording.' : 'They are not among the namespaces that are read.',
  };
  return [{ what: 'services in other namespaces', failure }];
}

/**
 * Whether events about nodes are read: they lie in `default` (signals §3.1), whatever namespace the pods are in. A recording does
 * not tell which namespaces it is of: `holdsAny`, some of `default` or about a node, tells that it is of that one too. In an outage
 * what was read before it stays read: pods are not heard either, so no death is later.
 */
export function readsNodeEvents(states: readonly KindState[], holdsAny: boolean): boolean {
  const isOutage = !states.some(({ kind, state }) => kind === 'Pod' && state === 'live');
  return states.some(
    (one) =>
      one.kind === 'Event' &&
      isNearest(one, states, 'default') &&
      (one.state === 'live' || (one.state === 'stale' && isOutage) || (one.state === 'frozen' && holdsAny)),
  );
}

/** Why a kind is not read; of one that was read before, that what is shown of it is old (F23). Null where nothing failed. */
export function whyUnread({ state, failure, heardAt, since }: KindState): Failure | null {
  if (failure === null || state !== 'denied' || heardAt === null) return failure;
  return {
    ...failure,
    message: `${failure.message} No longer watched since ${formatInstant(since)}: what is shown is from before.`,
  };
}

function failureOf(state: KindState, namespace: string): SnapshotFailure {
  const { plural, namespaced, group } = kinds[state.kind];
  const what = namespaced ? `${plural} in ${namespace}` : plural;
  const failure = whyUnread(state);
  if (failure !== null) return { what, failure };
  if (state.state === 'denied') {
    const permission = { verbs: ['list', 'watch'], group, resource: plural, namespace: state.namespace };
    return { what, failure: { code: 'denied', message: `The account may not list ${what}.`, permission } };
  }
  if (state.state === 'absent') return { what, failure: { code: 'absent', message: 'They are not served here.' } };
  const since = state.heardAt ?? state.since;
  return {
    what,
    failure: { code: 'unreachable', message: `Nothing was heard of them since ${formatInstant(since)}.` },
  };
}

/** True where metadata of Secrets or ConfigMaps is being read. */
export function readsConfigs(states: readonly KindState[], namespace: string): boolean {
  return states.some(
    ({ kind, state, namespace: scope, objects }) =>
      (kind === 'Secret' || kind === 'ConfigMap') &&
      (scope === null || scope === namespace) &&
      (state === 'live' || state === 'frozen' || state === 'stale') &&
      (state !== 'stale' || objects > 0),
  );
}

/** Why there is no metadata of Secrets and ConfigMaps, where that was the operator's choice. */
export function configFailures(capabilities: Capabilities): SnapshotFailure[] {
  return capabilities.missing
    .filter(({ what }) => what.startsWith('metadata of'))
    .map(({ what, why }) => ({ what, failure: { code: 'not-configured', message: why } }));
}
