/**
 * Lets the lists of one kind through a few at a time: an account with ninety namespaces would ask for a thousand at once, at its start
 * and after each outage. Each kind has a gate of its own: where one is not answered, the others go on (F16).
 */
import 'server-only';

/** Of nineteen kinds: fifty-seven together. A kind that is read for the whole cluster never waits. */
export const AT_ONCE = 3;

export class ListGate {
  private free = AT_ONCE;
  private readonly waiting: (() => void)[] = [];

  /** Does `work` in its turn. Rejects with the signal's reason where that is aborted before. */
  async pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.enter(signal);
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }

  private async enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      this.waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
