import { Problem } from '@/lib/model/problem';

/** The same origin: what the browser calls Origin is the address that it asked, or the public one. */
function isSameOrigin(origin: string, host: string | null, publicUrl: string | null): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === publicUrl || (host !== null && url.host === host.toLowerCase());
}

/**
 * Refuses what a page of another site sends (attacks A14, A15). A request without either header comes from no browser,
 * and a program that can reach the port needs no trick.
 */
export function refuseForeignOrigin(headers: Headers, publicUrl: string | null): void {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const foreign =
    origin === null
      ? site !== null && site !== 'same-origin' && site !== 'none'
      : !isSameOrigin(origin, headers.get('host'), publicUrl);
  if (!foreign) return;
  throw new Problem('forbidden', 'The request comes from a page of another site.', {
    field: 'Origin',
    remedy: 'Send it from Unloop’s own page, or from a program without an Origin header.',
  });
}

/** A form of another site can send plain text, never this type without being asked first. */
export function requireJson(headers: Headers): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new Problem('unsupported-media-type', 'The body must be JSON.', {
    field: 'Content-Type',
    remedy: 'Send it with Content-Type: application/json.',
  });
}
