/** What is known of trouble that nothing explains: of a container, of a pod, or of a workload without pods (design §5). */
import type { ContainerRef, Evidence, HeadlinePart, NonEmpty, Remedy } from '../../../model/diagnosis';
import { formatSpan } from '../../../format/duration';
import { formatClock } from '../../../format/time';
import { ask, describeNode, describePod, showEvents, showLogs, showWorkload } from '../../../remedy/look';
import type { ClusterEvent, Condition, Controller } from '../../../model/kubernetes';
import { absence, conditionEvidence, eventEvidence, fields, labelOf, lineEvidence } from '../../evidence';
import { currentJob } from '../../facts/job';
import { noKillClaim } from '../../facts/no-killing';
import { readingOf } from '../../facts/reading';
import type { TroubledContainer, TroubledPod } from '../../facts/trouble';
import { isSilent } from '../../facts/unjudged';
import { spanMs, timeMs, type ContainerView, type PodView, type WorkloadView } from '../../facts/views';
import { lastLine } from '../../signatures/decisive';
import type { DraftClaim } from '../../rule';
import { short, subject } from '../log-rule';
import { heldOf, type Held } from '../termination/held';

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

/** Whether no run of it is known: it has nothing to say yet. */
function neverRan({ status }: ContainerView): boolean {
  if (!status) return false;
  const { state, lastState, restartCount } = status;
  return restartCount === 0 && !state.running && !state.terminated && !lastState.terminated;
}

/** The kubelet's last word of a container that waits, where that is that it pulls the image. */
function pullingOf(container: ContainerView): ClusterEvent | null {
  const newest = container.events.at(-1);
  return newest?.reason === 'Pulling' && neverRan(container) ? newest : null;
}

/** Of a container that has not ended: what it does instead of being ready, as the end of a headline, and what says so. */
function ofLiving(
  { container, trouble }: TroubledContainer,
  silence: string,
): { words: NonEmpty<HeadlinePart>; claims: DraftClaim[] } {
  const { running, waiting } = container.status?.state ?? {};
  const pulling = waiting ? pullingOf(container) : null;
  if (pulling) {
    const pulls = pulling.at === null ? 'is pulling' : `has been pulling since ${formatClock(pulling.at)}`;
    return {
      words: [' waits for its image, which the kubelet ', { mark: pulls }],
      claims: [
        {
          text: 'This is the last that the kubelet said of it: neither that it has the image, nor that the pull failed.',
          evidence: [eventEvidence(pulling, pulling.message)],
        },
      ],
    };
  }
  if (waiting?.reason)
    return { words: [' waits with ', { mark: waiting.reason }, ', and nothing says why'], claims: [] };
  if (trouble !== 'stuck') return { words: [` is not ready, and ${silence}`], claims: [] };
  if (!running) return { words: [' does not get started, and nothing says why'], claims: [] };
  const since = timeMs(running.startedAt) === null ? '' : `since ${formatClock(running.startedAt ?? '')} `;
  return { words: [' has run ', { mark: `${since}without coming to an end` }, `, and ${silence}`], claims: [] };
}

