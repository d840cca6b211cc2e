/** The bytes of a recording as they arrive: counted, with a deadline for silence and one for the whole. */
import 'server-only';

import { Problem } from '../model/problem';
import type { Limits } from './limits';
import { megabytes, remedies, shown, tooLarge } from './problems';

export type Body = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Passes a body on and ends it with a Problem when it is larger than `limits.packedBytes`, silent for `idleMs`, or slower
 * than `totalMs` in all (security A26). The body is cancelled when the consumer stops early.
 */
export async function* packedBytes(
  file: string,
  body: Body,
  limits: Pick<Limits, 'packedBytes' | 'idleMs' | 'totalMs'>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = readerOf(body);
  const startedAt = performance.now();
  let total = 0;
  try {
    for (;;) {
      const leftMs = Math.min(limits.idleMs, limits.totalMs - (performance.now() - startedAt));
      const next = await inTime(reader.next(), leftMs, file, signal);
      if (next.done === true) return;
      total += next.value.length;
      if (total > limits.packedBytes) {
        throw tooLarge(file, `is larger than ${megabytes(limits.packedBytes)}`, remedies.smaller);
      }
      if (next.value.length > 0) yield next.value;
    }
  } finally {
    reader.cancel();
  }
}

interface BodyReader {
  next(): Promise<IteratorResult<Uint8Array, unknown>>;
  /** Never waits: a source that does not answer must not hold its reader. */
  cancel(): void;
}

function readerOf(body: Body): BodyReader {
  if (body instanceof ReadableStream) {
    const reader = body.getReader();
    return {
      next: async () => {
        const { done, value } = await reader.read();
        return done ? { done: true, value: undefined } : { done: false, value };
      },
      cancel: () => void reader.cancel().then(undefined, ignoreAfterEnd),
    };
  }
  const iterator = body[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    cancel: () => void iterator.return?.().then(undefined, ignoreAfterEnd),
  };
}

/** The answer is already given or refused; how its source ends afterwards changes nothing. */
function ignoreAfterEnd(): void {}

async function inTime<T>(work: Promise<T>, ms: number, file: string, signal?: AbortSignal): Promise<T> {
  let stop: () => void = ignoreAfterEnd;
  const deadline = new Promise<never>((_, reject) => {
    const late = (): void => reject(slow(file));
    const aborted = (): void => reject(new Problem('bad-request', `Sending ${shown(file)} was given up.`));
    const timer = setTimeout(late, Math.max(0, ms));
    signal?.addEventListener('abort', aborted, { once: true });
    if (signal?.aborted === true) aborted();
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    };
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    stop();
  }
}

function slow(file: string): Problem {
  return new Problem('bad-request', `Reading ${shown(file)} stopped: its sender fell silent or is too slow.`, {
    remedy: 'Send it again over a better connection, or open it by its path: npm start -- --recording FILE.',
  });
}
