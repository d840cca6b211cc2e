/** The files of a recording, whatever holds them: a folder, a tar archive (gzip or not), or one file. Told by content. */
import 'server-only';

import { createReadStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Problem } from '../model/problem';
import { ByteCursor } from './byte-cursor';
import { inflate } from './inflate';
import type { Limits } from './limits';
import { type Body, packedBytes } from './packed';
import { megabytes, remedies, tooLarge, unreadable, unsupported } from './problems';
import { safeName } from './safe-name';
import { type Skipped, isTarHeader, readTar } from './tar';

export type RecordingInput = { path: string } | { name: string; body: Body; contentType?: string | undefined };

export interface RecordedFile {
  /** Relative to the archive or the folder; null for an input that is one file. */
  path: string | null;
  chunks: AsyncIterable<Uint8Array>;
}

/** The name a person knows the input by. */
export function inputName(input: RecordingInput): string {
  return 'path' in input ? basename(input.path) : input.name;
}

/** Hands out the files in the order they stand. Throws a Problem that names the input or the file. */
export async function* recordedFiles(
  input: RecordingInput,
  limits: Limits,
  skipped: Skipped,
  signal?: AbortSignal,
): AsyncGenerator<RecordedFile, void, undefined> {
  const name = inputName(input);
  if (!('path' in input)) {
    yield* filesOf(name, packedBytes(name, input.body, limits, signal), limits, skipped);
    return;
  }
  const found = await stat(input.path).catch((error: unknown) => {
    throw notThere(input.path, error);
  });
  if (found.isDirectory()) {
    yield* folderFiles(input.path, limits, skipped);
  } else if (found.isFile()) {
    yield* filesOf(name, packedBytes(name, createReadStream(input.path), limits, signal), limits, skipped);
  } else {
    throw unsupported(name, 'is neither a file nor a folder', remedies.formats);
  }
}

function notThere(path: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'EACCES' || code === 'EPERM'
    ? unreadable(path, 'may not be read by this user', 'Change who may read it, or copy it.')
    : unreadable(path, code === 'ENOENT' ? 'is not there' : 'cannot be opened', 'Check the path.');
}

const headBytes = 512;

/** Unwraps gzip once, then a tar archive once: nothing nests deeper. */
async function* filesOf(
  name: string,
  packed: AsyncIterable<Uint8Array>,
  limits: Limits,
  skipped: Skipped,
): AsyncGenerator<RecordedFile, void, undefined> {
  let { head, all } = await peek(packed);
  if (head.length === 0) throw unreadable(name, 'is empty', remedies.empty);
  if (head[0] === 0x1f && head[1] === 0x8b) {
    ({ head, all } = await peek(inflate(name, all, limits)));
    if (head.length === 0) throw unreadable(name, 'is empty inside', remedies.empty);
    if (head[0] === 0x1f && head[1] === 0x8b) {
      throw unsupported(name, 'is packed twice', 'Unpack it once with gunzip and open the result.');
    }
  }
  const packing = otherPacking(head);
  if (packing !== null) {
    throw unsupported(name, `is ${packing}`, 'Unpack it and pack the folder with tar -czf recording.tar.gz FOLDER.');
  }
  if (isTarHeader(head)) yield* readTar(name, new ByteCursor(all), limits, skipped);
  // A tar without any entry is nothing but zeros, and so is a file whose disk was full.
  else if (head.length === headBytes && head.every((byte) => byte === 0)) {
    throw unreadable(
      name,
      'begins with nothing but zeros: an empty archive, or a file that was never written',
      remedies.again,
    );
  } else yield { path: null, chunks: all };
}

function otherPacking(head: Uint8Array): string | null {
  const hex = Buffer.from(head.subarray(0, 6)).toString('hex');
  if (hex.startsWith('504b03') || hex.startsWith('504b05')) return 'a zip archive';
  if (hex.startsWith('28b52ffd')) return 'packed with zstd';
  if (hex === 'fd377a585a00') return 'packed with xz';
  if (hex.startsWith('425a68')) return 'packed with bzip2';
  return hex === '377abcaf271c' ? 'a 7z archive' : null;
}

/** The first bytes, and the whole stream with them. */
async function peek(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array, void, undefined> }> {
  const cursor = new ByteCursor(bytes);
  const head = await cursor.read(headBytes);
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      if (head.length > 0) yield head;
      yield* cursor.rest();
    } finally {
      await cursor.close();
    }
  }
  return { head, all: all() };
}

/** Regular files below a folder; links are not followed. Limits count as for an archive. */
async function* folderFiles(
  root: string,
  limits: Limits,
  skipped: Skipped,
): AsyncGenerator<RecordedFile, void, undefined> {
  let entries = 0;
  let bytes = 0;
  async function* counted(path: string): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks: AsyncIterable<Uint8Array> = createReadStream(path);
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > limits.unpackedBytes) {
        throw tooLarge(basename(root), `has more than ${megabytes(limits.unpackedBytes)}`, remedies.smaller);
      }
      yield chunk;
    }
  }
  async function* walk(folder: string): AsyncGenerator<RecordedFile, void, undefined> {
    for await (const entry of await opendir(join(root, folder))) {
      entries += 1;
      if (entries > limits.files) {
        throw tooLarge(basename(root), `has more than ${limits.files} entries`, remedies.smaller);
      }
      const relative = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const path = safeName(relative, limits);
      if (path === null) skipped.unsafeNames += 1;
      else if (entry.isDirectory()) yield* walk(relative);
      else if (entry.isFile()) yield { path, chunks: counted(join(root, relative)) };
      else if (entry.isSymbolicLink()) skipped.links += 1;
      else skipped.devices += 1;
    }
  }
  skipped.endMark = true;
  yield* walk('');
}
