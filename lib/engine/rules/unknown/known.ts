/** What is said of trouble that nothing explains, whatever it is of, and what its pod was last warned of (design §5). */
import type { ContainerRef, Evidence, HeadlinePart, NonEmpty, Remedy } from '../../../model/diagnosis';
import { eventEvidence } from '../../evidence';
import type { PodView } from '../../facts/views';
import type { DraftClaim } from '../../rule';

export interface Known {
  evidence: NonEmpty<Evidence>;
  headline: NonEmpty<HeadlinePart>;
  claims: NonEmpty<DraftClaim>;
  remedies: NonEmpty<Remedy>;
  container: ContainerRef | null;
  /** How it ended, in which pods may differ. */
  names?: string;
  atMost?: 'degraded';
  reviewAtMs?: number;
}

export function lastWarning(pod: PodView): DraftClaim[] {
  const event = pod.events.filter((e) => e.type === 'Warning' && e.reason !== 'BackOff').at(-1);
  return event ? [{ text: 'The last warning about the pod:', evidence: [eventEvidence(event)] }] : [];
}
