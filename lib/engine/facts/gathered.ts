/**
 * Events of one reason that the kubelet gathered because ten messages or more differed: the newest message stands behind these
 * words, and the count is of all (signals §3.1).
 */

import type { ClusterEvent } from '../../model/kubernetes';

const prefix = /^\(combined from similar events\): /;

/** What the event says, without the words that it was gathered. */
export function saidIn(message: string): string {
  return message.replace(prefix, '');
}

/** How often exactly this was said, as far as is known: once where the count is of other messages too. */
export function timesSaid({ message, count }: Pick<ClusterEvent, 'message' | 'count'>): number {
  return prefix.test(message) ? 1 : count;
}
