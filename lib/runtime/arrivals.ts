/** Bodies of uploads while they arrive: held in memory under one common limit, so that none waits for another's sender. */
import 'server-only';

import { Problem } from '../model/problem';
import { uploadLimits } from '../recording/limits';
import { packedBytes } from '../recording/packed';
import type { Upload } from './runtime';

/** One body of the largest size, and room for several usual ones beside it. */
const heldBytes = 256 * 1024 * 1024;
/** Bodies are copied into blocks: a sender that dribbles single bytes would cost a hundred times what it sends. */
const blockBytes = 64 * 1024;

export interface Arrived {
  /** The body, once; each part is let go when the next is asked for. */
  take(): AsyncIterable<Uint8Array>;
  /** Lets go of what was not taken. */
  drop(): void;
}

export interface Arrivals {
  /** Waits for the whole body. Throws `bad-request` for a sender that gave up or is too slow, `too-many-requests` for no room. */
  receive(upload: Upload): Promise<Arrived>;
  /** Bytes held now. */
  held(): number;
}

/** `limitBytes` holds for all bodies together. */
export function createArrivals(limitBytes = heldBytes): Arrivals {
  let held = 0;
  return {
    async receive({ name, body, signal }) {
      let blocks: Uint8Array[] = [];
      let block = new Uint8Array(0);
      let used = 0;
      const drop = (): void => {
        held -= blocks.length * blockBytes;
        blocks = [];
      };
      const add = (chunk: Uint8Array): void => {
        for (let from = 0; from < chunk.length;) {
          if (used === block.length) {
            if (held + blockBytes > limitBytes) throw noRoom();
            held += blockBytes;
            block = new Uint8Array(blockBytes);
            blocks.push(block);
            used = 0;
          }
          const part = chunk.subarray(from, from + block.length - used);
          block.set(part, used);
          used += part.length;
          from += part.length;
        }
      };
      try {
        for await (const chunk of packedBytes(name, body, uploadLimits, signal)) add(chunk);
      } catch (error) {
        drop();
        // The body of a client that went away fails in words of the platform, before or after the signal says so.
        throw signal?.aborted === true || isAborted(error) ? givenUp() : error;
      }
      return {
        drop,
        async *take() {
          for (let next = blocks.shift(); next !== undefined; next = blocks.shift()) {
            held -= blockBytes;
            yield blocks.length === 0 ? next.subarray(0, used) : next;
          }
        },
      };
    },
    held: () => held,
  };
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || ('code' in error && error.code === 'ECONNRESET'));
}

/** The problem of a client that went away; nobody reads it, but it ends the work. */
export function givenUp(): Problem {
  return new Problem('bad-request', 'The request was given up before its answer.');
}

/** The value of `work`, or the refusal `givenUp` as soon as the client goes away; `work` itself goes on. */
export async function unlessGivenUp<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let leave: () => void = () => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => {
      reject(givenUp());
    };
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function noRoom(): Problem {
  return new Problem('too-many-requests', 'Too many recordings are arriving at once.', {
    retryAfterSeconds: 30,
    remedy: 'Send it again in 30 s.',
  });
}
