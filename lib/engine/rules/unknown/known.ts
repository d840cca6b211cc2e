/** What is known of trouble that nothing explains: of a container, of a pod, or of a workload without pods (design §5). */
import type { ContainerRef, Evidence, HeadlinePart, NonEmpty, Remedy } from '../../../model/diagnosis';
import { formatSpan } from '../../../format/duration';
import { describePod, showEvents, showLogs, showWorkload } from '../../../remedy/look';
import type { Condition, Controller } from '../../../model/kubernetes';
import { absence, conditionEvidence, eventEvidence, fields, labelOf, lineEvidence } from '../../evidence';
import { currentJob } from '../../facts/job';
import { noKillClaim } from '../../facts/no-killing';
import { readingOf } from '../../facts/reading';
import type { TroubledContainer, TroubledPod } from '../../facts/trouble';
import { isSilent } from '../../facts/unjudged';
import { spanMs, type ContainerView, type PodView, type WorkloadView } from '../../facts/views';
import { lastLine } from '../../signatures/decisive';
import type { DraftClaim } from '../../rule';

export interface Known {
  evidence: NonEmpty<Evidence>;
  headline: NonEmpty<HeadlinePart>;
  claims: NonEmpty<DraftClaim>;
  remedies: NonEmpty<Remedy>;
  container: ContainerRef | null;
}

function stateEvidence(container: ContainerView): Evidence {
  const { status, statusPath, pod } = container;
  return fields(pod.label, null, {
    [`${statusPath}.ready`]: status?.ready,
    [`${statusPath}.restartCount`]: status?.restartCount,
    [`${statusPath}.state.running.startedAt`]: status?.state.running?.startedAt,
    [`${statusPath}.state.waiting.reason`]: status?.state.waiting?.reason,
    [`${statusPath}.state.waiting.message`]: status?.state.waiting?.message,
  });
}

/** The last words, and whether there are any. */
function logClaim(container: ContainerView): DraftClaim {
  const digest = container.logs.find((log) => log.instance === 'previous') ?? container.logs[0];
  const last = digest && lastLine(digest);
  const line = digest && last ? lineEvidence(digest, last.n) : null;
  if (line) return { text: 'Nothing in the log explains the end; its last line is quoted.', evidence: [line] };
  const text = digest ? 'the log is empty' : 'no log was read';
  return {
    text: `Its words are missing: ${text}.`,
    evidence: [
      absence(`Log of ${container.name} in ${container.pod.pod.metadata.name}`, text, 'previous and current log'),
    ],
  };
}

function lastWarning(pod: PodView): DraftClaim[] {
  const event = pod.events.filter((e) => e.type === 'Warning' && e.reason !== 'BackOff').at(-1);
  return event ? [{ text: 'The last warning about the pod:', evidence: [eventEvidence(event)] }] : [];
}

/**
 * What is known of a container that no rule explains: how it ended or what it waits for, and the command that would
 * tell most.
 */
