/** Keeps the end of a log while it streams by: at most so many bytes and lines, whole lines where there are any. */
import 'server-only';

import type { Limits } from './limits';

export interface Tail {
  text: string;
  /** True where earlier lines were dropped. */
  truncated: boolean;
}

export class LogTail {
  readonly #limits: Pick<Limits, 'logBytes' | 'logLines'>;
  #parts: Uint8Array[] = [];
  #length = 0;
  #dropped = false;

  constructor(limits: Pick<Limits, 'logBytes' | 'logLines'>) {
    this.#limits = limits;
  }

  add(part: Uint8Array): void {
    // Copied (a Buffer's slice() does not): a part would keep its whole chunk alive.
    this.#parts.push(new Uint8Array(part));
    this.#length += part.length;
    // Cut only at twice the limit, so that each byte is moved once or twice and no more.
    if (this.#length > 2 * this.#limits.logBytes) this.#cut();
  }

  end(): Tail {
    this.#cut();
    const bytes = this.#parts[0] ?? new Uint8Array(0);
    // The first line is a part of one where bytes were dropped; a single line that long is kept by its end.
    const feed = this.#dropped ? bytes.indexOf(0x0a) : -1;
    const whole = feed >= 0 && feed < bytes.length - 1 ? bytes.subarray(feed + 1) : bytes;
    return lastLines(Buffer.from(whole).toString('utf8'), this.#limits.logLines, this.#dropped);
  }

  #cut(): void {
    const all = Buffer.concat(this.#parts);
    const kept = all.length > this.#limits.logBytes ? all.subarray(all.length - this.#limits.logBytes) : all;
    if (kept.length < all.length) this.#dropped = true;
    this.#parts = [kept];
    this.#length = kept.length;
  }
}

/** The last `count` lines of a text; `truncated` where there were more, or where the caller knows of more. */
export function lastLines(text: string, count: number, truncated: boolean): Tail {
  let at = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let lines = 0; lines < count; lines += 1) {
    at = text.lastIndexOf('\n', at - 1);
    if (at < 0) return { text, truncated };
    if (at === 0) return { text: count > lines + 1 ? text : text.slice(1), truncated: truncated || count <= lines + 1 };
  }
  return { text: text.slice(at + 1), truncated: true };
}

const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)(?: |$)/;

/** True where every line begins with an RFC 3339 timestamp, as `kubectl logs --timestamps` writes them. */
export function hasTimestamps(text: string): boolean {
  let seen = false;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    if (!stamp.test(line)) return false;
    seen = true;
  }
  return seen;
}

/** The timestamp of the last line, of a text that has them. */
export function lastTimestamp(text: string): string | null {
  const lines = text.trimEnd();
  return stamp.exec(lines.slice(lines.lastIndexOf('\n') + 1))?.[0].trim() ?? null;
}
