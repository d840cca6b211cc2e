/** What is known of a workload without a pod in trouble: a Job that has failed, pods that are not made or could not be read. */
import type { Evidence } from '../../../model/diagnosis';
import type { Condition, Controller } from '../../../model/kubernetes';
import { describeObject, showWorkload } from '../../../remedy/look';
import { conditionEvidence, fields, labelOf } from '../../evidence';
import { currentJob } from '../../facts/job';
import { readingOf } from '../../facts/reading';
import { comesOrGoes, isOver, madePods, missingAllowanceMs, readyAllowanceMs } from '../../facts/too-young';
import { spanMs, type WorkloadView } from '../../facts/views';
import { short } from '../log-rule';
import { failedCreation } from '../start/refused';
import type { Known } from './known';
import { ofController } from './known-controller';

/** No pod is in trouble, because there is none: a Job that has failed, or replicas that are not made. */
export function ofWorkload(view: WorkloadView): Known | null {
  const { controller, workload, asOf } = view.snapshot;
  const look = showWorkload(workload, 'Its conditions and events, in one place.');
  const job = currentJob(view);
  if (job?.outcome === 'failed' && job.condition) {
    const condition = conditionEvidence(job.job, job.condition, job.condition.reason);
    return {
      headline: [
        { code: job.job.metadata.name },
        ' has failed (',
        { mark: job.condition.reason },
        '), and its pods are gone',
      ],
      claims: [{ text: 'The Job has failed; nothing is left of what its pods said.', evidence: [condition] }],
      evidence: [condition],
      remedies: [look],
      container: null,
    };
  }
  const available = controller?.status.conditions.find((c) => c.type === 'Available' && c.status === 'False');
  const desired = controller?.spec.replicas ?? controller?.status.desiredNumberScheduled ?? 0;
  const reading = readingOf(view.snapshot, 'pods');
  if (controller && !available && reading === 'unread' && desired > 0 && isDown(controller, asOf))
    return ofUnreadPods(view, controller, desired, null, reading);
  const failed = failedCreation(view);
  if (failed && (spanMs(failed.sinceAt, asOf) ?? 0) >= missingAllowanceMs) {
    const { evidence } = failed;
    return {
      headline: ['A pod of ', { code: workload.name }, ' could not be made: ', { mark: short(failed.message) }],
      claims: [
        {
          text: 'The API server did not refuse it: the request itself failed, and is tried again.',
          evidence: [evidence],
        },
      ],
      evidence: [evidence],
      remedies: [look],
      container: null,
    };
  }
  const said = reading === 'read' ? ofController(view) : null;
  if (said) return said;
  const made = controller ? madePods(view, controller) : 0;
  if (!controller || made >= desired) return null;
  const isShort = available
    ? (spanMs(available.lastTransitionTime, asOf) ?? missingAllowanceMs) >= missingAllowanceMs
    : reading === 'read' && (isMakingNone(view, controller, desired) || isLeftAlone(view, controller));
  if (!isShort) return null;
  const condition = available ? [conditionEvidence(controller, available)] : [];
  const counts = countsOf(controller, desired);
  if (available && reading !== 'read') return ofUnreadPods(view, controller, desired, available, reading);
  const idle = replicaSets(view).find(
    ({ spec, status }) => status.observedGeneration !== null && status.replicas < (spec.replicas ?? 0),
  );
  return {
    headline: [
      { code: workload.name },
      ' has ',
      { mark: `${made} of ${desired}` },
      ' pods, and nothing says why the others are not made',
    ],
    claims: [
      { text: 'Pods are wanted that do not exist.', evidence: [counts, ...condition] },
      ...(idle
        ? [
            {
              text: 'Its ReplicaSet counts them so itself.',
              evidence: [countsOf(idle, idle.spec.replicas ?? 0)],
            },
          ]
        : []),
    ],
    evidence: [counts],
    remedies: idle
      ? [
          describeObject(
            workload.namespace,
            'replicaset',
            idle.metadata.name,
            'It makes the pods: its events say what it tries.',
          ),
          look,
        ]
      : [look],
    container: null,
  };
}

/** StatefulSets and DaemonSets have no condition: not one of their pods is ready, and they are no longer just made. */
function isDown({ kind, metadata, status }: Controller, asOf: string): boolean {
  const made = spanMs(metadata.creationTimestamp, asOf) ?? 0;
  return (kind === 'StatefulSet' || kind === 'DaemonSet') && status.readyReplicas === 0 && made >= missingAllowanceMs;
}

/**
 * A Deployment whose controller never said whether it is available, as it does when it first looks at it (signals §3.8), and that
 * has no pod: nobody makes any. One that was made while it is paused gets none.
 */
