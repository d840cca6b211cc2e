/** The newest rollout of a workload: what it changed, when, and which pods are of it (signals §9). */

import type { Condition, Controller } from '../../model/kubernetes';
import { compareTemplates, revisionsOf, type FieldChange, type Revision } from '../changes';
import type { PodView, WorkloadView } from './views';

export interface Rollout {
  revision: Revision;
  before: Revision;
  changes: FieldChange[];
}

/** The newest revision against the one before it; null when there is only one, or they do not differ. */
export function latestRollout(view: WorkloadView): Rollout | null {
  const [revision, before] = revisionsOf(view).reverse();
  if (!revision || !before) return null;
  const changes = compareTemplates(before.template, revision.template);
  return changes.length > 0 ? { revision, before, changes } : null;
}

/** Whether a pod is of the newest revision: by its ReplicaSet's name or its revision hash; null where it cannot be told. */
export function isOfRevision(pod: PodView, revision: Revision): boolean | null {
  const owner = pod.pod.metadata.ownerReferences.find((reference) => reference.controller);
  const name = revision.object.split('/').at(-1);
  if (owner?.kind === 'ReplicaSet') return owner.name === name;
  const hash = pod.pod.metadata.labels['controller-revision-hash'];
  return hash === undefined || name === undefined ? null : name.endsWith(hash);
}

/** The condition by which a Deployment's controller gave its newest rollout up for late (signals §3.8), where that still holds. */
export function stalledRollout({ snapshot }: WorkloadView): { controller: Controller; condition: Condition } | null {
  const { controller } = snapshot;
  if (controller?.kind !== 'Deployment' || controller.spec.paused) return null;
  const { spec, status, metadata } = controller;
  const condition = status.conditions.find(
    ({ type, status: is, reason }) => type === 'Progressing' && is === 'False' && reason === 'ProgressDeadlineExceeded',
  );
  const wanted = spec.replicas ?? 1;
  const isDone = status.updatedReplicas >= wanted && status.availableReplicas >= wanted;
  // Of a template that it has not looked at yet it says nothing.
  const isOld = (status.observedGeneration ?? Infinity) < (metadata.generation ?? 0);
  return condition && !isDone && !isOld ? { controller, condition } : null;
}
