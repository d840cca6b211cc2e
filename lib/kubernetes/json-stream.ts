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

  starts(text: string): boolean {
    return Buffer.concat(this.parts, this.bytes).toString('latin1', 0, text.length) === text;
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

/** How deep things lie in a list: its own keys, the keys of an item, those of an entry of managedFields. */
const LIST = 1;
const ITEM = 3;
const FIELD_OWNER = 6;
/** `spec.template` of an item: no other key at this depth is a "spec" with an object in it. */
const TEMPLATE = 5;
const templated = ['Deployment', 'ReplicaSet'];

/**
 * Splits `{"kind":"PodList","metadata":{…},"items":[{…},{…}]}` while it arrives, whatever the order of its keys.
 * `onItem` gets each item's text; `end()` returns the text of the list without its items, to be parsed by the caller.
 * Throws ApiError 'malformed' where the stream is not one whole JSON object.
 *
 * What is most of the bytes of a cluster comes apart, and null stands in its place, for many objects share it: the spec of
 * pods, and that of the template in Deployments and ReplicaSets. The field sets in managedFields of pods come empty, for
 * nobody reads them.
 */
export class ListSplitter {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Inside the top-level "items" array, and inside one of its objects. */
  private inItems = false;
  private inItem = false;
  private ofPods = false;
  /** At this depth of an item the "spec" that comes apart has its key; 0: none does. */
  private specAt = 0;
  private inSpec = false;
  private inFieldSet = false;
  private started = false;
  private finished = false;
  /** The last string where keys count: at depth 1 whole, deeper only where it lies in one chunk (else nothing is cut out). */
  private key = '';
  private keyBytes: number[] = [];
  private readonly item = new Gatherer(MAX_TEXT_BYTES, 'an object');
  private readonly spec = new Gatherer(MAX_TEXT_BYTES, 'an object');
  private readonly head = new Gatherer(MAX_HEAD_BYTES, 'a list header');

  constructor(private readonly onItem: (text: string, spec: string | null) => void) {}

  push(chunk: Uint8Array): void {
    const length = chunk.length;
    if (!this.started) this.refuseOther(chunk);
    let from = 0;
    let at = this.inString ? this.skipString(chunk, 0) : 0;
    // This sees every byte of a list, hence its plain loops and locals.
    let { depth } = this;
    while (at < length) {
      const byte = chunk[at] ?? 0;
      if (isPlain[byte] === 1) {
        at++;
        continue;
      }
      if (byte === QUOTE) {
        const start = ++at;
        let inside = 0;
        while (at < length && (inside = chunk[at] ?? 0) !== QUOTE) at += inside === BACKSLASH ? 2 : 1;
        if (at >= length || depth === LIST || this.keysCount(depth)) at = this.skipString(chunk, start);
        else at++;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.depth = ++depth;
        if (depth <= FIELD_OWNER + 1) from = this.open(byte, chunk, from, at);
        at++;
      } else {
        this.depth = --depth;
        if (depth <= FIELD_OWNER) from = this.close(chunk, from, at);
        at++;
      }
    }
    this.keep(chunk, from, length);
  }

  /** Deeper than the list's own. */
  private keysCount(depth: number): boolean {
    return depth === this.specAt || (this.ofPods && !this.inFieldSet && depth === FIELD_OWNER);
  }

  /** Text before the first brace is no list: an HTML page would otherwise be swallowed to its end. */
  private refuseOther(chunk: Uint8Array): void {
    const first = chunk.find((byte) => byte > SPACE);
    if (first === undefined || first === OPEN_BRACE) return;
    throw new ApiError('not-kubernetes', 'The answer is not a Kubernetes list.');
  }

  private keep(chunk: Uint8Array, from: number, to: number): void {
    if (this.inFieldSet) return;
    if (this.inSpec) this.spec.add(chunk, from, to);
    else if (this.inItem) this.item.add(chunk, from, to);
    else if (!this.inItems) this.head.add(chunk, from, to);
  }

  /** Behind a brace or bracket that opens; returns from where the bytes of the present text count. */
  private open(byte: number, chunk: Uint8Array, from: number, at: number): number {
    this.started = true;
    const { depth, key } = this;
    if (this.inItem) {
      if (depth === this.specAt + 1 && key === 'spec' && byte === OPEN_BRACE && !this.inSpec) {
        this.keep(chunk, from, at);
        this.inSpec = true;
        return at;
      }
      if (this.ofPods && depth === FIELD_OWNER + 1 && key === 'fieldsV1' && !this.inSpec) {
        this.keep(chunk, from, at + 1);
        this.inFieldSet = true;
      }
      return from;
    }
    if (this.inItems && depth === ITEM) {
      this.inItem = true;
      return at;
    }
    if (byte === OPEN_BRACKET && depth === LIST + 1 && key === 'items') {
      this.keep(chunk, from, at + 1);
      this.inItems = true;
      this.ofPods = this.head.starts('{"kind":"PodList"');
      if (this.ofPods) this.specAt = ITEM;
      else if (templated.some((kind) => this.head.starts(`{"kind":"${kind}List"`))) this.specAt = TEMPLATE;
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
      if (this.inFieldSet && depth === FIELD_OWNER) {
        this.inFieldSet = false;
        return at;
      }
      if (this.inSpec && depth === this.specAt) {
        this.keep(chunk, from, at + 1);
        this.inSpec = false;
        this.item.add(nothing, 0, nothing.length);
        return at + 1;
      }
      if (depth > ITEM - 1) return from;
      this.keep(chunk, from, at + 1);
      this.inItem = false;
      this.onItem(this.item.take(), this.spec.bytes === 0 ? null : this.spec.take());
      return at + 1;
    }
    if (this.inItems && depth === LIST) {
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
        return at + 1;
      }
      if (byte !== BACKSLASH) at++;
      else if (at + 1 < length) at += 2;
      else {
        this.escaped = true;
        break;
      }
    }
    if (this.depth === LIST) this.keyBytes.push(...chunk.subarray(start, Math.min(length, start + MAX_KEY)));
    else this.key = '';
    return length;
  }

  /** A string ended, of which `chunk` has the bytes from `from` to `to`. */
  private note(chunk: Uint8Array, from: number, to: number): void {
    if (this.depth === LIST) {
      this.key = String.fromCharCode(...this.keyBytes, ...chunk.subarray(from, Math.min(to, from + MAX_KEY)));
      this.keyBytes = [];
    } else {
      this.key =
        to - from === 4 && isWord(chunk, from, SPEC)
          ? 'spec'
          : to - from === 8 && isWord(chunk, from, FIELDS)
            ? 'fieldsV1'
            : '';
    }
  }

  end(): string {
    if (!this.finished) throw new ApiError('reset', 'The list ended in the middle.');
    return this.head.take();
  }
}

const MAX_KEY = 16;
const SPEC = Buffer.from('spec');
const FIELDS = Buffer.from('fieldsV1');
const nothing = Buffer.from('null');

function isWord(chunk: Uint8Array, from: number, word: Uint8Array): boolean {
  return word.every((byte, at) => chunk[from + at] === byte);
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
