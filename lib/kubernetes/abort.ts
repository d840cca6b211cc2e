/**
 * A signal that ends with any of several. Not AbortSignal.any: on Node 20 a long-lived signal keeps every signal ever
 * derived from it, and a reader that watches for months derives one every few minutes.
 */
import 'server-only';
import { setMaxListeners } from 'node:events';
import { ApiError } from './api-error';

export interface Linked {
  signal: AbortSignal;
  abort(): void;
  /** Must be called when the work is done: takes its listeners off the parents. */
  release(): void;
}

/** A signal that aborts with any of its parents, until it is released. */
export function linkSignals(...parents: AbortSignal[]): Linked {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const abort = (): void => controller.abort();
  for (const parent of parents) {
    if (parent.aborted) abort();
    else parent.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: controller.signal,
    abort,
    release: () => {
      for (const parent of parents) parent.removeEventListener('abort', abort);
    },
  };
}

/** The promise's result, or ApiError 'aborted' as soon as the signal says so; the work itself goes on unheard. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new ApiError('aborted', 'The request was given up.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
