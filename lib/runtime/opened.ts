/** Recordings that somebody opened in the browser: under a random id, until 30 minutes after the last look (design §7). */
import 'server-only';

import { randomBytes } from 'node:crypto';
import { Problem } from '../model/problem';

export const keptForMs = 30 * 60 * 1000;
export const mostOpened = 4;
export const mostBytes = 200_000_000;

export interface OpenedRecordings<T> {
  /** `bytes`: what the recording takes. Makes room by letting go of the one that nobody looked at for longest. */
  add(value: T, bytes: number): string;
  /** Counts as a look. Undefined where there is none, or its time is over. */
  get(id: string): T | undefined;
  size(): number;
  close(): void;
}

interface Entry<T> {
  value: T;
  bytes: number;
  lookedAtMs: number;
}

/**
 * A shelf of opened recordings: bounded in number and bytes, each forgotten 30 minutes after the last look (design
 * §7).
 */
export function createOpenedRecordings<T>(options: {
  letGo: (value: T) => void;
  nowMs?: () => number;
}): OpenedRecordings<T> {
  const nowMs = options.nowMs ?? (() => performance.now());
  /** Least lately looked at first. */
  const entries = new Map<string, Entry<T>>();

  const remove = (id: string): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    options.letGo(entry.value);
  };
  const sweep = (): void => {
    for (const [id, entry] of [...entries]) if (nowMs() - entry.lookedAtMs >= keptForMs) remove(id);
  };
  const total = (): number => [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);

  const sweeper = setInterval(sweep, 60_000);
  sweeper.unref();

  return {
    add(value, bytes) {
      if (bytes > mostBytes) {
        options.letGo(value);
        throw new Problem('too-large', 'The recording takes more than 200 MB in memory.', {
          remedy: 'Open a part of it: one namespace, or fewer logs.',
        });
      }
      sweep();
      for (const id of [...entries.keys()]) {
        if (entries.size < mostOpened && total() + bytes <= mostBytes) break;
        remove(id);
      }
      const id = randomBytes(16).toString('base64url');
      entries.set(id, { value, bytes, lookedAtMs: nowMs() });
      return id;
    },
    get(id) {
      sweep();
      const entry = entries.get(id);
      if (entry === undefined) return undefined;
      entries.delete(id);
      entries.set(id, { ...entry, lookedAtMs: nowMs() });
      return entry.value;
    },
    size: () => entries.size,
    close() {
      clearInterval(sweeper);
      for (const id of [...entries.keys()]) remove(id);
    },
  };
}
