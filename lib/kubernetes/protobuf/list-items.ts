/** The items of a list in protobuf, each read when its last byte has come. */
import 'server-only';
import { ApiError } from '../api-error';
import { MAX_TEXT_BYTES } from '../json-stream';
import type { Decoder } from './decode';
import { kindOf, MAGIC } from './envelope';
import { malformed, Wire } from './wire';

/** The longest tag with the longest length behind it. */
const LONGEST_HEAD = 20;
const KIND = 0x0a;
const LIST = 0x12;
const METADATA = 0x0a;
const ITEM = 0x12;

/** `end()` returns `{ kind, metadata }` of the list; all throw ApiError 'malformed', 'reset' for a list that is not whole. */
export class ProtobufItems {
  private pending: Buffer = Buffer.alloc(0);
  private begun = false;
  /** Where the list ends, in bytes from the beginning of the answer; null until that has come. */
  private listEnd: number | null = null;
  /** How many bytes lie before `pending`. */
  private past = 0;
  private kind = '';
  private metadata: unknown = {};
  private isWhole = false;

  constructor(
    private readonly decoder: Decoder,
    private readonly itemKind: string,
    private readonly onItem: (raw: unknown) => void,
  ) {}

  push(chunk: Uint8Array): void {
    // What stands behind the list says how it is written, which is known.
    if (this.isWhole) return;
    this.pending = this.pending.length === 0 ? asBuffer(chunk) : Buffer.concat([this.pending, chunk]);
    let at = 0;
    for (let next = this.part(at); next !== null; next = this.part(at)) at = next;
    this.pending = this.pending.subarray(at);
    this.past += at;
    if (this.pending.length > MAX_TEXT_BYTES) {
      throw new ApiError('malformed', `The API server sent an object of more than ${MAX_TEXT_BYTES} bytes.`);
    }
  }

  end(): { kind: string; metadata: unknown } {
    if (!this.isWhole) throw new ApiError('reset', 'The list ended in the middle.');
    return { kind: this.kind, metadata: this.metadata };
  }

  /** Reads the part that begins at `at` of what is pending; where it ends, or null where it has not all come. */
  private part(at: number): number | null {
    const { pending, listEnd } = this;
    if (!this.begun) return this.begin(at);
    if (listEnd !== null && this.past + at === listEnd) {
      this.isWhole = true;
      return null;
    }
    const wire = new Wire(pending, at, pending.length);
    // Fewer bytes may hold half a length; at the end of a list there are no more.
    if (pending.length - at < LONGEST_HEAD && !headIsThere(pending, at)) return null;
    const tag = wire.varint();
    const length = wire.varint();
    if ((tag & 7) !== 2) throw malformed();
    const end = wire.at + length;
    if (listEnd === null && tag === LIST) {
      this.listEnd = this.past + end;
      return wire.at;
    }
    if (listEnd !== null && this.past + end > listEnd) throw malformed();
    if (end > pending.length) return null;
    if (listEnd === null) {
      if (tag === KIND) this.kind = kindOf(pending, wire.at, end);
    } else if (tag === ITEM) this.onItem(this.decoder.message(this.itemKind, pending, wire.at, end));
    else if (tag === METADATA) this.metadata = this.decoder.message('ListMeta', pending, wire.at, end);
    return end;
  }

  private begin(at: number): number | null {
    if (this.pending.length < MAGIC.length) return null;
    if (!this.pending.subarray(0, MAGIC.length).equals(MAGIC)) throw malformed();
    this.begun = true;
    return at + MAGIC.length;
  }
}

/** A tag and a length are there, each to its last byte. */
function headIsThere(bytes: Buffer, at: number): boolean {
  let last = 0;
  for (let i = at; i < bytes.length && last < 2; i++) if ((bytes[i] ?? 0) < 0x80) last++;
  return last === 2;
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
