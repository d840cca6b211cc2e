/** What the corpus fills its secrets with. None is a literal, so that no scanner takes a file of it for a leak, and none was ever valid. */

export interface Leak {
  /** What kind of secret it is, for the count. */
  kind: string;
  text: string;
  /** Must not be in the result, nor any eight characters of it in a row. */
  secrets: string[];
  /** Must still be there. */
  keep: string[];
}

/** One entry of the corpus: in `text` none of `secrets` may be left, and each of `keep` must. */
export function leak(kind: string, text: string, secrets: string[], keep: string[] = []): Leak {
  return { kind, text, secrets, keep };
}

const alphabets = {
  alnum: 'aB3dE5gH7jK9mN1pQ4sT6vW8yZ2cF0xR',
  lower: 'a3c5e7g9j1k4m6p8q2r0t3v5x7z9',
  upper: 'A3C5E7G9J2K4M6P7Q2R3T4V5X7Z6',
  hex: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  digits: '8203745196',
};

/** So many characters of an alphabet, different for each seed. */
export function fill(length: number, seed: number, alphabet: keyof typeof alphabets = 'alnum'): string {
  const letters = alphabets[alphabet];
  let state = seed * 2654435761 + 12345;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return letters[(state >>> 16) % letters.length] ?? 'x';
  }).join('');
}

const pw = (seed: number) => `${fill(5, seed)}!${fill(6, seed + 1)}`;
export const p1 = pw(101);
export const p2 = pw(103);
export const word = `hunter${fill(6, 105)}`;
export const plainWord = 'correcthorsebattery';
export const user = 'svc-orders';
export const pem = Array.from({ length: 6 }, (_, i) => fill(64, 200 + i));
const dashes = '-----';
export const beginKey = (type: string) => `${dashes}BEGIN ${type}PRIVATE KEY${dashes}`;
export const endKey = (type: string) => `${dashes}END ${type}PRIVATE KEY${dashes}`;
export const uuid = `${fill(8, 110, 'hex')}-${fill(4, 111, 'hex')}-4${fill(3, 112, 'hex')}-8${fill(3, 113, 'hex')}-${fill(12, 114, 'hex')}`;
