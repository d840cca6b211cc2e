/** Who holds the other end of a request's connection: what the asker's own headers cannot say. */
import 'server-only';

import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** Set anew on each request, whatever came with it: Next shows a route the headers and not the socket. */
export const peerHeader = 'x-unloop-peer';

/** From now on each request that any HTTP server of this process takes carries the address of its peer. */
export function notePeers(): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[peerHeader] = request.socket.remoteAddress ?? 'unknown';
  });
}
