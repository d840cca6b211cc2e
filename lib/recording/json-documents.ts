/**
 * Splits a stream of JSON into Kubernetes objects without holding more than one: a list's items one by one, a bare
 * array's elements, documents one after another (NDJSON, `kubectl cluster-info dump` printed to stdout).
 *
 * Bytes are followed by depth only; each piece is then read by JSON.parse, which is the judge of its syntax. Measured on
 * 65 MB: as fast as one JSON.parse of the whole, at less than half the memory (stack.md).
 */
import 'server-only';

import type { ByteCursor } from './byte-cursor';
import type { Limits } from './limits';
import { megabytes, remedies, tooLarge, unreadable } from './problems';

/** `list` is the list an item stands in, without its items, as far as it was read when the item came. */
export type JsonPiece = { is: 'item'; value: unknown; list: unknown } | { is: 'document'; value: unknown };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** True for the byte that opens an object or a list. */
export function isJsonStart(byte: number | undefined): boolean {
  return byte === openBrace || byte === openBracket;
}

/** White space, and the record separator of JSON text sequences. */
export function isJsonSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x1e;
}

/**
 * Reads the one document that begins at the cursor, with `{` or `[`. A list gives its items and then itself with an
 * empty `items`; a bare array gives its elements and nothing else; another object gives itself.
 * Throws a Problem that names `file` and the byte for broken, cut-off, too deep or too large JSON.
 */
export async function* jsonDocument(
  file: string,
  cursor: ByteCursor,
  limits: Pick<Limits, 'depth' | 'itemBytes' | 'spaceBytes'>,
): AsyncGenerator<JsonPiece, void, undefined> {
  const shell = new Capture(file, limits.itemBytes);
  const item = new Capture(file, limits.itemBytes);
  const isArray = cursor.chunk[cursor.at] === openBracket;
  /** Depth at which items stand; 0 until a list's `items` begins. */
  let itemDepth = isArray ? 1 : 0;
  let itemsSeen = false;
  let inItem = false;
  let list: unknown = null;
  /** Bytes between items, of which there is no other end. */
  let between = 0;
  const open: number[] = [];
  let inString = false;
  let escaped = false;
  /** Of an object at depth 1: the last string, and whether it was a key (a colon followed). */
  let textFrom = -1;
  let key = '';

  while (await cursor.more()) {
    const { chunk } = cursor;
    let from = cursor.at;
    if (textFrom >= 0) textFrom = from;
    let i = from;
    for (; i < chunk.length; i += 1) {
      const byte = chunk[i];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) {
          inString = false;
          if (textFrom >= 0) {
            key = key.length > 64 ? key : key + Buffer.from(chunk.subarray(textFrom, i)).toString('latin1');
            textFrom = -1;
          }
        }
        continue;
      }
      if (open.length === itemDepth && itemDepth > 0 && !inItem) {
        // Between items: only what begins one, a comma, space, or the end of the array.
        if (isJsonSpace(byte) || byte === comma) {
          between += 1;
          if (between > limits.spaceBytes) throw tooMuchSpace(file, limits);
          continue;
        }
        if (byte !== closeBracket) {
          if (!isArray && list === null) list = shell.soFar('[', ']}');
          inItem = true;
          from = i;
        }
      } else if (inItem && open.length === itemDepth && (byte === comma || byte === closeBracket)) {
        item.add(chunk.subarray(from, i));
        yield { is: 'item', value: item.parse(cursor.position + (i - cursor.at)), list };
        inItem = false;
        from = i;
        if (byte === comma) continue;
      }
      switch (byte) {
        case quote:
          inString = true;
          if (open.length === 1 && !isArray && !inItem) {
            textFrom = i + 1;
            key = '';
          }
          break;
        case openBrace:
        case openBracket:
          open.push(byte + 2);
          if (open.length > limits.depth) {
            throw tooLarge(file, `is nested deeper than ${limits.depth} levels`, remedies.formats);
          }
          if (!isArray && !itemsSeen && open.length === 2 && byte === openBracket && key === 'items') {
            itemsSeen = true;
            itemDepth = 2;
            shell.add(chunk.subarray(from, i + 1));
            from = i + 1;
          }
          break;
        case closeBrace:
        case closeBracket:
          if (open.pop() !== byte) {
            throw broken(file, cursor.position + (i - cursor.at));
          }
          if (!isArray && itemDepth === 2 && open.length === 1 && !inItem) {
            itemDepth = 0;
            from = i;
          }
          if (open.length === 0) {
            cursor.at = i + 1;
            if (isArray) return;
            shell.add(chunk.subarray(from, i + 1));
            yield { is: 'document', value: shell.parse(cursor.position) };
            return;
          }
          break;
        case comma:
          if (open.length === 1 && !isArray) key = '';
          break;
        case colon:
        default:
          break;
      }
    }
    if (inItem) item.add(chunk.subarray(from));
    else if (itemDepth === 0) shell.add(chunk.subarray(from));
    if (textFrom >= 0) key += Buffer.from(chunk.subarray(textFrom)).toString('latin1').slice(0, 64);
    cursor.at = chunk.length;
  }
  throw unreadable(file, `is cut off: its JSON does not end (byte ${cursor.position})`, remedies.again);
}

/** No program writes so much of it: it would only keep the reader busy. */
export function tooMuchSpace(file: string, { spaceBytes }: Pick<Limits, 'spaceBytes'>): Error {
  return unreadable(
    file,
    `has more than ${megabytes(spaceBytes)} of white space between its objects`,
    remedies.formats,
  );
}

/** Bytes of one piece, gathered over chunks. */
class Capture {
  readonly #file: string;
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(file: string, maxBytes: number) {
    this.#file = file;
    this.#maxBytes = maxBytes;
  }

  add(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#maxBytes) {
      throw tooLarge(this.#file, `has an object of more than ${megabytes(this.#maxBytes)}`, remedies.formats);
    }
    // Copied: the chunk belongs to the inflater, and a small part would keep all of it alive.
    this.#parts.push(new Uint8Array(part));
  }

  /** What was gathered, read and forgotten. `position` is for the message. */
  parse(position: number): unknown {
    const text = this.#text();
    this.#parts = [];
    this.#length = 0;
    try {
      return parseUploaded(text);
    } catch {
      // The parser's message quotes the text around the error, which may be a secret: only the place is told.
      throw broken(this.#file, position);
    }
  }

  /** What was gathered so far up to and with `end`, closed by `closing`; null where that is not JSON. */
  soFar(end: string, closing: string): unknown {
    const text = this.#text();
    try {
      return parseUploaded(text.slice(0, text.lastIndexOf(end) + 1) + closing);
    } catch {
      // A list whose head cannot be read yet is judged when it is complete.
      return null;
    }
  }

  #text(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }
}

/** JSON without `__proto__` keys: assigned to a plain object they would set its prototype (security A23). */
export function parseUploaded(text: string): unknown {
  // Escapes of the letters of the name; Go escapes < > & only, so that hardly any text takes the slow way.
  return /__proto__|\\u00(?:5f|6f|70|72|74)/i.test(text)
    ? JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
    : JSON.parse(text);
}

function broken(file: string, position: number): Error {
  return unreadable(file, `is not JSON that can be read (near byte ${position})`, remedies.again);
}
