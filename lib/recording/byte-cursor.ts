/** Reads a stream of bytes by position: exactly n bytes, a line, or chunk by chunk, with only one chunk in memory. */
import 'server-only';

const empty = new Uint8Array(0);

export class ByteCursor {
  /** The chunk at hand. Loops over bytes work on it directly and move `at`. */
  chunk: Uint8Array = empty;
  at = 0;
  /** Bytes of all chunks before this one. */
  #before = 0;
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Bytes consumed so far. */
  get position(): number {
    return this.#before + this.at;
  }

  /** Makes sure that there is a byte at `at`; false at the end. */
  async more(): Promise<boolean> {
    while (this.at >= this.chunk.length) {
      const next = await this.#source.next();
      if (next.done === true) return false;
      this.#before += this.chunk.length;
      this.chunk = next.value;
      this.at = 0;
    }
    return true;
  }

  /** Exactly `count` bytes; fewer only at the end of the stream. */
  async read(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of this.take(count)) parts.push(part);
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** Up to `count` bytes, as they come. */
  async *take(count: number): AsyncGenerator<Uint8Array, void, undefined> {
    let left = count;
    while (left > 0 && (await this.more())) {
      const part = this.chunk.subarray(this.at, this.at + left);
      this.at += part.length;
      left -= part.length;
      yield part;
    }
  }

  /** The rest of the stream. */
  rest(): AsyncGenerator<Uint8Array, void, undefined> {
    return this.take(Number.MAX_SAFE_INTEGER);
  }

  /** Skips up to `count` bytes and says how many there were. */
  async skip(count: number): Promise<number> {
    let skipped = 0;
    for await (const part of this.take(count)) skipped += part.length;
    return skipped;
  }

  /** The next line with its line feed, or null at the end. Of a longer line the first `maxBytes` bytes; the rest follows as the next. */
  async line(maxBytes: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < maxBytes && (await this.more())) {
      const feed = this.chunk.indexOf(0x0a, this.at);
      const end = Math.min(feed < 0 ? this.chunk.length : feed + 1, this.at + maxBytes - length);
      const part = this.chunk.subarray(this.at, end);
      parts.push(part);
      length += part.length;
      this.at = end;
      if (feed >= 0 && end === feed + 1) break;
    }
    if (length === 0) return null;
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** Moves on to the next line that begins with `byte`, without looking at the others one by one. False at the end. */
  async skipToLine(byte: number): Promise<boolean> {
    while (await this.more()) {
      const { chunk } = this;
      if (chunk[this.at] === byte) return true;
      // Where a line feed ends the chunk, the line goes on in the next. A line that is cut between two counts as beginning there.
      const feed = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).indexOf(
        Buffer.of(0x0a, byte),
        this.at,
      );
      this.at = feed < 0 ? chunk.length : feed + 1;
    }
    return false;
  }

  /** Stops the source; for a reader that will not go to the end. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
