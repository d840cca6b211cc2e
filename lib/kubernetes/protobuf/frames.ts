/** The frames of a watch in protobuf: four bytes with its length before each event. */
import 'server-only';
import { ApiError } from '../api-error';
import { MAX_TEXT_BYTES } from '../json-stream';
import { Wire } from './wire';

const LENGTH_BYTES = 4;

/** Splits a watch into frames. `rest()` is how many bytes of an unfinished one are left at the end (F08). */
export class FrameSplitter {
  private parts: Uint8Array[] = [];
  private bytes = 0;
  /** How many must be there for the next frame to be whole, or for its length to be known. */
  private needed = LENGTH_BYTES;

  constructor(private readonly onFrame: (frame: Buffer) => void) {}

  push(chunk: Uint8Array): void {
    this.parts.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes < this.needed) return;
    const pending = Buffer.concat(this.parts, this.bytes);
    let at = 0;
    this.needed = LENGTH_BYTES;
    while (pending.length - at >= LENGTH_BYTES) {
      const length = pending.readUInt32BE(at);
      if (length > MAX_TEXT_BYTES) {
        throw new ApiError('malformed', `The API server sent an event of more than ${MAX_TEXT_BYTES} bytes.`);
      }
      this.needed = LENGTH_BYTES + length;
      if (pending.length - at < this.needed) break;
      this.onFrame(pending.subarray(at + LENGTH_BYTES, at + this.needed));
      at += this.needed;
      this.needed = LENGTH_BYTES;
    }
    const rest = pending.subarray(at);
    this.parts = rest.length === 0 ? [] : [rest];
    this.bytes = rest.length;
  }

  rest(): number {
    return this.bytes;
  }
}

/** A WatchEvent: its type, and where the object in its envelope lies. */
export function openFrame(frame: Buffer): { type: string; from: number; to: number } {
  const wire = new Wire(frame, 0, frame.length);
  const found = { type: '', from: frame.length, to: frame.length };
  for (let tag = wire.seek(0x0a, 0x12); tag !== 0; tag = wire.seek(0x0a, 0x12)) {
    const end = wire.length();
    if (tag === 0x0a) found.type = frame.toString('utf8', wire.at, end);
    else {
      // A RawExtension, whose first field is the object.
      const extension = new Wire(frame, wire.at, end);
      if (extension.varint() === 0x0a) Object.assign(found, { to: extension.length(), from: extension.at });
    }
    wire.at = end;
  }
  return found;
}
