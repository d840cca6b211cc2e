/** Text as UTF-8 without a byte order mark. PowerShell's `>` writes UTF-16: a saved `kubectl get` from Windows is that. */
import 'server-only';

/** Passes UTF-8 on, without its mark; turns UTF-16 with a mark into UTF-8. */
export async function* utf8(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let decoder: TextDecoder | null = null;
  let head: Uint8Array | null = new Uint8Array(0);
  for await (const part of bytes) {
    let chunk = part;
    if (head !== null) {
      chunk = head.length === 0 ? part : Buffer.concat([head, part]);
      if (chunk.length < 3) {
        head = chunk;
        continue;
      }
      head = null;
      if (chunk[0] === 0xff && chunk[1] === 0xfe) decoder = new TextDecoder('utf-16le');
      else if (chunk[0] === 0xfe && chunk[1] === 0xff) decoder = new TextDecoder('utf-16be');
      else if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) chunk = chunk.subarray(3);
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
  if (head !== null && head.length > 0) yield head;
}
