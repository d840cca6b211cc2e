import { headers } from 'next/headers';

/** What proxy.ts says to the pages: `?cluster=` of the address, percent-encoded. What a client sends under it is dropped there. */
export const askedClusterHeader = 'x-unloop-cluster';

/**
 * `?cluster=` of the page that is being answered. Layouts and not-found pages are not told the query, and every part of
 * one page has to mean the same cluster.
 */
export async function askedCluster(): Promise<string | undefined> {
  const text = (await headers()).get(askedClusterHeader);
  return text === null ? undefined : decodeURIComponent(text);
}
