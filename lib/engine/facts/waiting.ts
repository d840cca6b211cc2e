/** What a container waits for, in the kubelet's words: of its state, or of the event that has the same sentence (signals §1.2). */
import type { Evidence } from '../../model/diagnosis';
import type { ClusterEvent } from '../../model/kubernetes';
import { eventEvidence, fields } from '../evidence';
import { isOfKubelet } from './kill';
import type { ContainerView } from './views';

export interface Waiting {
  reason: string;
  message: string;
  evidence: Evidence;
}

/**
 * Null where it does not wait. The event speaks for a state that came without its message (`kubectl describe` shows none) and
 * for a pod that came without a status.
 */
export function waitingOf(container: ContainerView): Waiting | null {
  const waiting = container.status?.state.waiting;
  if (container.status && (!waiting || waiting.reason === '')) return null;
  const isSaid = waiting ? waiting.message !== '' || waiting.reason !== 'CreateContainerConfigError' : false;
  const event = container.events.findLast(
    (e) => isOfKubelet(e) && e.reason === 'Failed' && e.message.startsWith('Error: '),
  );
  if (event && !isSaid) return saidBy(event, waiting?.reason ?? 'Failed');
  if (!waiting) return null;
  const path = `${container.statusPath}.state.waiting`;
  return {
    reason: waiting.reason,
    message: waiting.message,
    evidence: fields(container.pod.label, null, {
      [`!${path}.reason`]: waiting.reason,
      [`${path}.message`]: waiting.message,
    }),
  };
}

function saidBy(event: ClusterEvent, reason: string): Waiting {
  const message = event.message.slice('Error: '.length);
  return { reason, message, evidence: eventEvidence(event, message) };
}
