/**
 * Logs as `kubectl cluster-info dump` writes them: one file (or one stream, between the JSON documents) with a section a
 * container, between `==== START logs for container X of pod ns/name ====` and the same line with END.
 */
import 'server-only';

import type { ByteCursor } from './byte-cursor';
import type { Limits } from './limits';
import { LogTail, type Tail } from './log-tail';

export interface LogSection extends Tail {
  namespace: string;
  pod: string;
  container: string;
}

const startLine = /^==== START logs for container (\S+) of pod ([^\s/]+)\/(\S+) ====\r?\n?$/;
/** Names are at most 253 characters each. */
const startBytes = 1024;
const lineFeed = 0x0a;

/** The section that begins at the cursor, or null where the line is another one (it is consumed). */
export async function logSection(
  cursor: ByteCursor,
  limits: Pick<Limits, 'logBytes' | 'logLines'>,
): Promise<LogSection | null> {
  const first = await cursor.line(startBytes);
  const [, container, namespace, pod] = startLine.exec(Buffer.from(first ?? []).toString('utf8')) ?? [];
  if (container === undefined || namespace === undefined || pod === undefined) return null;
  const end = Buffer.from(`==== END logs for container ${container} of pod ${namespace}/${pod} ====`);
  const tail = new LogTail(limits);
  while (await cursor.more()) {
    // All whole lines before the one with the mark at once: line by line, a log of short lines takes minutes.
    const { chunk, at: from } = cursor;
    const mark = indexOf(chunk, end, from);
    const until = chunk.lastIndexOf(lineFeed, mark < 0 ? chunk.length : mark) + 1;
    if (until > from) {
      tail.add(chunk.subarray(from, until));
      cursor.at = until;
      continue;
    }
    const line = await cursor.line(limits.logBytes);
    if (line === null) break;
    // A log that does not end with a line feed has the mark on its last line.
    const at = Buffer.from(line).lastIndexOf(end);
    if (
      at >= 0 &&
      Buffer.from(line.subarray(at + end.length))
        .toString('utf8')
        .trim() === ''
    ) {
      if (at > 0) tail.add(line.subarray(0, at));
      break;
    }
    tail.add(line);
  }
  return { namespace, pod, container, ...tail.end() };
}

function indexOf(bytes: Uint8Array, wanted: Buffer, from: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(wanted, from);
}
