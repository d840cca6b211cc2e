/** The secret of a shared link: made here, handed out once, kept only as a hash (security §3). */
import 'server-only';
import { createHash, randomBytes } from 'node:crypto';

/** 192 random bits as 32 characters of base64url. The contract asks for 128. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * What stands in the database, or null for a text that no token can be. The lookup is by this hash, so how long it takes
 * says nothing about the token; a token has more entropy than a hash needs, so it is neither salted nor stretched.
 */
export function hashToken(token: string): string | null {
  return /^[A-Za-z0-9_-]{32}$/.test(token) ? createHash('sha256').update(token).digest('hex') : null;
}
