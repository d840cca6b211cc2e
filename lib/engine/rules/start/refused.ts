/** Pods that were never made: the controller's own words about why the API server refused them (signals §3.8). */

import type { Evidence } from '../../../model/diagnosis';
import type { ClusterEvent, Condition, Controller } from '../../../model/kubernetes';
import { conditionEvidence, eventEvidence } from '../../evidence';
import { saidIn } from '../../facts/gathered';
import { timeMs, type WorkloadView } from '../../facts/views';

/** What could not be made: a pod, or what its controller makes before it. */
type Refused = 'pod' | 'ReplicaSet' | 'Job' | 'volume claim';

export interface Refusal {
  /** The API server's sentence, without "Error creating: ". */
  message: string;
  what: Refused;
  evidence: Evidence[];
}

const prefix =
  /^(?:Error creating(?: job)?: |(?:create|Create) Pod \S+ in StatefulSet \S+ failed error: |Failed to create new replica set "[^"]*": )/;

/** Pods that a controller keeps at once; a Job's that came through count too. */
function wantedOf({ kind, metadata, spec, status }: Controller): number {
  // Old controllers wrote no status while a pod was refused (pkg/controller/daemon/daemon_controller.go, not in the reference):
  // 0 is the API server's word then, not theirs, and they try to make pods for the nodes that should have one.
  const isCounted = (status.observedGeneration ?? 0) >= (metadata.generation ?? 1);
  if (kind === 'DaemonSet' && !isCounted) return Math.max(status.desiredNumberScheduled ?? 0, 1);
  return spec.replicas ?? status.desiredNumberScheduled ?? (kind === 'Job' ? (spec.parallelism ?? 1) : 1);
}

/** Whether it has as many pods as it wants, by its own count or by those that are there. */
function hasAll(view: WorkloadView, owner: Controller): boolean {
  const { kind, metadata, status } = owner;
  const live = view.pods.filter(
    ({ pod }) =>
      pod.metadata.deletionTimestamp === null &&
      pod.status.phase !== 'Failed' &&
      pod.metadata.ownerReferences.some(({ name }) => name === metadata.name),
  );
  const counted = kind === 'Job' ? status.active + status.succeeded : status.replicas;
  return Math.max(live.length, counted) >= wantedOf(owner);
}

/** Whether what was refused was made since, is there, or is wanted no more (a replica set that was scaled down, or is gone). */
function isOver(view: WorkloadView, event: ClusterEvent): boolean {
  const { controller, children, workload } = view.snapshot;
  const since = timeMs(event.at) ?? 0;
  const { kind, name } = event.involvedObject;
  const madeLater = view.pods.some(
    ({ pod }) =>
      (timeMs(pod.metadata.creationTimestamp) ?? 0) > since &&
      (workload.kind === 'CronJob' || pod.metadata.ownerReferences.some((owner) => owner.name === name)),
  );
  const made = view.events.some(
    (e) => e.reason === 'SuccessfulCreate' && e.involvedObject.name === name && (timeMs(e.at) ?? 0) > since,
  );
  if (madeLater || made) return true;
  // That of a Deployment is about its replica set, which it could not make; its pods are those of another one.
  if (event.reason !== 'FailedCreate') return false;
  const same = [...(controller ? [controller] : []), ...children].filter((one) => one.kind === kind);
  const owner = same.find(({ metadata }) => metadata.name === name);
  return owner ? hasAll(view, owner) : same.length > 0;
}

/** Who makes pods, and what stands between a workload and them, as far as is known; once without "-controller" (signals §3.8). */
const makers =
  /^(?:(?:(?:replicaset|replication|statefulset|daemonset|daemon-set|job|cronjob|deployment)(?:-controller)?|kube-controller-manager)?)$/;

/**
 * The API server's words for a pod that it refuses, or for somebody whom it must ask and cannot. Whatever else failed (a
 * timeout, a conflict, a name that is taken, a server that is away) was never refused.
 */
