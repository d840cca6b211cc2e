/** Judges again what changed and what the clock is due for: coalesced, in slices, only the workloads touched. */
import 'server-only';

import { createReviewQueue } from './review-queue';
import { inSlices } from './slices';

/** A rollout touches one Deployment dozens of times in a moment; 25 ms gathers them and is not felt (design §9: 300 ms). */
export const coalesceMs = 25;
/** A review that is due at once, again and again, is a rule's mistake: never faster than this. */
const soonestReviewMs = 1000;
/** A timer stands still while the machine sleeps, and knows nothing of a clock that is set: so the clock is looked at this often. */
const furthestTimerMs = 10_000;

export interface JudgeLoop {
  mark(keys: Iterable<string>): void;
  /** True while something waits or is being judged. */
  busy(): boolean;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  stop(): void;
}

export interface JudgeLoopOptions {
  /** Judges one workload; returns when the clock alone could change the answer. */
  judge: (key: string) => { reviewAt: string | null };
  /** A workload whose judging threw keeps its last row; all others go on. */
  onBug: (error: unknown, key: string | null) => void;
  /** After each slice: what was judged in it can be shown. */
  onSlice: () => void;
  /** "Now" of the picture in milliseconds; frozen for recordings. */
  nowMs: () => number;
  /** False for recordings: their clock stands still. */
  clockRuns: boolean;
}

/** A loop that waits for `mark`; a workload marked many times in 25 ms is judged once. */
export function createJudgeLoop({ judge, onSlice, onBug, nowMs, clockRuns }: JudgeLoopOptions): JudgeLoop {
  const dirty = new Set<string>();
  const reviews = createReviewQueue();
  let gather: NodeJS.Timeout | null = null;
  let review: NodeJS.Timeout | null = null;
  let running = false;
  let stopped = false;
  let waiting: (() => void)[] = [];

  /** Takes from the set as it goes: what becomes dirty meanwhile is taken in the same run, once. */
  function* queue(): Generator<string> {
    for (;;) {
      const next = dirty.values().next();
      if (next.done === true || stopped) return;
      dirty.delete(next.value);
      yield next.value;
    }
  }

  const judgeOne = (key: string): void => {
    let reviewAt: string | null = null;
    try {
      reviewAt = judge(key).reviewAt;
    } catch (error) {
      onBug(error, key);
    }
    if (!clockRuns) return;
    const atMs = reviewAt === null ? Number.NaN : Date.parse(reviewAt);
    reviews.set(key, Number.isNaN(atMs) ? null : Math.max(atMs, nowMs() + soonestReviewMs));
  };

  const armReview = (): void => {
    if (review !== null) clearTimeout(review);
    review = null;
    const nextAtMs = reviews.nextAtMs();
    if (nextAtMs === null || stopped) return;
    review = setTimeout(
      () => {
        mark(reviews.takeDue(nowMs()));
        armReview();
      },
      Math.min(Math.max(0, nextAtMs - nowMs()), furthestTimerMs),
    );
    review.unref();
  };

  const finish = (): void => {
    running = false;
    armReview();
    if (dirty.size > 0 && !stopped) {
      schedule();
      return;
    }
    const settled = waiting;
    waiting = [];
    for (const resolve of settled) resolve();
  };

  const run = async (): Promise<void> => {
    gather = null;
    running = true;
    try {
      await inSlices(queue(), judgeOne, onSlice);
    } catch (error) {
      onBug(error, null);
    } finally {
      finish();
    }
  };

  const schedule = (): void => {
    if (gather !== null || running || stopped) return;
    gather = setTimeout(() => void run(), coalesceMs);
  };

  const mark = (keys: Iterable<string>): void => {
    for (const key of keys) dirty.add(key);
    if (dirty.size > 0) schedule();
  };

  const busy = (): boolean => !stopped && (running || dirty.size > 0);

  return {
    mark,
    busy,
    idle: () => (busy() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    stop() {
      stopped = true;
      if (gather !== null) clearTimeout(gather);
      if (review !== null) clearTimeout(review);
      dirty.clear();
      if (!running) finish();
    },
  };
}
