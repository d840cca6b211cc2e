/**
 * The one place where a caller is let in or refused. There is no sign-in yet, so everyone who reaches the port may read;
 * what is refused is a browser that was led here under another name (DNS rebinding, attacks A13 and A14). The check is
 * here and not in `proxy.ts`, which has been bypassed again and again (stack.md, traps).
 */
import 'server-only';

import { Problem } from '../model/problem';
import { isLoopback } from '../config/config';
import { getRuntime } from '../runtime/runtime';

export interface Caller {
  /** Who it is; null while there is no sign-in. */
  name: string | null;
}

/** The name of a Host header without its port, in lower case: "[::1]:3000" → "::1". */
export function hostName(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(host);
  const bare = bracketed?.[1] ?? host.replace(/:\d+$/, '');
  return bare.toLowerCase().replace(/\.$/, '');
}

/**
 * Whether a request that asks for `host` may be answered: on a loopback address only under the names of this machine
 * and under the public address; elsewhere under any name, since a proxy or a Service decides it.
 */
export function isAllowedHost(host: string, config: { host: string; publicUrl: string | null }): boolean {
  if (!isLoopback(config.host)) return true;
  const name = hostName(host);
  const publicName = config.publicUrl === null ? null : hostName(new URL(config.publicUrl).host);
  return isLoopback(name) || name === config.host.toLowerCase() || name === publicName;
}

/** Headers of the request that is being answered; null outside of the server (command line, tests). */
async function requestHeaders(): Promise<Headers | null> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return null;
  const { headers } = await import('next/headers');
  return headers();
}

/** Called first by every verb. Throws `forbidden`. */
export async function authorise(): Promise<Caller> {
  const headers = await requestHeaders();
  if (headers === null) return { name: null };
  const { config } = await getRuntime();
  refuseForeignHost(headers.get('host'), config);
  return { name: null };
}

/** For pages, which answer a refusal with a page of their own: whether `authorise` will refuse this Host. */
export async function isForeignHost(host: string | null): Promise<boolean> {
  const { config } = await getRuntime();
  return host === null || !isAllowedHost(host, config);
}

/**
 * Throws 'forbidden' for a name that is not ours: a page elsewhere could point its own name at this machine (DNS
 * rebinding, security §5).
 */
export function refuseForeignHost(host: string | null, config: { host: string; publicUrl: string | null }): void {
  if (host !== null && isAllowedHost(host, config)) return;
  throw new Problem('forbidden', 'This Unloop answers on this machine only, and was asked for under another name.', {
    field: 'Host',
    remedy:
      'Open it as http://127.0.0.1 or http://localhost with its port, or set UNLOOP_PUBLIC_URL to the name that you use.',
  });
}

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
