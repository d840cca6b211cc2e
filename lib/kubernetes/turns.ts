/** Shares the event loop among all that is read: nineteen lists that arrive at once must not block it together for more than 50 ms. */
import 'server-only';

/** How much is parsed before requests and heartbeats get their turn, by all readers together. */
const SLICE_MS = 5;

let spentMs = 0;
const waiting: (() => void)[] = [];

function next(): void {
  spentMs = 0;
  waiting.shift()?.();
  // One reader a turn: were all let go at once, their slices would add up to one block.
  if (waiting.length > 0) setImmediate(next);
}

/** Does the work, and lets everything else run first before it returns where this turn's time is used up. */
export async function inTurn(work: () => void): Promise<void> {
  const startedAt = performance.now();
  work();
  spentMs += performance.now() - startedAt;
  if (spentMs < SLICE_MS) return;
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}
