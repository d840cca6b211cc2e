/** What stands where a secret was: its kind, and four digits that are the same for the same secret under the same key. */

import { keyBytes, sipHash } from './siphash';

const shape = /«redacted:[a-z0-9-]{1,40}:[0-9a-f]{4}»/g;

/** A private-use character: part of no rule's alphabet for secrets, but no delimiter either. */
export const stand = '\ue000';

/**
 * The text with each placeholder blotted out at its own length, so that no rule reads "token:3f2a" inside one, and a value
 * that is a placeholder counts as already gone.
 */
export function blotPlaceholders(text: string): string {
  return text.includes('«redacted:') ? text.replace(shape, (found) => stand.repeat(found.length)) : text;
}

/** Makes placeholders under one key. 16 of 64 bits are shown: enough to see equality, too few to confirm a guess. */
export function createPlaceholder(key: string): (kind: string, secret: string) => string {
  const bytes = keyBytes(key);
  const encoder = new TextEncoder();
  return (kind, secret) => `«redacted:${kind}:${sipHash(bytes, encoder.encode(secret)).slice(0, 4)}»`;
}
