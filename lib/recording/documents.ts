/** One file of objects, whatever its form: JSON, YAML, or the printed `kubectl cluster-info dump` with logs in between. */
import 'server-only';

import { formatCount } from '../format/count';
import { ByteCursor } from './byte-cursor';
import { isJsonSpace, isJsonStart, jsonDocument, tooMuchSpace, type JsonPiece } from './json-documents';
import type { Limits } from './limits';
import { logSection, type LogSection } from './log-sections';
import { remedies, unreadable } from './problems';
import { utf8 } from './text-encoding';
import { yamlDocuments } from './yaml-documents';

export type Piece = JsonPiece | { is: 'log'; value: LogSection };

/**
 * All pieces of one file. An empty file gives none. Throws a Problem that names `file` for anything that is neither JSON
 * nor YAML, is cut off, or passes a limit.
 */
export async function* documents(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  limits: Limits,
): AsyncGenerator<Piece, void, undefined> {
  const cursor = new ByteCursor(utf8(bytes));
  let spaceBytes = 0;
  let strayLines = 0;
  for (let first = true; ; first = false) {
    spaceBytes += await skipSpace(cursor, limits.spaceBytes - spaceBytes);
    if (spaceBytes > limits.spaceBytes) throw tooMuchSpace(file, limits);
    if (!(await cursor.more())) return;
    const byte = cursor.chunk[cursor.at];
    if (isJsonStart(byte)) {
      yield* jsonDocument(file, cursor, limits);
    } else if (byte === 0x3d) {
      const section = await logSection(cursor, limits);
      if (section === null) strayLines += 1;
      else yield { is: 'log', value: section };
    } else if (first) {
      if (!isText(cursor.chunk.subarray(cursor.at, cursor.at + 4096))) {
        throw unreadable(file, 'is neither JSON nor YAML', remedies.formats);
      }
      yield* yamlDocuments(file, cursor, limits);
      return;
    } else {
      // Between documents only a mark or a new document means anything: "---", a warning of kubectl.
      await cursor.line(limits.lineBytes);
      strayLines += 1;
    }
    if (strayLines > limits.strayLines) {
      const lines = formatCount(limits.strayLines);
      throw unreadable(file, `has more than ${lines} lines that belong to no document`, remedies.formats);
    }
  }
}

/** How many bytes of white space there were; stops in the chunk in which they pass `most`. Waits once a chunk, not once a byte. */
async function skipSpace(cursor: ByteCursor, most: number): Promise<number> {
  const from = cursor.position;
  while (cursor.position - from <= most && (await cursor.more())) {
    const { chunk } = cursor;
    let { at } = cursor;
    while (at < chunk.length && isJsonSpace(chunk[at])) at += 1;
    cursor.at = at;
    if (at < chunk.length) break;
  }
  return cursor.position - from;
}

/** No NUL and hardly any other control character: binary files have both at once. */
function isText(bytes: Uint8Array): boolean {
  const odd = bytes.filter((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b);
  return odd.length * 100 <= bytes.length && !odd.includes(0);
}
