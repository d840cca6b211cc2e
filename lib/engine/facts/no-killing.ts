/** The absence of a `Killing` event: weak (signals §3.2), and known only where events were read and none is there. */

import type { AbsenceEvidence } from '../../model/diagnosis';
import { absence } from '../evidence';
import type { DraftClaim } from '../rule';
import { killKind, type Kill } from './kill';
import type { ContainerView } from './views';

/**
 * "none of 41 events is Killing", or where others of the pod were killed, "none of 41 events says that a liveness probe killed
 * cart". Nothing where an event says so at any time, where none of the pod's is left, or where they were not read. `kinds`: of
 * which kills; without them, of every kind.
 */
export function noKilling(container: ContainerView, ...kinds: readonly Kill['kind'][]): AbsenceEvidence[] {
  const { pod, name } = container;
  const total = pod.events.length;
  if (!pod.eventsRead || total === 0) return [];
  const kills = pod.events.filter((event) => event.reason === 'Killing');
  const others = new Set(pod.containers.filter((one) => one !== container).flatMap((one) => one.events));
  // One that names no container may be about this one.
  const own = kills.filter((event) => !others.has(event));
  if (own.some(({ message }) => kinds.length === 0 || kinds.includes(killKind(message)))) return [];
  const by = kinds.filter((kind) => kind === 'liveness' || kind === 'startup').join(' or ');
  const text =
    kills.length === 0
      ? `none of ${total} events is Killing`
      : `none of ${total} events says that ${by === '' ? 'the kubelet' : `a ${by} probe`} killed ${name}`;
  return [absence(pod.label, text, `${total} events of the pod`)];
}

/** A claim that stands on the absence of a `Killing` event, where that can be known. */
export function noKillClaim(text: string, container: ContainerView, ...kinds: readonly Kill['kind'][]): DraftClaim[] {
  return noKilling(container, ...kinds).map((evidence) => ({ text, evidence: [evidence] }));
}
