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
const COLON = 0x3a;

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
  /** Where the last string at depth 1 began in the head, to know whether the key before an array was "items". */
  private key = '';
  private keyBytes: number[] | null = null;
  private readonly item = new Gatherer(MAX_TEXT_BYTES, 'an object');
  private readonly head = new Gatherer(MAX_HEAD_BYTES, 'a list header');

  constructor(private readonly onItem: (text: string) => void) {}

  push(chunk: Uint8Array): void {
    const length = chunk.length;
    let from = 0;
    let at = 0;
    while (at < length) {
      if (this.inString) {
        at = this.skipString(chunk, at);
        continue;
      }
      // Inside an item only depth and quotes matter; this loop sees nearly every byte of the list, hence its locals.
      let { depth } = this;
      const floor = this.inItem ? 3 : Infinity;
      let byte = 0;
      while (at < length) {
        byte = chunk[at] ?? 0;
        if (byte === QUOTE) break;
        if (depth >= floor) {
          if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
          else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
            if (depth === floor) break;
            depth--;
          }
        } else if (byte > SPACE && byte !== COMMA && byte !== COLON) break;
        at++;
      }
      this.depth = depth;
      if (at < length) from = this.meet(byte, chunk, from, at++);
    }
    if (this.inItem) this.item.add(chunk, from, length);
    else if (!this.inItems) this.head.add(chunk, from, length);
  }

  /** A quote, or a byte that changes the structure; returns from where the bytes of the present text count. */
  private meet(byte: number, chunk: Uint8Array, from: number, at: number): number {
    switch (byte) {
      case QUOTE:
        this.inString = true;
        this.keyBytes = this.depth === 1 ? [] : null;
        return from;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        return this.open(byte, chunk, from, at);
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        return this.close(chunk, from, at);
      default:
        // Text before the first brace is no list: an HTML page would otherwise be swallowed to its end.
        if (!this.started) throw new ApiError('not-kubernetes', 'The answer is not a Kubernetes list.');
        return from;
    }
  }

  private open(byte: number, chunk: Uint8Array, from: number, at: number): number {
    this.started = true;
    this.depth++;
    if (this.inItems && this.depth === 3) {
      this.inItem = true;
      return at;
    }
    if (byte === OPEN_BRACKET && this.depth === 2 && this.key === 'items') {
      this.inItems = true;
      this.head.add(chunk, from, at + 1);
      return at + 1;
    }
    return from;
  }

  private close(chunk: Uint8Array, from: number, at: number): number {
    this.depth--;
    if (this.depth < 0) throw new ApiError('malformed', 'The API server sent a list that is not JSON.');
    if (this.depth === 0) this.finished = true;
    if (this.inItem && this.depth === 2) {
      this.inItem = false;
      this.item.add(chunk, from, at + 1);
      this.onItem(this.item.take());
      return at + 1;
    }
    if (this.inItems && this.depth === 1) {
      this.inItems = false;
      this.key = '';
      return at;
    }
    return from;
  }

  /** Returns where to go on: behind the string's closing quote, or at the end of the chunk. */
  private skipString(chunk: Uint8Array, start: number): number {
    const length = chunk.length;
    let at = start;
    if (this.escaped) {
      this.escaped = false;
      at++;
    }
    for (; at < length; at++) {
      const byte = chunk[at] ?? 0;
      if (byte === BACKSLASH) {
        if (at + 1 === length) this.escaped = true;
        at++;
      } else if (byte === QUOTE) {
        this.endString();
        return at + 1;
      } else if (this.keyBytes !== null && this.keyBytes.length < 16) this.keyBytes.push(byte);
    }
    return length;
  }

  end(): string {
    if (!this.finished) throw new ApiError('reset', 'The list ended in the middle.');
    return this.head.take();
  }

  private endString(): void {
    this.inString = false;
    if (this.keyBytes === null) return;
    this.key = String.fromCharCode(...this.keyBytes);
    this.keyBytes = null;
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
