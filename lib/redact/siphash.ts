/** SipHash-2-4: a keyed hash in plain arithmetic, for this room may not reach for a crypto library. */

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** The four 64-bit words v0 to v3 as halves: v[2i] the low one, v[2i + 1] the high one. */
type State = Uint32Array;

function add(v: State, to: number, from: number): void {
  const low = (v[to] ?? 0) + (v[from] ?? 0);
  v[to + 1] = (v[to + 1] ?? 0) + (v[from + 1] ?? 0) + (low > 0xffffffff ? 1 : 0);
  v[to] = low;
}

function rotateAndXor(v: State, word: number, bits: number, other: number): void {
  const low = v[word] ?? 0;
  const high = v[word + 1] ?? 0;
  v[word] = ((low << bits) | (high >>> (32 - bits))) ^ (v[other] ?? 0);
  v[word + 1] = ((high << bits) | (low >>> (32 - bits))) ^ (v[other + 1] ?? 0);
}

function swapHalves(v: State, word: number): void {
  const low = v[word] ?? 0;
  v[word] = v[word + 1] ?? 0;
  v[word + 1] = low;
}

function rounds(v: State, count: number): void {
  for (let i = 0; i < count; i += 1) {
    add(v, 0, 2);
    rotateAndXor(v, 2, 13, 0);
    swapHalves(v, 0);
    add(v, 4, 6);
    rotateAndXor(v, 6, 16, 4);
    add(v, 0, 6);
    rotateAndXor(v, 6, 21, 0);
    add(v, 4, 2);
    rotateAndXor(v, 2, 17, 4);
    swapHalves(v, 4);
  }
}

/**
 * 64 bits as 16 hex digits. Without the 16-byte key nobody can tell a guess from the hashed text, which is what keeps
 * placeholders from being tried out offline (security §2).
 */
export function sipHash(key: Uint8Array, message: Uint8Array): string {
  const k = [wordAt(key, 0), wordAt(key, 4), wordAt(key, 8), wordAt(key, 12)] as const;
  const v = Uint32Array.of(
    0x70736575,
    0x736f6d65,
    0x6e646f6d,
    0x646f7261,
    0x6e657261,
    0x6c796765,
    0x79746573,
    0x74656462,
  );
  for (let i = 0; i < 8; i += 1) v[i] = (v[i] ?? 0) ^ (k[i % 4] ?? 0);
  const absorb = (low: number, high: number) => {
    v[6] = (v[6] ?? 0) ^ low;
    v[7] = (v[7] ?? 0) ^ high;
    rounds(v, 2);
    v[0] = (v[0] ?? 0) ^ low;
    v[1] = (v[1] ?? 0) ^ high;
  };
  const whole = message.length - (message.length % 8);
  for (let at = 0; at < whole; at += 8) absorb(wordAt(message, at), wordAt(message, at + 4));
  absorb(wordAt(message, whole), wordAt(message, whole + 4) | ((message.length & 0xff) << 24));
  v[4] = (v[4] ?? 0) ^ 0xff;
  rounds(v, 4);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = v;
  const hex = (part: number) => (part >>> 0).toString(16).padStart(8, '0');
  return hex(b ^ d ^ f ^ h) + hex(a ^ c ^ e ^ g);
}

/** Sixteen bytes from a key of any length: two hashes of it under two fixed keys. */
export function keyBytes(key: string): Uint8Array {
  const message = new TextEncoder().encode(key);
  const digits = [0x5c, 0x36].map((fill) => sipHash(new Uint8Array(16).fill(fill), message)).join('');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
}
