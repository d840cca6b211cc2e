// Log reads in order of urgency: at most five at once, at most ten in any one second, none while the server is away or busy.
import 'server-only';
import { secondMs } from '../format/units';

const maxAtOnce = 5;
const maxPerSecond = 10;

/** Runs once after `ms`; the returned function cancels. */
export type Wait = (ms: number, run: () => void) => () => void;

export interface QueuedRead {
  /** Larger is sooner. */
  urgency: number;
  /**
   * Never rejects. `turn`: to be awaited before asking once more, for that counts as a read too. Resolves to the ms for
   * which nothing is to be asked for, where the server answers no such request at all.
   */
  run(signal: AbortSignal, turn: () => Promise<void>): Promise<number | undefined>;
}

export class LogQueue {
  readonly #waiting = new Map<string, QueuedRead>();
  /** With its id: a newer read of the same id may already wait or run. */
  readonly #running = new Map<QueuedRead, string>();
  readonly #abort = new AbortController();
  /** When the last ten were begun. Not a bucket that fills by the time: full at first, it lets twenty through in a second. */
  #begunMs: number[] = [];
  /** Reads that run and wait to ask once more: before those that wait to begin. */
  #turns: (() => void)[] = [];
  #cancelTimer: (() => void) | null = null;
  /** Set while nothing is begun. */
  #cancelPause: (() => void) | null = null;
  /** After a pause one read finds out for all whether the server is back. */
  #oneAtOnce = false;
  #idle: (() => void)[] = [];

  /** `unlimited`: a recording answers from memory, so no rate is kept. */
  constructor(
    private readonly nowMs: () => number,
    private readonly wait: Wait,
    private readonly unlimited: boolean,
  ) {}

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
    this.#cancelPause?.();
    this.#cancelPause = null;
    this.#waiting.clear();
    this.#abort.abort();
    for (const turn of this.#turns.splice(0)) turn();
    this.#settle();
  }

  #pump(): void {
    while (this.#turns.length > 0 && this.#mayBegin()) this.#turns.shift()?.();
    if (this.#turns.length > 0) return;
    while (this.#running.size < maxAtOnce && this.#waiting.size > 0 && this.#mayBegin()) this.#start();
  }

  #turn(): Promise<void> {
    if (this.#abort.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#turns.push(resolve);
      this.#pump();
    });
  }

  #start(): void {
    const next = this.#mostUrgent();
    if (next === null) return;
    const [id, read] = next;
    this.#waiting.delete(id);
    this.#running.set(read, id);
    let pauseMs: number | undefined;
    void read
      .run(this.#abort.signal, () => this.#turn())
      .then((ms) => void (pauseMs = ms))
      .finally(() => {
        this.#running.delete(read);
        if (pauseMs !== undefined) this.#pause(pauseMs);
        else if (this.#cancelPause === null) this.#oneAtOnce = false;
        this.#pump();
        this.#settle();
      });
  }

  /** The last word counts, of those that were asked for together: the source counts from now to the same instant. */
  #pause(ms: number): void {
    if (this.#abort.signal.aborted) return;
    this.#oneAtOnce = true;
    this.#cancelPause?.();
    this.#cancelPause = this.wait(ms, () => {
      this.#cancelPause = null;
      this.#pump();
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

  /** False in a pause, or where the second's share is used up; then the queue goes on by itself when there is more. */
  #mayBegin(): boolean {
    if (this.unlimited) return true;
    if (this.#cancelPause !== null) return false;
    // Those that wait for their turn ask for nothing meanwhile.
    if (this.#oneAtOnce && this.#running.size > this.#turns.length) return false;
    const now = this.nowMs();
    // After a clock was set back, all count as begun just now.
    this.#begunMs = this.#begunMs.map((at) => Math.min(at, now)).filter((at) => now - at < secondMs);
    const [oldest = now] = this.#begunMs;
    if (this.#begunMs.length < maxPerSecond) {
      this.#begunMs.push(now);
      return true;
    }
    this.#cancelTimer ??= this.wait(oldest + secondMs - now, () => {
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
