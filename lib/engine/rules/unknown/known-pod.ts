/** What is known of a pod that no rule explains: who has to act before it goes on, or the last that was said of it. */
import { ask, describePod } from '../../../remedy/look';
import { conditionEvidence, fields } from '../../evidence';
import type { TroubledPod } from '../../facts/pod-trouble';
import { isSilent } from '../../facts/unjudged';
import { short } from '../log-rule';
import { heldOf, type Held } from '../termination/held';
import { lastWarning, type Known } from './known';

function isGated({ pod, podTrouble }: TroubledPod): boolean {
  return podTrouble === 'unscheduled' && (pod.pod.spec.schedulingGates ?? []).length > 0;
}

/** Who has to act before the pod goes on: who keeps one that is deleted, or whoever set a gate before the scheduler. */
function holdOf(troubled: TroubledPod): Held | null {
  const { pod, podTrouble } = troubled;
  const { schedulingGates = [] } = pod.pod.spec;
  if (podTrouble === 'stuck-terminating') return heldOf(pod);
  if (isGated(troubled))
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
  return unseenOf(pod, podTrouble);
}

/** A scheduler that looks at a pod writes an event, or the condition PodScheduled (signals §2.2, §3.7): nobody has. */
function unseenOf({ pod, events, label }: TroubledPod['pod'], podTrouble: TroubledPod['podTrouble']): Held | null {
  const scheduler = pod.spec.schedulerName;
  const isSeen = [...pod.status.conditions.map(({ type }) => type), ...events.map(({ reason }) => reason)].some(
    (what) => what === 'PodScheduled' || what === 'FailedScheduling',
  );
  if (podTrouble !== 'unscheduled' || !scheduler || isSeen) return null;
  return {
    words: [': its scheduler ', { mark: scheduler }, ' has said nothing of it'],
    claim: {
      text: 'No scheduler but the one that it names looks at it, and the pod has no condition PodScheduled, which one writes that found no node.',
      evidence: [fields(label, null, { '!spec.schedulerName': scheduler })],
    },
    step: ask(
      'scheduler',
      `Look at the scheduler ${scheduler}`,
      'Whether it is installed and runs, whether it watches this namespace or queue, and what it logs of this pod.',
    ),
  };
}

/** What is known of a pod that no rule explains, and the command that would tell most. */
export function ofPod(troubled: TroubledPod): Known {
  const { pod, podTrouble } = troubled;
  const hold = holdOf(troubled);
  const { metadata, status } = pod.pod;
  const disruption = status.conditions.find((c) => c.type === 'DisruptionTarget' && c.status === 'True');
  const waits =
    podTrouble === 'unscheduled' ? status.conditions.find(({ type }) => type === 'PodScheduled') : undefined;
  const said = podTrouble === 'failed' ? status.message || (disruption?.message ?? '') : (waits?.message ?? '');
  const condition = disruption ?? waits;
  const what = {
    unscheduled: 'waits for a node',
    failed: 'has failed',
    'node-gone': 'is on a node that does not answer',
    'stuck-terminating': 'does not go away',
    'held-open': 'is not over though its work is done',
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
        evidence: condition ? [state, conditionEvidence(pod.pod, condition, condition.reason)] : [state],
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
    // A queue holds what it has no room for yet, as it is meant to.
    ...(isGated(troubled) ? { atMost: 'degraded' } : {}),
  };
}
