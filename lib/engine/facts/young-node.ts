/** What a node that joins brings with it a little later: its network and its storage drivers are pods of their own (signals §2.3). */

import type { ClusterEvent } from '../../model/kubernetes';
import { timeMs, type PodView } from './views';

/** Minutes, where their images have to be pulled. */
export const joinAllowanceMs = 300_000;

/** No network plugin, or none that has set itself up; a driver whose socket the kubelet has not seen. */
const bringsLater =
  /network is not ready|\bcni\b|failed to set ?up (?:pod )?network|not found in the list of registered CSI drivers/i;

/** Whether a complaint is one that passes by itself when the node has joined. */
export function isOfJoining({ message }: ClusterEvent): boolean {
  return bringsLater.test(message);
}

/** Until when a pod's node is so young; null where its age is not known. */
export function youngUntilMs({ node }: Pick<PodView, 'node'>): number | null {
  const madeMs = timeMs(node?.metadata.creationTimestamp);
  return madeMs === null ? null : madeMs + joinAllowanceMs;
}
