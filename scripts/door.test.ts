import { Agent, createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endWhereTaken, guarded, letGoWhenClosed, portTaken, refuseUpgrades } from './door.mjs';

/** What reached the listener behind the door. */
let reached: string[] = [];
let server: Server;
beforeEach(async () => {
  reached = [];
  server = createServer(
    guarded(
      (
        request: { method: string; url: string; headers: Record<string, string> },
        response: { end(text: string): void },
      ) => {
        const action = request.headers['next-action'];
        reached.push(
          `${request.method} ${request.url} ${request.headers['host'] ?? ''}${action === undefined ? '' : ' action'}`,
        );
        response.end('inside');
      },
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The answer to a request line that no proper client would send. */
function ask(line: string, headers = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(portOf(server.address()), '127.0.0.1');
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.write(`${line} HTTP/1.1\r\nHost: unloop\r\nConnection: close\r\n${headers}\r\n`);
  });
}

describe('the door', () => {
  it.each([
    'GET /',
    'HEAD /w/shop/Deployment/cart',
    'GET /%F0%9F%90%B3?q=%E0%A4%A',
    'POST /api/v1/diagnose',
    'OPTIONS /api/v1/about',
  ])('lets %s pass as it is', async (line) => {
    await ask(line);
    expect(reached).toEqual([`${line} unloop`]);
  });

  it.each([
    ['/s/TOKEN/', '/s/TOKEN'],
    ['/s//TOKEN', '/s/TOKEN'],
    ['//s/TOKEN//?q=a//b/', '/s/TOKEN?q=a//b/'],
    ['/s/\\TOKEN', '/s/TOKEN'],
    ['/s/TOKEN/report.html/', '/s/TOKEN/report.html'],
    ['/w//shop/', '/w//shop/'],
    ['//', '//'],
  ])('hands %s on as %s, so that no redirect repeats a token', async (asked, url) => {
    await ask(`GET ${asked}`);
    expect(reached).toEqual([`GET ${url} unloop`]);
  });

  it.each([
    ['GET /w/%E0%A4%A', 400],
    ['GET /%', 400],
    ['GET ftp://unloop/x', 400],
    ['GET *', 400],
    ['TRACE /', 501],
    ['PROPFIND /', 501],
    ['POST /', 405],
    ['OPTIONS /about', 405],
    ['DELETE /apiary', 405],
  ])('answers %s with a line of text and %i', async (line, status) => {
    const answer = await ask(line);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('content-type: text/plain; charset=utf-8');
    expect(answer.split('\r\n\r\n')[1]).toMatch(/^[A-Z].{20,150}\.\n$/);
    expect(reached).toEqual([]);
  });

  it.each([
    ['GET /api/v1/diagnoses/%E0%A4%A', 400, 'bad-request'],
    ['TRACE /api/v1/about', 501, 'method-not-known'],
    ['TRACE http://unloop/api/v1/about', 501, 'method-not-known'],
  ])('answers %s with a problem document', async (line, status, code) => {
    const answer = await ask(line);
    expect(answer).toContain('content-type: application/problem+json; charset=utf-8');
    const body: unknown = JSON.parse(answer.split('\r\n\r\n')[1] ?? '');
    expect(body).toMatchObject({ type: `urn:unloop:problem:${code}`, status });
    expect(reached).toEqual([]);
  });

  it('answers OPTIONS * with what there is', async () => {
    expect(await ask('OPTIONS *')).toMatch(/^HTTP\/1\.1 204 [^]*allow: GET, HEAD, POST/);
  });

  it('takes the address of a proxy’s client, and goes by its host', async () => {
    await ask('GET http://evil.example:81/about?q=1');
    expect(reached).toEqual(['GET /about?q=1 evil.example:81']);
  });

  it('drops the header of server actions, of which there are none', async () => {
    await ask('GET /', 'Next-Action: xx\r\n');
    expect(reached).toEqual(['GET / unloop']);
  });

  it('says which methods a page has', async () => {
    expect(await ask('PUT /about')).toContain('\r\nallow: GET, HEAD\r\n');
  });
});

describe('the socket of the door', () => {
  it('answers a wish for another protocol, lets go of it, and tells nobody', async () => {
    refuseUpgrades(server);
    let told = 0;
    server.on('upgrade', () => (told += 1));
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(portOf(server.address()), '127.0.0.1');
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
      socket.write(
        'GET / HTTP/1.1\r\nHost: unloop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      );
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*\r\n\r\nThe request is not well formed\./);
    expect({ told, reached }).toEqual({ told: 0, reached: [] });
  });

  it('ends with a code of its own where the port is taken', async () => {
    const second = createServer();
    const code = await new Promise((resolve) => {
      endWhereTaken(second, resolve);
      second.listen(portOf(server.address()), '127.0.0.1');
    });
    expect(code).toBe(portTaken);
  });

  it('is let go of where its stream ends after the server was closed, however long it would be kept', async () => {
    let stream: ServerResponse | null = null;
    const other: Server = letGoWhenClosed(createServer((_request, response) => (stream = response).write(':\n\n')));
    other.keepAliveTimeout = 2_000_000;
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const agent = new Agent({ keepAlive: true });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port: portOf(other.address()), agent }, resolve).on('error', reject);
    });
    const closed = new Promise<Error | undefined>((resolve) => other.close(resolve));
    (stream as ServerResponse | null)?.end();
    answer.resume();
    expect(await closed).toBeUndefined();
    agent.destroy();
  });
});
