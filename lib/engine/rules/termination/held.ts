/** What keeps a pod whose deletion deadline is over: a container that SIGKILL has not ended, a finalizer, or its kubelet (signals §4.3). */
import type { HeadlinePart, NonEmpty, Remedy } from '../../../model/diagnosis';
import { formatInstant } from '../../../format/time';
import { ask, describeNode, describePod } from '../../../remedy/look';
import { eventEvidence, fields } from '../../evidence';
import { timeMs, type PodView } from '../../facts/views';
import type { DraftClaim } from '../../rule';

export interface Held {
  /** ": it is kept by its finalizer a", as the end of a headline. */
  words: NonEmpty<HeadlinePart>;
  claim: DraftClaim;
  step: Remedy;
}

/** The kubelet waits so long for the runtime beyond the grace (its `runtimeRequestTimeout`): until then SIGKILL may be under way. */
export const killAllowanceMs = 120_000;

/** Where the kubelet has told why it cannot kill it, that is quoted. */
function killFailed(pod: PodView): DraftClaim['evidence'] {
  const event = pod.events.findLast(({ reason }) => reason === 'FailedKillPod' || reason === 'ExceededGracePeriod');
  return event ? [eventEvidence(event, event.message.trim())] : [];
}

/** Null where nobody has asked for its deletion. */
export function heldOf(pod: PodView): Held | null {
  const { metadata, spec } = pod.pod;
  const { deletionTimestamp, finalizers = [], namespace, name } = metadata;
  if (timeMs(deletionTimestamp) === null || deletionTimestamp === null) return null;
  const since = formatInstant(deletionTimestamp);
  const running = pod.containers.filter(({ status }) => status?.state.running);
  const state = fields(pod.label, null, {
    '!metadata.deletionTimestamp': deletionTimestamp,
    ...Object.fromEntries(
      running.map((c) => [`!${c.statusPath}.state.running.startedAt`, c.status?.state.running?.startedAt]),
    ),
  });
  const step = (why: string) =>
    spec.nodeName === null ? describePod({ namespace, pod: name }, why) : describeNode(spec.nodeName, why);
  const overdue: NonEmpty<HeadlinePart> = [': it should have been gone since ', { mark: since }];
  if (running.length > 0) {
    const names = running.map((container) => container.name).join(', ');
    return {
      words: [...overdue, ', and ', { code: names }, running.length > 1 ? ' still run' : ' still runs'],
      claim: {
        text: 'SIGKILL was due at that deadline, and no program can ignore it: its kubelet or the container runtime does not carry it out, or a process hangs in the kernel, on a disk or a network volume that does not answer.',
        evidence: [state, ...killFailed(pod)],
      },
      step: step(
        'Whether its kubelet still reports, and what it says of this pod; its log on the node tells why the kill does not end it.',
      ),
    };
  }
  if (finalizers.length > 0)
    return {
      words: [': it is kept by its finalizer ', { mark: finalizers.join(', ') }, `, since ${since}`],
      claim: {
        text: 'Its containers have ended; it goes when whoever set the finalizer has done its part and takes it away.',
        evidence: [
          fields(pod.label, null, {
            '!metadata.finalizers': finalizers,
            'metadata.deletionTimestamp': deletionTimestamp,
          }),
        ],
      },
      step: ask(
        'finalizer-owner',
        'Look at the controller that set the finalizer',
        'Its name says whose it is. Whether that runs, and what it logs of this pod, tells why it has not let go; a finalizer that is taken away by hand leaves undone what it stands for.',
      ),
    };
  return {
    words: [...overdue, ', and its kubelet has not cleared it away'],
    claim: {
      text: 'None of its containers runs, and no finalizer is set: what is left is for its kubelet to do, such as to unmount volumes and to confirm the end.',
      evidence: [state, ...killFailed(pod)],
    },
    step: step('Whether its kubelet still reports, and what it says of this pod.'),
  };
}