export function ofContainer({ container, trouble, endings }: TroubledContainer, pending: readonly string[]): Known {
  const { namespace, name } = container.pod.pod.metadata;
  const code = { code: container.name };
  const exit = endings[0]?.exit;
  const waiting = container.status?.state.waiting?.reason;
  const ranMs = exit?.ranMs ?? null;
  const ran = ranMs === null ? '' : ` after ${formatSpan(ranMs)}`;
  const logs = showLogs(
    { namespace, pod: name, container: container.name, previous: exit !== undefined && !exit.current },
    'Its own last words would tell most.',
  );
  const describe = describePod(
    { namespace, pod: name },
    'Events of the last hour and the state of every container, in one place.',
  );
  // An unread log is no silent one.
  const silence =
    container.logs.length > 0
      ? 'nothing says why'
      : `its log ${pending.some((what) => what.includes('log')) ? 'is not read yet' : 'could not be read'}`;
  const state = exit?.evidence ?? stateEvidence(container);
  const known = exit
    ? `The last run ended with exit code ${exit.exitCode}, reason \`${exit.reason}\`.`
    : 'This is all that its status says.';
  return {
    headline: exit
      ? ['Container ', code, ' exits with code ', { mark: String(exit.exitCode) }, `${ran}, and ${silence}`]
      : waiting
        ? ['Container ', code, ' waits with ', { mark: waiting }, ', and nothing says why']
        : [
            'Container ',
            code,
            trouble === 'stuck' ? ' does not get started' : ' is not ready',
            ', and nothing says why',
          ],
    claims: [
      { text: known, evidence: [state] },
      ...(exit ? noKillClaim('No probe kill was announced.', container, 'liveness', 'startup') : []),
      ...lastWarning(container.pod),
      logClaim(container),
    ],
    evidence: [state],
    remedies: exit
      ? [logs, describe]
      : [describe, showEvents(namespace, { kind: 'Pod', name }, 'What the kubelet says, with times.')],
    container: { name: container.name, type: container.type },
  };
}

/** What is known of a pod that no rule explains, and the command that would tell most. */
export function ofPod({ pod, podTrouble }: TroubledPod): Known {
  const { metadata, status } = pod.pod;
  const what = {
    unscheduled: 'waits for a node',
    failed: 'has failed',
    'node-gone': 'is on a node that does not answer',
    'stuck-terminating': 'does not go away',
    unreadable: 'cannot be judged',
  };
  const state = fields(pod.label, null, {
    '!status.phase': status.phase,
    'status.reason': status.reason,
    'status.message': status.message,
    'metadata.deletionTimestamp': metadata.deletionTimestamp,
    'spec.nodeName': pod.pod.spec.nodeName,
  });
  return {
    headline: [
      'Pod ',
      { code: metadata.name },
      ' ',
      { mark: podTrouble === null ? 'is in trouble' : what[podTrouble] },
      podTrouble !== 'unreadable'
        ? ', and nothing says why'
        : isSilent(pod)
          ? ': it has no status'
          : ': its spec and its status do not fit',
    ],
    claims: [{ text: 'This is all that its status says.', evidence: [state] }, ...lastWarning(pod)],
    evidence: [state],
    remedies: [
      describePod(
        { namespace: metadata.namespace, pod: metadata.name },
        'Its conditions and the events of the last hour, in one place.',
      ),
    ],
    container: null,
  };
}

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
  if (
    !controller ||
    !available ||
    podTotals.total >= desired ||
    (spanMs(available.lastTransitionTime, asOf) ?? missingAllowanceMs) < missingAllowanceMs
  )
    return null;
  const counts = fields(labelOf(controller), null, {
    '!spec.replicas': desired,
    '!status.replicas': controller.status.replicas,
  });
  if (reading !== 'read') return ofUnreadPods(view, controller, desired, available, reading);
  return {
    headline: [
      { code: workload.name },
      ' has ',
      { mark: `${podTotals.total} of ${desired}` },
      ' pods, and nothing says why the others are not made',
    ],
    claims: [
      { text: 'Pods are wanted that do not exist.', evidence: [counts, conditionEvidence(controller, available)] },
    ],
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

/** Its own object says that it is not available, and its pods are not known: whether they exist, and why, cannot be told. */
function ofUnreadPods(
  { snapshot: { workload } }: WorkloadView,
  controller: Controller,
  desired: number,
  available: Condition | null,
  reading: 'pending' | 'unread',
): Known {
  const { replicas, readyReplicas } = controller.status;
  const isDaemonSet = controller.kind === 'DaemonSet';
  const counts = fields(labelOf(controller), null, {
    [isDaemonSet ? '!status.desiredNumberScheduled' : '!spec.replicas']: desired,
    [isDaemonSet ? 'status.currentNumberScheduled' : 'status.replicas']: replicas,
    [isDaemonSet ? '!status.numberReady' : '!status.readyReplicas']: readyReplicas,
  });
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
