/** How long a container that was restarted counts as troubled: the kubelet's back-off, and when an end is old. */

import type { Ending } from './ending';
import { minuteMs } from '../../format/units';

/** The kubelet's wait before start n+1 (signals §4.1): 0, 10, 20, … 300 s. */
export function backoffMs(restartCount: number): number {
  return restartCount <= 1 ? 10_000 : Math.min(10_000 * 2 ** (restartCount - 1), 300_000);
}

/** How long it has to be ready until what ended before is old (design §2). */
export function oldAfterMs(restartCount: number): number {
  return restartCount > 1 ? 60 * minuteMs : 10 * minuteMs;
}

/** How long it has to be ready after `last` until it seems to hold this time. */
export function holdsAfterMs({ exit }: Ending, restartCount: number): number {
  const ranMs = exit.ranMs ?? 0;
  const oldMs = oldAfterMs(restartCount);
  // What came before such a run was old when it ended: one end, after which it does its work again, and no loop. The kubelet
  // has forgotten its back-off by then too (signals §4.1).
  if (ranMs >= oldMs) return backoffMs(1);
  // Past the back-off window and longer than the last run lasted. Ten minutes are enough, and half of the time in which it
  // counts, so that one that is not said to recover too.
  return Math.max(backoffMs(restartCount), Math.min(ranMs, 10 * minuteMs, oldMs / 2) + 5_000);
}
