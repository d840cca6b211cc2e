/** Inflates gzip with an end: what comes out is counted, for what an archive says of itself may be a lie (security A20). */
import 'server-only';

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Problem } from '../model/problem';
import type { Limits } from './limits';
import { megabytes, remedies, tooLarge, unreadable } from './problems';

/** Throws a Problem for a truncated or damaged file, and when output passes the total or the ratio. */
export async function* inflate(
  file: string,
  source: AsyncIterable<Uint8Array>,
  limits: Pick<Limits, 'ratio' | 'ratioFromBytes' | 'unpackedBytes'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let packed = 0;
  let unpacked = 0;
  async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of source) {
      packed += chunk.length;
      yield chunk;
    }
  }
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  const unpackedChunks: AsyncIterable<Uint8Array> = gunzip;
  // The pipeline destroys both ends when either fails; its error comes out of the loop below.
  pipeline(Readable.from(counted()), gunzip, () => undefined);
  try {
    for await (const chunk of unpackedChunks) {
      unpacked += chunk.length;
      if (unpacked > limits.unpackedBytes) {
        throw tooLarge(file, `unpacks to more than ${megabytes(limits.unpackedBytes)}`, remedies.smaller);
      }
      if (unpacked > limits.ratioFromBytes && unpacked > packed * limits.ratio) {
        throw tooLarge(
          file,
          `unpacks to more than ${limits.ratio} times its size, which no recording does`,
          remedies.again,
        );
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged(file, error);
  }
}

function damaged(file: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'Z_BUF_ERROR'
    ? unreadable(file, 'is cut off: it stops before everything in it is unpacked', remedies.again)
    : unreadable(file, 'is damaged: it cannot be unpacked', remedies.again);
}
