// Log reads in order of urgency: at most five at once, and at most ten a second.
import 'server-only';

const maxAtOnce = 5;
const maxPerSecond = 10;

/** Runs once after `ms`; the returned function cancels. */
export type Wait = (ms: number, run: () => void) => () => void;

export interface QueuedRead {
  /** Larger is sooner. */
  urgency: number;
  /** Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export class LogQueue {
  readonly #waiting = new Map<string, QueuedRead>();
  /** With its id: a newer read of the same id may already wait or run. */
  readonly #running = new Map<QueuedRead, string>();
  readonly #abort = new AbortController();
  #tokens = maxPerSecond;
  #filledMs: number;
  #cancelTimer: (() => void) | null = null;
  #idle: (() => void)[] = [];

  /** `unlimited`: a recording answers from memory, so no rate is kept. */
  constructor(
    private readonly nowMs: () => number,
    private readonly wait: Wait,
    private readonly unlimited: boolean,
  ) {
    this.#filledMs = nowMs();
  }

  get size(): number {
    return this.#waiting.size + this.#running.size;
  }

  has(id: string): boolean {
    return this.#waiting.has(id) || [...this.#running.values()].includes(id);
  }

  /** A read that is already waiting under the same id is replaced. */
  add(id: string, read: QueuedRead): void {
    if (this.#abort.signal.aborted) return;
    this.#waiting.set(id, read);
    this.#pump();
  }

  drop(id: string): void {
    if (this.#waiting.delete(id)) this.#settle();
  }

  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void> {
    return this.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#waiting.clear();
    this.#abort.abort();
    this.#settle();
  }

  #pump(): void {
    while (this.#running.size < maxAtOnce && this.#waiting.size > 0 && this.#takeToken()) this.#start();
  }

  #start(): void {
    const next = this.#mostUrgent();
    if (next === null) return;
    const [id, read] = next;
    this.#waiting.delete(id);
    this.#running.set(read, id);
    void read.run(this.#abort.signal).finally(() => {
      this.#running.delete(read);
      this.#pump();
      this.#settle();
    });
  }

  #mostUrgent(): [string, QueuedRead] | null {
    let best: [string, QueuedRead] | null = null;
    for (const entry of this.#waiting) {
      if (best === null || entry[1].urgency > best[1].urgency) best = entry;
      // All are read, so the first is as good as any.
      if (this.unlimited) break;
    }
    return best;
  }

  /** False where the second's share is used up; then the queue goes on by itself when there is more. */
  #takeToken(): boolean {
    if (this.unlimited) return true;
    const now = this.nowMs();
    // A clock that was set back fills nothing and takes nothing.
    const earned = (Math.max(0, now - this.#filledMs) / 1000) * maxPerSecond;
    this.#tokens = Math.min(maxPerSecond, this.#tokens + earned);
    this.#filledMs = now;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return true;
    }
    this.#cancelTimer ??= this.wait(Math.ceil(((1 - this.#tokens) / maxPerSecond) * 1000), () => {
      this.#cancelTimer = null;
      this.#pump();
    });
    return false;
  }

  #settle(): void {
    if (this.size > 0) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}

/** A timer that keeps no process alive. */
export function defaultWait(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
