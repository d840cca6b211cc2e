/** Names inside an archive: nothing is ever written to disk, and still only plain relative paths are taken (security A22). */
import 'server-only';

import type { Limits } from './limits';

/**
 * The name without `./`, or null for one that is absolute, climbs with `..`, is drive-relative, has backslashes or
 * control characters, or is longer or deeper than the limits.
 */
export function safeName(name: string, limits: Pick<Limits, 'nameBytes' | 'nameSegments'>): string | null {
  if (Buffer.byteLength(name) > limits.nameBytes) return null;
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\\') || /\p{Cc}/u.test(name)) return null;
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0 || segments.length > limits.nameSegments || segments.includes('..')) return null;
  return segments.join('/');
}

/**
 * True for a name, or the target of a link, that would lie outside of the archive: absolute, on a drive, or with more `..`
 * than folders before it. A plain name needs no `..` at all. `from`: the folder that a link's target counts from.
 */
export function leavesArchive(name: string, from = ''): boolean {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(name)) return true;
  let depth = 0;
  for (const segment of `${from}/${name}`.split(/[/\\]/)) {
    if (segment === '' || segment === '.') continue;
    depth += segment === '..' ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}
