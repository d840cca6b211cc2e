/** What to do about a memory limit that did not hold, where no history tells more. */

import type { EventEvidence, NonEmpty, Remedy } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { formatSpan } from '../../../format/duration';
import { formatBytes, parseQuantity } from '../../../format/quantity';
import { changeByHand, setMemoryLimit } from '../../../remedy/change';
import { describeNode, describePod } from '../../../remedy/look';
import { absence } from '../../evidence';
import { classify, type Ending } from '../../facts/ending';
import type { Exit } from '../../facts/exit';
import type { MemoryLimit } from '../../facts/memory-limit';
import { nodeEventsReach } from '../../facts/node';
import { startFailure } from '../../facts/start-error';
import type { ContainerView, PodView, WorkloadView } from '../../facts/views';
import type { DraftClaim, RuledOutDraft } from '../../rule';

/** runc's own words where its init was killed for memory: it counts the kills of the cgroup, or it only guesses (signals §1.4). */
const startOom = /container init was OOM-killed \(memory limit too low\?\)|(\(possibly OOM-killed\))/;

/** Nothing that the runtime quotes of the command counts; what CRI-O passes on is a log line of runc, quoted as a whole. */
function saidOfMemory(message: string): RegExpExecArray | null {
  return startOom.exec(message.replace(/\bmsg="|"$/gm, '').replace(/"[^"]*"/g, ''));
}

/** Whether memory kept it from starting; null where the runtime says nothing of that. */
export function startKilled({ verdict, exit }: Ending): 'counted' | 'guessed' | null {
  const said = verdict === 'never-started' ? saidOfMemory(exit.message) : null;
  return said && (said[1] === undefined ? 'counted' : 'guessed');
}

/** A process of the container that was killed, in words that no known master uses. */
const childWords = /\b(?:worker|child|sub-?process|process)\b.{0,60}\b(?:killed|SIGKILL|signal 9)\b/i;

/** Whether the log of the run that ended tells of a killed child, wherever else its decisive line is (design §4). */
export function tellsOfChild({ logs }: ContainerView, { current }: Exit): boolean {
  return logs.some(
    ({ instance, hits, excerpt }) =>
      (instance === 'current') === current &&
      (hits.some(({ cause }) => cause === 'oom-child-process') || excerpt.some(({ text }) => childWords.test(text))),
  );
}

/**
 * The end that memory may have made: the newest one, or a start that failed for it and left no dead instance. CRI-O keeps
 * none, and containerd's is seen a moment later (signals §1.6).
 */
export function endOrStart(container: ContainerView, ending: Ending | undefined): Ending | undefined {
  const { status, statusPath, events } = container;
  const failure = status?.state.waiting && ending?.verdict !== 'never-started' ? startFailure(container) : null;
  const [evidence] = failure?.evidence ?? [];
  if (!failure || evidence?.kind !== 'field' || !saidOfMemory(failure.message)) return ending;
  const at = events.findLast(({ reason }) => reason === 'Failed')?.at ?? null;
  return classify(container, {
    exitCode: 128,
    signal: null,
    reason: failure.reason,
    message: failure.message,
    startedAt: null,
    finishedAt: at,
    ranMs: null,
    current: true,
    path: `${statusPath}.state.waiting`,
    restartCount: status?.restartCount ?? 0,
    evidence,
  });
}

/**
 * How it ended, or that it was never started. `told`: the kernel's word for a kill of which the runtime says `Error`: it may lose
 * the reason, or miss the count (signals §1.6, §5.2 row 10).
 */
export function endClaims(
  { name }: ContainerView,
  ending: Ending,
  told: EventEvidence | null = null,
): NonEmpty<DraftClaim> {
  const { exit } = ending;
  const start = startKilled(ending);
  const ran = exit.ranMs === null ? '' : ` after ${formatSpan(exit.ranMs)}`;
  const ofKernel =
    'In that moment the kernel of its node killed a process of that name for the limit of its cgroup; the runtime has lost the reason `OOMKilled`.';
  return [
    {
      text: start
        ? `The runtime could not start \`${name}\`: it says that its first process was ${start === 'counted' ? '' : 'possibly '}killed for memory.`
        : `The last run of \`${name}\` ended${ran} with reason \`${exit.reason}\`, exit code ${exit.exitCode}.`,
      evidence: [exit.evidence],
    },
    ...(told ? [{ text: ofKernel, evidence: [told] }] : []),
  ];
}

/**
 * Twice the limit, or `bytes`: enough to see within one run whether the program levels off or grows without end. No command where the
 * limit is the pod's, which kubectl cannot set, or where a resize is under way that may do it.
 */
export function raise(
  ref: WorkloadRef,
  { name, pod }: ContainerView,
  limit: MemoryLimit,
  why: string,
  bytes = limit.bytes * 2,
): Remedy {
  const to = formatBytes(bytes);
  const asked = limit.asked === null ? null : parseQuantity(limit.asked);
  if (asked !== null && asked > limit.bytes)
    return describePod(
      { namespace: ref.namespace, pod: pod.pod.metadata.name },
      `See why it was not given the ${limit.asked ?? ''} of its spec: the conditions PodResizePending and PodResizeInProgress say so. A pod made anew starts with it.`,
    );
  if (limit.of === 'pod')
    return changeByHand('raise-pod-memory', `Raise the limit of the pod from ${limit.text} to ${to}`, why);
  // The API server takes no limit of a container above that of its pod.
  const pods = pod.pod.spec.resources?.limits['memory'];
  if (pods !== undefined && (parseQuantity(pods) ?? Infinity) < bytes)
    return changeByHand(
      'raise-pod-memory',
      `Raise the limit of ${name} from ${limit.text} to ${to}, and that of the pod (${pods}) above the sum of its containers`,
      why,
    );
  return setMemoryLimit(ref, name, limit.text, to, why);
}

/** What else may have ended the container, so that more memory changes nothing, or makes it worse. */
export type OtherEnd = 'node-memory' | 'node-restart' | 'sandbox';

/** What tells that, to be looked at before the limit is raised. */
export function lookBefore({ pod }: PodView, other: OtherEnd): Remedy {
  const { nodeName } = pod.spec;
  if (other === 'sandbox' || nodeName === null)
    return describePod(
      { namespace: pod.metadata.namespace, pod: pod.metadata.name },
      'See whether its sandbox went just before that end: if that ended it, more memory changes nothing.',
    );
  return describeNode(
    nodeName,
    other === 'node-restart'
      ? 'See whether it was started again just after that end: if that ended the container, more memory changes nothing.'
      : 'See whether it was short of memory at that end: if that ended the container, a higher limit makes it worse.',
  );
}

/** That nobody can have looked whether the node ran out of memory; null where what was said of it at that end would be known. */
export function unseenNode(view: WorkloadView, { pod }: ContainerView, { finishedAt }: Exit): DraftClaim | null {
  if (nodeEventsReach(view, finishedAt)) return null;
  const node = pod.pod.spec.nodeName;
  const { nodeEventsRead } = view.snapshot;
  const missing = nodeEventsRead
    ? 'Events of the time of its end are no longer kept: a node'
    : 'Events about its node were not read: one';
  const none = nodeEventsRead ? 'no event is left from then' : 'no event about it was read';
  return {
    text: `${missing} that runs out of memory ends a container in the same way, and then a higher limit makes it worse.`,
    evidence: [absence(node === null ? 'its node' : `Node ${node}`, none, 'events in default')],
  };
}

/** Why no limit was passed: neither the container nor its pod has one. Undefined of one that was described without its resources. */
export function noLimit({ spec, specPath, pod }: ContainerView): RuledOutDraft | undefined {
  if (spec.resources.unknown) return undefined;
  const none = absence(pod.label, 'no memory limit', `${specPath}.resources.limits, spec.resources`);
  return { because: 'Neither it nor its pod has a memory limit.', evidence: [none] };
}
