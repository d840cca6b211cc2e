/** The bytes of one protobuf message, read from front to back. */
import 'server-only';
import { ApiError } from '../api-error';

export const VARINT = 0;
const FIXED64 = 1;
export const BYTES = 2;
const FIXED32 = 5;
/** Bytes of a number below zero, and of none else. */
const LONGEST = 10;

/** Reads one message's bytes from front to back. Throws ApiError 'malformed' where they are none. */
export class Wire {
  constructor(
    readonly bytes: Buffer,
    public at: number,
    readonly end: number,
  ) {}

  /** Numbers beyond 2^53 lose their last digits; the API has none but in quantities, which are text. */
  varint(): number {
    const { bytes, at } = this;
    let byte = bytes[this.at++] ?? 0;
    if (byte < 0x80) return this.within(byte);
    let value = byte & 0x7f;
    let scale = 0x80;
    for (let read = 1; read < LONGEST; read++) {
      byte = bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (byte < 0x80) return this.within(read === LONGEST - 1 ? belowZero(bytes, at) : value);
    }
    throw malformed();
  }

  /** Where the value ends that begins here. */
  length(): number {
    const end = this.varint() + this.at;
    if (end > this.end) throw malformed();
    return end;
  }

  /** Behind a value that nobody reads. */
  skip(type: number): void {
    if (type === VARINT) this.varint();
    else if (type === BYTES) this.at = this.length();
    else if (type === FIXED64) this.at += 8;
    else if (type === FIXED32) this.at += 4;
    else throw malformed();
  }

  /** On to what follows the next of these tags, past all other fields; which it was, 0 where none is left. */
  seek(one: number, other = one): number {
    while (this.at < this.end) {
      const tag = this.varint();
      if (tag === one || tag === other) return tag;
      this.skip(tag & 7);
    }
    return 0;
  }

  private within(value: number): number {
    if (this.at > this.end) throw malformed();
    return value;
  }
}

function belowZero(bytes: Buffer, at: number): number {
  let value = 0n;
  for (let read = 0; read < LONGEST; read++) value |= BigInt((bytes[at + read] ?? 0) & 0x7f) << BigInt(7 * read);
  return Number(BigInt.asIntN(64, value));
}

export function malformed(): ApiError {
  return new ApiError('malformed', 'The API server sent something that is not the protobuf of Kubernetes.');
}
