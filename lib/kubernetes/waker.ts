/** After an outage: the first kind that is answered ends the waits of the others, which may have grown to a minute. */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import type { KindState } from '../model/source';
import type { Clock } from './clock';
import type { Reflector } from './reflector';

/** The others come within this, by chance, so that a server that has just started is not asked for all at once. */
const SPREAD_MS = 1_000;
/** Longer where there are more than a hundred: a hundred namespaces of sixteen kinds come a hundred a second. */
const EACH_MS = 10;
/** Not more often than this: a kind that comes and goes must not take the back-off from one that stays away. */
const AT_MOST_EVERY_MS = 5_000;

export class Waker {
  private readonly out = new Set<string>();
  private readonly timers = new Set<() => void>();
  private notBefore = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly reflectors: () => Pick<Reflector<Kind>, 'state' | 'retryNow'>[],
  ) {}

  /** Hears of each change of state, before or after the feed does. */
  note(state: KindState): void {
    const key = `${state.kind} ${state.namespace ?? ''}`;
    if (isOut(state)) this.out.add(key);
    else if (isAnswered(state) && this.out.delete(key)) this.wakeOthers();
  }

  stop(): void {
    for (const cancel of this.timers) cancel();
    this.timers.clear();
  }

  private wakeOthers(): void {
    const now = this.clock.monotonic();
    if (now < this.notBefore) return;
    const waiting = this.reflectors().filter(({ state }) => isOut(state));
    const spreadMs = Math.max(SPREAD_MS, waiting.length * EACH_MS);
    this.notBefore = now + Math.max(AT_MOST_EVERY_MS, spreadMs);
    for (const reflector of waiting) {
      const cancel = this.clock.setTimeout(() => {
        this.timers.delete(cancel);
        if (isOut(reflector.state)) reflector.retryNow();
      }, spreadMs * this.clock.random());
      this.timers.add(cancel);
    }
  }
}

/** Lost with the connection. Not what the server itself refuses or puts off: that wait is its own (Retry-After, 403). */
function isOut({ failure }: KindState): boolean {
  return failure?.code === 'unreachable' || failure?.code === 'timeout';
}

/**
 * The server is there, and has time: it serves, or what it says is of the request (410 after a compaction). Not where it is busy
 * (429) or not up yet (5xx): woken now, the others would only get the same.
 */
function isAnswered({ state, failure }: KindState): boolean {
  const status = failure?.status ?? 0;
  return state === 'live' || (status >= 400 && status < 500 && status !== 429);
}
