/** A gzipped answer as the bytes it was made of, while it arrives. zlib works beside the event loop, not on it. */
import 'server-only';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ApiError, toApiError } from './api-error';

/** Throws what `body` throws; ApiError 'malformed' for bytes that are not gzip, 'reset' where they end too soon. */
export async function* unzipped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  let failure: unknown = null;
  // Ends `gunzip` with whatever ends the body, and the body where the reader of `gunzip` leaves.
  const flowing = pipeline(body, gunzip).catch((error: unknown) => {
    failure = error;
  });
  try {
    for await (const chunk of gunzip) yield asBytes(chunk);
    await flowing;
  } catch (error) {
    await flowing;
    throw unzipError(failure ?? error);
  } finally {
    gunzip.destroy();
    await flowing;
  }
}

/** A gunzip stream without an encoding hands out Buffers; the types of Node's streams do not say so. */
function asBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new ApiError('malformed', 'The API server sent something that cannot be unzipped.');
}

function unzipError(error: unknown): ApiError {
  const code: unknown = Reflect.get(Object(error), 'code');
  if (code === 'Z_BUF_ERROR') return new ApiError('reset', 'The answer ended in the middle.', { cause: error });
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return new ApiError('malformed', 'The API server sent something that cannot be unzipped.', { cause: error });
  }
  return toApiError(error);
}
