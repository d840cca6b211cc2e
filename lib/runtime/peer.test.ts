import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { notePeers, peerHeader } from './peer';

it('the address of the peer stands over whatever the request says of it', async () => {
  notePeers();
  const server = http.createServer((request, response) => response.end(String(request.headers[peerHeader])));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = { [peerHeader]: '10.0.0.1', 'x-forwarded-for': '10.0.0.1' };
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers });
  expect(await answer.text()).toBe('127.0.0.1');
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
