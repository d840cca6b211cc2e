/** Pods that were never made: the controller's own words about why the API server refused them (signals §3.8). */

import type { Evidence } from '../../../model/diagnosis';
import { conditionEvidence, eventEvidence } from '../../evidence';
import { saidIn } from '../../facts/gathered';
import { timeMs, type WorkloadView } from '../../facts/views';

export interface Refusal {
  /** The API server's sentence, without "Error creating: ". */
  message: string;
  evidence: Evidence[];
}

const prefix =
  /^(?:Error creating: |(?:create|Create) Pod \S+ in StatefulSet \S+ failed error: |Failed to create new replica set "[^"]*": )/;

/**
 * The newest refusal that still holds; null when no pod is missing. A refusal is over when a pod was made after it, or when
 * everything that is wanted is there.
 */
export function refusalOf(view: WorkloadView): Refusal | null {
  const { controller, children, podTotals } = view.snapshot;
  const wanted = controller?.spec.replicas ?? controller?.status.desiredNumberScheduled ?? podTotals.desired ?? 1;
  if (podTotals.total >= wanted && wanted > 0 && podTotals.ready >= wanted) return null;
  const isFailure = (reason: string) => reason === 'FailedCreate' || reason === 'ReplicaSetCreateError';
  const event = view.events.filter((e) => isFailure(e.reason)).at(-1);
  const made = view.events
    .filter((e) => e.reason === 'SuccessfulCreate' && e.involvedObject.name === event?.involvedObject.name)
    .at(-1);
  const since = timeMs(event?.at) ?? 0;
  const madeLater = view.pods.some(
    ({ pod }) =>
      (timeMs(pod.metadata.creationTimestamp) ?? 0) > since &&
      pod.metadata.ownerReferences.some(({ name }) => name === event?.involvedObject.name),
  );
  const over = event && (madeLater || (made && (timeMs(made.at) ?? 0) > since));
  const owners = [...(controller ? [controller] : []), ...children];
  const owner = owners.find((o) => o.status.conditions.some((c) => c.type === 'ReplicaFailure' && c.status === 'True'));
  const condition = owner?.status.conditions.find((c) => c.type === 'ReplicaFailure');
  if (event && !over) {
    const message = saidIn(event.message).replace(prefix, '');
    return {
      message,
      evidence: [
        eventEvidence(event, decisive(message)),
        ...(owner && condition ? [conditionEvidence(owner, condition)] : []),
      ],
    };
  }
  if (owner && condition)
    return {
      message: condition.message.replace(prefix, ''),
      evidence: [conditionEvidence(owner, condition, decisive(condition.message))],
    };
  return null;
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
