/** One file of objects, whatever its form: JSON, YAML, or the printed `kubectl cluster-info dump` with logs in between. */
import 'server-only';

import { ByteCursor } from './byte-cursor';
import { isJsonSpace, isJsonStart, jsonDocument, type JsonPiece } from './json-documents';
import type { Limits } from './limits';
import { logSection, type LogSection } from './log-sections';
import { unreadable, remedies } from './problems';
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
  for (let first = true; ; first = false) {
    await skipSpace(cursor);
    if (!(await cursor.more())) return;
    const byte = cursor.chunk[cursor.at];
    if (isJsonStart(byte)) {
      yield* jsonDocument(file, cursor, limits);
    } else if (byte === 0x3d) {
      const section = await logSection(cursor, limits);
      if (section !== null) yield { is: 'log', value: section };
    } else if (first) {
      if (!isText(cursor.chunk.subarray(cursor.at, cursor.at + 4096))) {
        throw unreadable(file, 'is neither JSON nor YAML', remedies.formats);
      }
      yield* yamlDocuments(file, cursor, limits);
      return;
    } else {
      // Between documents only a mark or a new document means anything: "---", a warning of kubectl.
      await cursor.line(limits.lineBytes);
    }
  }
}

async function skipSpace(cursor: ByteCursor): Promise<void> {
  while ((await cursor.more()) && isJsonSpace(cursor.chunk[cursor.at])) cursor.at += 1;
}

/** No NUL and hardly any other control character: binary files have both at once. */
function isText(bytes: Uint8Array): boolean {
  const odd = bytes.filter((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b);
  return odd.length * 100 <= bytes.length && !odd.includes(0);
}
