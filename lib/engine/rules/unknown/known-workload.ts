/** What is known of a workload without a pod in trouble: a Job that has failed, pods that are not made or could not be read. */
import type { Evidence } from '../../../model/diagnosis';
import type { Condition, Controller } from '../../../model/kubernetes';
import { showWorkload } from '../../../remedy/look';
import { conditionEvidence, eventEvidence, fields, labelOf } from '../../evidence';
import { currentJob } from '../../facts/job';
import { readingOf } from '../../facts/reading';
import { spanMs, type WorkloadView } from '../../facts/views';
import { short } from '../log-rule';
import { failedCreation } from '../start/refused';
import type { Known } from './known';
import { ofController } from './known-controller';

/** A minute or two without all replicas is what any rollout looks like. */
const missingAllowanceMs = 120_000;

/** No pod is in trouble, because there is none: a Job that has failed, or replicas that are not made. */
export function ofWorkload(view: WorkloadView): Known | null {
  const { controller, podTotals, workload, asOf } = view.snapshot;
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
  if (failed && (spanMs(failed.event.firstAt ?? failed.event.at, asOf) ?? 0) >= missingAllowanceMs) {
    const evidence = eventEvidence(failed.event, failed.message);
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
  if (!controller || podTotals.total >= desired) return null;
  const isShort = available
    ? (spanMs(available.lastTransitionTime, asOf) ?? missingAllowanceMs) >= missingAllowanceMs
    : reading === 'read' && (isMakingNone(view, controller, desired) || isLeftAlone(view, controller));
  if (!isShort) return null;
  const condition = available ? [conditionEvidence(controller, available)] : [];
  const counts = countsOf(controller, desired);
  if (available && reading !== 'read') return ofUnreadPods(view, controller, desired, available, reading);
  return {
    headline: [
      { code: workload.name },
      ' has ',
      { mark: `${podTotals.total} of ${desired}` },
      ' pods, and nothing says why the others are not made',
    ],
    claims: [{ text: 'Pods are wanted that do not exist.', evidence: [counts, ...condition] }],
    evidence: [counts],
    remedies: [look],
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

/**
 * StatefulSets and DaemonSets, by what they counted of their present spec: fewer pods than they want, and none is on its way. A rollout, or
 * a pod that comes or goes, is no trouble, and a StatefulSet makes no pod beside one that is not ready.
 */
function isMakingNone(view: WorkloadView, { kind, metadata, status }: Controller, desired: number): boolean {
  const { asOf } = view.snapshot;
  const isOld = (at: string | null | undefined) => (spanMs(at, asOf) ?? missingAllowanceMs) >= missingAllowanceMs;
  const isRolling = status.updateRevision !== null && status.updateRevision !== status.currentRevision;
  return (
    (kind === 'StatefulSet' || (kind === 'DaemonSet' && status.desiredNumberScheduled !== null)) &&
    status.replicas < desired &&
    (status.observedGeneration ?? Infinity) >= (metadata.generation ?? 0) &&
    !isRolling &&
    isOld(metadata.creationTimestamp) &&
    view.pods.every(
      ({ pod }) =>
        pod.metadata.deletionTimestamp === null &&
        isOld(pod.metadata.creationTimestamp) &&
        pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True' && isOld(c.lastTransitionTime)),
    ) &&
    view.deleted.every(({ pod }) => isOld(pod.metadata.deletionTimestamp)) &&
    view.events.every(({ reason, at }) => !/^Successful(?:Create|Delete)$/.test(reason) || isOld(at))
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