function isLeftAlone({ snapshot, pods }: WorkloadView, { kind, metadata, spec, status }: Controller): boolean {
  const made = spanMs(metadata.creationTimestamp, snapshot.asOf) ?? 0;
  const isJudged = status.conditions.some(({ type }) => type === 'Available');
  return kind === 'Deployment' && !spec.paused && !isJudged && pods.length === 0 && made >= missingAllowanceMs;
}

function replicaSets({ snapshot }: WorkloadView): Controller[] {
  return snapshot.children.filter(({ kind }) => kind === 'ReplicaSet');
}

/** Whether it counts fewer pods than it wants; a Deployment once it was judged, and by its replica sets too, which may have been read after it. */
function countsFewer(view: WorkloadView, { kind, status }: Controller, desired: number): boolean {
  if (kind === 'Deployment') {
    const made = replicaSets(view).reduce((sum, one) => sum + one.status.replicas, 0);
    const isJudged = status.observedGeneration !== null && status.conditions.some(({ type }) => type === 'Available');
    return isJudged && Math.max(status.replicas, made) < desired;
  }
  const isSet = kind === 'StatefulSet' || (kind === 'DaemonSet' && status.desiredNumberScheduled !== null);
  return isSet && status.replicas < desired;
}

/** Until a rollout is through, fewer pods than wanted are its own doing: a Deployment lets some go first. */
function isRolling({ kind, status }: Controller): boolean {
  if (kind === 'Deployment') return status.updatedReplicas < status.replicas;
  return status.updateRevision !== null && status.updateRevision !== status.currentRevision;
}

/**
 * StatefulSets, DaemonSets and Deployments, by what they counted of their present spec: fewer pods than they want, and none is on its way.
 * A rollout, a change of scale, or a pod that comes or goes, is no trouble, and a StatefulSet makes no pod beside one that is not available.
 */
function isMakingNone(view: WorkloadView, controller: Controller, desired: number): boolean {
  const { metadata, status } = controller;
  const { asOf } = view.snapshot;
  const isOld = (at: string | null | undefined, allowanceMs = missingAllowanceMs) =>
    (spanMs(at, asOf) ?? allowanceMs) >= allowanceMs;
  const isLongReady = ({ type, status: is, lastTransitionTime }: Condition) =>
    type === 'Ready' && is === 'True' && isOld(lastTransitionTime, readyAllowanceMs(controller));
  const scaled = metadata.writers.filter(
    ({ subresource, fields: written }) => subresource === 'scale' || written.includes('spec.replicas'),
  );
  // Nobody but their controllers writes replica sets: when their counts change.
  const writers = [...scaled, ...replicaSets(view).flatMap((one) => one.metadata.writers)];
  return (
    countsFewer(view, controller, desired) &&
    metadata.deletionTimestamp === null &&
    (status.observedGeneration ?? Infinity) >= (metadata.generation ?? 0) &&
    !isRolling(controller) &&
    isOld(metadata.creationTimestamp) &&
    writers.every(({ at }) => isOld(at)) &&
    view.pods
      .filter((pod) => !isOver(pod, controller))
      .every(
        ({ pod }) =>
          pod.metadata.deletionTimestamp === null &&
          isOld(pod.metadata.creationTimestamp) &&
          pod.status.conditions.some(isLongReady),
      ) &&
    view.deleted.every(({ pod }) => isOld(pod.metadata.deletionTimestamp)) &&
    view.events.every(({ reason, at }) => !comesOrGoes.has(reason) || isOld(at))
  );
}

function countsOf(controller: Controller, desired: number): Evidence {
  const { replicas, readyReplicas } = controller.status;
  const isDaemonSet = controller.kind === 'DaemonSet';
  return fields(labelOf(controller), null, {
    [isDaemonSet ? '!status.desiredNumberScheduled' : '!spec.replicas']: desired,
    [`!status.${isDaemonSet ? 'currentNumberScheduled' : 'replicas'}`]: replicas,
    [isDaemonSet ? 'status.numberReady' : 'status.readyReplicas']: readyReplicas,
  });
}

/** Its own object says that it is not available, and its pods are not known: whether they exist, and why, cannot be told. */
function ofUnreadPods(
  { snapshot: { workload } }: WorkloadView,
  controller: Controller,
  desired: number,
  available: Condition | null,
  reading: 'pending' | 'unread',
): Known {
  const counts = countsOf(controller, desired);
  const condition = available && conditionEvidence(controller, available);
  const unread = reading === 'pending' ? 'are not read yet' : 'could not be read';
  return {
    headline: [
      { code: workload.name },
      ' is ',
      { mark: 'not available' },
      `, and its pods ${unread}: why is not known`,
    ],
    claims: [
      {
        text: `Its own status says so; its pods ${unread}, so nothing is said of them.`,
        evidence: condition ? [counts, condition] : [counts],
      },
    ],
    evidence: [condition ?? counts],
    remedies: [showWorkload(workload, 'Its conditions and events, in one place.')],
    container: null,
  };
}