/** The last words, and whether there are any. */
function logClaim(container: ContainerView): DraftClaim {
  const digest = container.logs.find((log) => log.instance === 'previous') ?? container.logs[0];
  const last = digest && lastLine(digest);
  const line = digest && last ? lineEvidence(digest, last.n) : null;
  const ended = container.status?.state.terminated ?? container.status?.lastState.terminated;
  if (line)
    return {
      text: `Nothing in the log explains ${ended ? 'the end' : 'it'}; its last line is quoted.`,
      evidence: [line],
    };
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

/** What a code says of an end that nobody announced: a signal, and who may have sent it (signals §5.2 rows 10 and 12). */
const senders: ReadonlyMap<number, { signal: string; says: string; who: string }> = new Map([
  [
    137,
    {
      signal: 'SIGKILL',
      says: 'It did not end by itself: 137 is SIGKILL, sent from outside of the program.',
      who: 'The kernel short of memory, whose word the runtime lost (compare its use with its limit); a supervisor or script in the container; a `kill -9` by hand; a restart of the container runtime.',
    },
  ],
  [
    143,
    {
      signal: 'SIGTERM',
      says: '143 is SIGTERM: something told it to stop.',
      who: 'A script or supervisor in the container; another container of a shared process namespace; a `kill` by hand; or the kubelet, for a probe or a deletion, whose event is no longer kept.',
    },
  ],
]);

/**
 * What is known of a container that no rule explains: how it ended or what it waits for, and the command that would
 * tell most.
 */
export function ofContainer(troubled: TroubledContainer, pending: readonly string[]): Known {
  const { container, endings } = troubled;
  const { namespace, name } = container.pod.pod.metadata;
  const exit = endings[0]?.exit;
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
  const sender = exit && !endings[0]?.kill && exit.reason !== 'OOMKilled' ? senders.get(exit.exitCode) : undefined;
  const wasRead = container.logs.some((log) => lastLine(log) !== null);
  const node = container.pod.pod.spec.nodeName;
  const known = exit
    ? `The last run ended with exit code ${exit.exitCode}, reason \`${exit.reason}\`.${sender ? ` ${sender.says}` : ''}`
    : 'This is all that its status says.';
  const living = ofLiving(troubled, silence);
  return {
    headline: exit
      ? [
          ...subject(container),
          ' exits with code ',
          { mark: String(exit.exitCode) },
          `${sender ? ` (${sender.signal})` : ''}${ran}, and ${silence}`,
        ]
      : [...subject(container), ...living.words],
    claims: [
      { text: known, evidence: [state] },
      ...(exit ? noKillClaim('No probe kill was announced.', container, 'liveness', 'startup') : living.claims),
      ...lastWarning(container.pod),
      ...(neverRan(container) ? [] : [logClaim(container)]),
    ],
    evidence: [state],
    remedies: sender
      ? [
          // What was read and explains nothing does not tell more when it is read again.
          wasRead ? describe : logs,
          ...(wasRead ? [] : [describe]),
          ask(`who-sent-${sender.signal.toLowerCase()}`, `Find who sent ${sender.signal}`, sender.who),
          ...(node === null
            ? []
            : [describeNode(node, 'Its events tell whether it was short of memory or restarted then.')]),
        ]
      : exit || container.status?.state.running
        ? [logs, describe]
        : [describe, showEvents(namespace, { kind: 'Pod', name }, 'What the kubelet says, with times.')],
    container: { name: container.name, type: container.type },
  };
}

/** Who has to act before the pod goes on: who keeps one that is deleted, or whoever set a gate before the scheduler. */
function holdOf({ pod, podTrouble }: TroubledPod): Held | null {
  const { schedulingGates = [] } = pod.pod.spec;
  if (podTrouble === 'stuck-terminating') return heldOf(pod);
  if (podTrouble === 'unscheduled' && schedulingGates.length > 0)
    return {
      words: [': it is held back by its scheduling gate ', { mark: schedulingGates.join(', ') }],
      claim: {
        text: 'The scheduler does not look at it before every gate is taken away.',
        evidence: [fields(pod.label, null, { '!spec.schedulingGates': schedulingGates.map((name) => ({ name })) })],
      },
      step: ask(
        'gate-owner',
        'Look at the controller that set the gate',
        'Its name says whose it is: a queue, a quota, an operator. Whether that runs, and what it logs of this pod, tells what it waits for.',
      ),
    };
  return null;
}

/** What is known of a pod that no rule explains, and the command that would tell most. */
export function ofPod(troubled: TroubledPod): Known {
  const { pod, podTrouble } = troubled;
  const hold = holdOf(troubled);
  const { metadata, status } = pod.pod;
  const disruption = status.conditions.find((c) => c.type === 'DisruptionTarget' && c.status === 'True');
  const said = podTrouble === 'failed' ? status.message || (disruption?.message ?? '') : '';
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
      ...(hold?.words ?? [
        podTrouble !== 'unreadable'
          ? said === ''
            ? ', and nothing says why'
            : `: ${short(said)}`
          : isSilent(pod)
            ? ': it has no status'
            : ': its spec and its status do not fit',
      ]),
    ],
    claims: [
      hold?.claim ?? {
        text: 'This is all that its status says.',
        evidence: disruption ? [state, conditionEvidence(pod.pod, disruption, disruption.reason)] : [state],
      },
      ...lastWarning(pod),
    ],
    evidence: [state],
    remedies: [
      describePod(
        { namespace: metadata.namespace, pod: metadata.name },
        'Its conditions and the events of the last hour, in one place.',
      ),
      ...(hold ? [hold.step] : []),
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
