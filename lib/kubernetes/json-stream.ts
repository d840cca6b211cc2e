/**
 * Cuts a stream of bytes into JSON texts: the items of a List by depth, a watch by lines. A list of 10,000 pods
 * (65 MB) parsed whole peaks at 244 MB, item by item at 96 MB for the same time (stack.md). Works on bytes: every
 * character that decides anything is ASCII, so a chunk border inside a UTF-8 character cannot hurt (F07).
 */
import 'server-only';
import { ApiError } from './api-error';

/** One object or line may not be larger than this. etcd refuses objects over 1.5 MB; 32 MB is far beyond any. */
export const MAX_TEXT_BYTES = 32 * 1024 * 1024;
/** What a list may hold beside its items (kind, metadata with a continue token). */
const MAX_HEAD_BYTES = 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const COMMA = 0x2c;

const NO_OBJECT = 'The API server sent a list of something else than objects.';

/** Bytes of one text that may lie across chunks; concatenated once, at its end. */
class Gatherer {
  private parts: Uint8Array[] = [];
  bytes = 0;

  constructor(
    private readonly limit: number,
    private readonly what: string,
  ) {}

  add(chunk: Uint8Array, from: number, to: number): void {
    if (to <= from) return;
    this.bytes += to - from;
    if (this.bytes > this.limit) {
      throw new ApiError('malformed', `The API server sent ${this.what} of more than ${this.limit} bytes.`);
    }
    this.parts.push(chunk.subarray(from, to));
  }

  take(): string {
    const whole = this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts, this.bytes);
    this.parts = [];
    this.bytes = 0;
    return whole === undefined ? '' : Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString('utf8');
  }
}

/** Bytes outside of strings that change nothing: all but quotes, braces and brackets. */
const isPlain = new Uint8Array(256).fill(1);
for (const byte of [QUOTE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET]) isPlain[byte] = 0;

/** How deep things lie in a list: its own keys, and its items. */
const LIST = 1;
const ITEM = 3;
const MAX_KEY = 16;

/**
 * Splits `{"kind":"PodList","metadata":{…},"items":[{…},{…}]}` while it arrives, whatever the order of its keys.
 * `onItem` gets each item's text; `end()` returns the text of the list without its items, to be parsed by the caller.
 * Throws ApiError 'malformed' where the stream is not one whole JSON object.
 */
export class ListSplitter {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Inside the top-level "items" array, and inside one of its objects. */
  private inItems = false;
  private inItem = false;
  private started = false;
  private finished = false;
  /** The last string among the list's own keys and values, and what of it came in earlier chunks. */
  private key = '';
  private keyBytes: number[] = [];
  private readonly item = new Gatherer(MAX_TEXT_BYTES, 'an object');
  private readonly head = new Gatherer(MAX_HEAD_BYTES, 'a list header');

  constructor(private readonly onItem: (text: string) => void) {}

  push(chunk: Uint8Array): void {
    const length = chunk.length;
    if (!this.started) this.refuseOther(chunk);
    let from = 0;
    let at = this.inString ? this.skipString(chunk, 0) : 0;
    // This sees every byte of a list, hence its plain loop.
    while (at < length) {
      const byte = chunk[at] ?? 0;
      if (isPlain[byte] === 1) at++;
      else if (byte === QUOTE) at = this.skipString(chunk, at + 1);
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.depth++;
        from = this.open(byte, chunk, from, at);
        at++;
      } else {
        this.depth--;
        from = this.close(chunk, from, at);
        at++;
      }
    }
    this.keep(chunk, from, length);
  }

  /** Text before the first brace is no list: an HTML page would otherwise be swallowed to its end. */
  private refuseOther(chunk: Uint8Array): void {
    const first = chunk.find((byte) => byte > SPACE);
    if (first === undefined || first === OPEN_BRACE) return;
    throw new ApiError('not-kubernetes', 'The answer is not a Kubernetes list.');
  }

  private keep(chunk: Uint8Array, from: number, to: number): void {
    if (this.inItem) this.item.add(chunk, from, to);
    else if (this.inItems) this.refuseNoObjects(chunk, from, to);
    else this.head.add(chunk, from, to);
  }

  /** Between items stand commas and space: `[null]` or `[1]` would be an empty list. */
  private refuseNoObjects(chunk: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const byte = chunk[at] ?? 0;
      if (byte !== COMMA && byte > SPACE) throw new ApiError('malformed', NO_OBJECT);
    }
  }

  /** Behind a brace or bracket that opens; returns from where the bytes of the present text count. */
  private open(byte: number, chunk: Uint8Array, from: number, at: number): number {
    this.started = true;
    if (this.inItem) return from;
    if (this.inItems && this.depth === ITEM) {
      this.refuseNoObjects(chunk, from, at);
      if (byte !== OPEN_BRACE) throw new ApiError('malformed', NO_OBJECT);
      this.inItem = true;
      return at;
    }
    if (byte === OPEN_BRACKET && this.depth === LIST + 1 && this.key === 'items') {
      this.keep(chunk, from, at + 1);
      this.inItems = true;
      return at + 1;
    }
    return from;
  }

  /** Before a brace or bracket that closes, the depth already that of what is around it. */
  private close(chunk: Uint8Array, from: number, at: number): number {
    const { depth } = this;
    this.key = '';
    if (depth < 0) throw new ApiError('malformed', 'The API server sent a list that is not JSON.');
    if (depth === 0) this.finished = true;
    if (this.inItem) {
      if (depth > ITEM - 1) return from;
      this.keep(chunk, from, at + 1);
      this.inItem = false;
      this.onItem(this.item.take());
      return at + 1;
    }
    if (this.inItems && depth === LIST) {
      this.refuseNoObjects(chunk, from, at);
      this.inItems = false;
      return at;
    }
    return from;
  }

  /** Returns where to go on: behind the string's closing quote, or at the end of the chunk. */
  private skipString(chunk: Uint8Array, start: number): number {
    const length = chunk.length;
    let at = start;
    this.inString = true;
    if (this.escaped) {
      this.escaped = false;
      at++;
    }
    while (at < length) {
      const byte = chunk[at] ?? 0;
      if (byte === QUOTE) {
        this.inString = false;
        this.note(chunk, start, at);
        this.key = String.fromCharCode(...this.keyBytes);
        this.keyBytes = [];
        return at + 1;
      }
      if (byte !== BACKSLASH) at++;
      else if (at + 1 < length) at += 2;
      else {
        this.escaped = true;
        break;
      }
    }
    this.note(chunk, start, length);
    return length;
  }

  private note(chunk: Uint8Array, from: number, to: number): void {
    if (this.depth === LIST) this.keyBytes.push(...chunk.subarray(from, Math.min(to, from + MAX_KEY)));
  }

  end(): string {
    if (!this.finished) throw new ApiError('reset', 'The list ended in the middle.');
    return this.head.take();
  }
}

/** Splits a watch into lines. `rest()` is how many bytes of an unfinished line are left at the end (F08). */
export class LineSplitter {
  private readonly line = new Gatherer(MAX_TEXT_BYTES, 'a line');

  constructor(private readonly onLine: (text: string) => void) {}

  push(chunk: Uint8Array): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.line.add(chunk, from, at);
      from = at + 1;
      const text = this.line.take();
      if (text.trim() !== '') this.onLine(text);
    }
    this.line.add(chunk, from, chunk.length);
  }

  rest(): number {
    return this.line.bytes;
  }
}