const refuses =
  /\b(?:pods?|replicasets?(?:\.apps|\.extensions)?|jobs?(?:\.batch)?|persistentvolumeclaims?) "[^"]*" is (?:forbidden|invalid): |webhook|admission plugin|No API token found for service account|namespaces? "[^"]*" not found/i;

function hasAllReady({ snapshot: { controller, podTotals } }: WorkloadView): boolean {
  const wanted = controller?.spec.replicas ?? controller?.status.desiredNumberScheduled ?? podTotals.desired ?? 1;
  return podTotals.total >= wanted && wanted > 0 && podTotals.ready >= wanted;
}

/** A pod that could not be made, refused or not: who says it, and since when. */
export interface FailedCreation {
  message: string;
  sinceAt: string | null;
  evidence: Evidence;
}

/**
 * The newest time that a pod could not be made, where pods are missing still, whether or not it was refused. Its event is gone an
 * hour after it was last said; the condition stays until one is made.
 */
export function failedCreation(view: WorkloadView): FailedCreation | null {
  if (hasAllReady(view)) return null;
  // What a writer that is not known tells of other objects is no matter of pods.
  const event = creations(view).findLast(({ message }) => !ofOthers.test(message));
  if (event) {
    const message = said(event);
    return { message, sinceAt: event.firstAt ?? event.at, evidence: eventEvidence(event, message) };
  }
  const owner = failingOwner(view, isUnmade);
  const condition = owner?.status.conditions.find(isUnmade);
  if (!owner || !condition) return null;
  const message = condition.message.replace(prefix, '');
  return { message, sinceAt: condition.lastTransitionTime, evidence: conditionEvidence(owner, condition, message) };
}

const ofOthers = / is (?:forbidden|invalid): /;

/** Who has such a condition, and pods missing. */
function failingOwner(view: WorkloadView, is: (condition: Condition) => boolean): Controller | undefined {
  const { controller, children } = view.snapshot;
  return [...(controller ? [controller] : []), ...children].find(
    (one) => one.status.conditions.some(is) && (one.kind === 'Deployment' || !hasAll(view, one)),
  );
}

function creations(view: WorkloadView): ClusterEvent[] {
  return view.events.filter(
    (event) =>
      (event.reason === 'FailedCreate' || event.reason === 'ReplicaSetCreateError') &&
      makers.test(event.source.component) &&
      !isOver(view, event),
  );
}

/** What a Deployment's controller, or that of a replica set, wrote down of it (signals §3.8). */
function isFailure({ type, status, reason }: Condition): boolean {
  return (
    (type === 'ReplicaFailure' && status === 'True') ||
    (type === 'Progressing' && status === 'False' && reason === 'ReplicaSetCreateError')
  );
}

const isRefusal = (condition: Condition): boolean => isFailure(condition) && refuses.test(condition.message);

/** A replica set says so too of a pod that it could not delete (`FailedDelete`). */
function isUnmade(condition: Condition): boolean {
  const { reason, message } = condition;
  return isFailure(condition) && reason !== 'FailedDelete' && message !== '' && !ofOthers.test(message);
}

function refusedBy(message: string, reason: string, kind: string): Refused {
  if (reason === 'ReplicaSetCreateError') return 'ReplicaSet';
  if (kind === 'CronJob') return 'Job';
  return /^create Claim |persistentvolumeclaims? "[^"]*" is /i.test(message) ? 'volume claim' : 'pod';
}

/** The newest refusal that still holds; null when no pod is missing. */
export function refusalOf(view: WorkloadView): Refusal | null {
  const { children } = view.snapshot;
  // An old revision may go on with all its pods while none of the new one is let in: with the default strategy, up to three replicas do.
  const isLacking = children.some((one) => one.kind === 'ReplicaSet' && !hasAll(view, one));
  if (hasAllReady(view) && !isLacking) return null;
  const event = creations(view).findLast(({ message }) => refuses.test(message));
  const owner = failingOwner(view, isRefusal);
  const condition = owner?.status.conditions.find(isRefusal);
  if (event) {
    const message = said(event);
    return {
      message,
      what: refusedBy(event.message, event.reason, event.involvedObject.kind),
      evidence: [
        eventEvidence(event, decisive(message)),
        ...(owner && condition ? [conditionEvidence(owner, condition)] : []),
      ],
    };
  }
  if (owner && condition)
    return {
      message: condition.message.replace(prefix, ''),
      what: refusedBy(condition.message, condition.reason, owner.kind),
      evidence: [conditionEvidence(owner, condition, decisive(condition.message))],
    };
  return null;
}

function said({ message }: ClusterEvent): string {
  return saidIn(message).replace(prefix, '');
}

/** The part of the sentence that says why. */
export function decisive(message: string): string {
  return (
    /(?:exceeded|failed) quota: .*$/is.exec(message)?.[0] ??
    /violates PodSecurity .*$/s.exec(message)?.[0] ??
    /admission webhook .*$/s.exec(message)?.[0] ??
    /failed calling webhook .*$/s.exec(message)?.[0] ??
    /is forbidden: (.*)$/s.exec(message)?.[1] ??
    message
  );
}
