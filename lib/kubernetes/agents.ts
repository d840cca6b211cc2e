/**
 * Sockets to the API server: one keep-alive pool of HTTP/1.1 connections, directly or through `proxy-url` (HTTP
 * CONNECT or SOCKS5). HTTP/1.1 on purpose: with HTTP/2 one dead connection takes every watch with it (F04).
 */
import 'server-only';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { ApiError } from './api-error';

export interface TlsOptions {
  ca: Buffer | undefined;
  cert: Buffer | string | undefined;
  key: Buffer | string | undefined;
  servername: string | undefined;
  rejectUnauthorized: boolean;
}

/** Idle time after which the kernel asks whether the peer is still there; libuv then asks each second, ten times (F03). */
const TCP_KEEPALIVE_MS = 30_000;
const CONNECT_LIMIT_MS = 10_000;

/** Sockets of one agent on their way to being connections: no request has them yet, so the agent's end must be theirs. */
type Connecting = Set<net.Socket>;
type SocketCallback = (error: Error | null, socket?: net.Socket) => void;

/**
 * `pooled`: keep connections for the next request. Without it each request gets a fresh one (F05).
 * A proxy is dialled per connection; `tls` null for an http:// API server. `open` holds each socket from its dialling to its
 * end: the agent itself knows only those that became connections.
 */
export function createAgent(
  tlsOptions: TlsOptions | null,
  proxyUrl: string | undefined,
  pooled: boolean,
  open: Set<net.Socket>,
): http.Agent {
  const common: http.AgentOptions = { keepAlive: pooled, keepAliveMsecs: TCP_KEEPALIVE_MS, maxSockets: Infinity };
  const agent =
    tlsOptions === null ? new http.Agent(common) : new https.Agent({ ...common, ...definedTls(tlsOptions) });
  const connecting: Connecting = new Set();
  const destroy = agent.destroy.bind(agent);
  const connect = (options: { host?: string; port?: number | string }, callback: SocketCallback): void => {
    const host = options.host ?? 'localhost';
    const port = Number(options.port);
    const dialled = (host: string, port: number): net.Socket => {
      const socket = dial(host, port);
      open.add(socket);
      return socket.once('close', () => open.delete(socket));
    };
    openTcp(host, port, proxyUrl, dialled, connecting, (error, tcp) => {
      if (error !== null || tcp === undefined) callback(error ?? new Error('no socket'));
      else if (tlsOptions === null) callback(null, tcp);
      else secure(tcp, host, tlsOptions, connecting, callback);
    });
  };
  return Object.assign(agent, {
    createConnection(options: { host?: string; port?: number | string }, callback: SocketCallback): undefined {
      connect(options, callback);
    },
    destroy() {
      for (const socket of connecting) socket.destroy();
      destroy();
    },
  });
}

/** Keeps no connection any more, and cuts none: destroy() would also end the watches that use them. */
export function retireAgent(agent: http.Agent): void {
  agent.maxFreeSockets = 0;
  for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) socket.destroy();
}

function definedTls(options: TlsOptions): tls.SecureContextOptions & { servername?: string } {
  const { ca, cert, key, servername, rejectUnauthorized } = options;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
    ...{ rejectUnauthorized },
  };
}

/** One callback for a socket that becomes ready, fails, or closes without a word, whichever is first. */
function once(socket: net.Socket, ready: string, connecting: Connecting, callback: SocketCallback): void {
  const settle = (error: Error | null): void => {
    socket.off(ready, onReady).off('error', settle).off('close', onClose);
    connecting.delete(socket);
    if (error === null) callback(null, socket);
    else {
      socket.destroy();
      callback(error);
    }
  };
  const onReady = (): void => settle(null);
  const onClose = (): void => settle(new ApiError('reset', 'The connection broke before it was made.'));
  connecting.add(socket);
  socket.once(ready, onReady).once('error', settle).once('close', onClose);
}

function secure(
  tcp: net.Socket,
  host: string,
  options: TlsOptions,
  connecting: Connecting,
  callback: SocketCallback,
): void {
  const servername = options.servername ?? (net.isIP(host) === 0 ? host : undefined);
  let socket: tls.TLSSocket;
  try {
    socket = tls.connect({
      socket: tcp,
      ALPNProtocols: ['http/1.1'],
      ...definedTls(options),
      ...(servername === undefined ? {} : { servername }),
      host,
      // With tls-server-name the certificate is checked against that name, not the address dialled.
      checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(options.servername ?? host, certificate),
    });
  } catch (error) {
    // Read while they were being renewed. Nobody is above to catch it: the process would end.
    tcp.destroy();
    const what = 'The client certificate and its key cannot be used together.';
    callback(new ApiError('credentials', what, { cause: error }));
    return;
  }
  // A server that took the connection and does not greet back; client-go's TLSHandshakeTimeout is the same.
  limit(socket, `No TLS answer from ${host}`);
  once(socket, 'secureConnect', connecting, callback);
}

/** A time limit until the socket says that it is connected. Real time, as no other limit of ours: it ends with the socket. */
function limit(socket: net.Socket, what: string): void {
  socket.setTimeout(CONNECT_LIMIT_MS, () => {
    socket.destroy(new ApiError('unreachable', `${what} within ${CONNECT_LIMIT_MS / 1000} s.`));
  });
  const end = (): void => void socket.setTimeout(0);
  socket.once(socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect', end);
}

function openTcp(
  host: string,
  port: number,
  proxyUrl: string | undefined,
  dialled: typeof dial,
  connecting: Connecting,
  callback: SocketCallback,
): void {
  if (proxyUrl === undefined) {
    once(dialled(host, port), 'connect', connecting, callback);
    return;
  }
  const proxy = new URL(proxyUrl);
  const secureProxy = proxy.protocol === 'https:';
  const proxyPort = Number(proxy.port) || (secureProxy ? 443 : proxy.protocol === 'http:' ? 80 : 1080);
  const tcp = dialled(proxy.hostname, proxyPort);
  const talk: SocketCallback = (error, socket) => {
    if (error !== null || socket === undefined) {
      callback(new ApiError('unreachable', `The proxy ${proxy.host} cannot be reached.`, { cause: error }));
    } else if (proxy.protocol.startsWith('socks')) socks5(socket, proxy, host, port, connecting, callback);
    else connectTunnel(socket, proxy, host, port, connecting, callback);
  };
  once(tcp, 'connect', connecting, (error, socket) => {
    if (error !== null || socket === undefined || !secureProxy) return talk(error, socket);
    const secured = tls.connect({ socket, servername: proxy.hostname });
    limit(secured, `No TLS answer from ${proxy.host}`);
    once(secured, 'secureConnect', connecting, talk);
  });
}

function dial(host: string, port: number): net.Socket {
  const socket = net.connect({
    host: host.replace(/^\[|\]$/g, ''),
    port,
    keepAlive: true,
    keepAliveInitialDelay: TCP_KEEPALIVE_MS,
  });
  socket.setNoDelay(true);
  limit(socket, `No connection to ${host}:${port}`);
  return socket;
}

function connectTunnel(
  socket: net.Socket,
  proxy: URL,
  host: string,
  port: number,
  connecting: Connecting,
  callback: SocketCallback,
): void {
  const credentials =
    proxy.username === ''
      ? ''
      : `Proxy-Authorization: Basic ${Buffer.from(`${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`).toString('base64')}\r\n`;
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n${credentials}\r\n`);
  converse(
    socket,
    (received) => {
      const end = received.indexOf('\r\n\r\n');
      if (end === -1) return received.length > 65_536 ? refuse(proxy, 'answers nonsense') : 'more';
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(received.toString('latin1', 0, 32))?.[1] ?? 'nonsense';
      return status === '200' ? 'done' : refuse(proxy, `answered ${status}`);
    },
    connecting,
    callback,
  );
}

/** RFC 1928, with a name rather than an address, so that the proxy resolves it (socks5h). */
function socks5(
  socket: net.Socket,
  proxy: URL,
  host: string,
  port: number,
  connecting: Connecting,
  callback: SocketCallback,
): void {
  if (proxy.username !== '' || proxy.protocol === 'socks4:') {
    callback(refuse(proxy, 'needs SOCKS4 or a password, which are not supported'));
    socket.destroy();
    return;
  }
  const name = Buffer.from(host);
  let greeted = false;
  socket.write(Buffer.from([5, 1, 0]));
  converse(
    socket,
    (received) => {
      if (!greeted) {
        if (received.length < 2) return 'more';
        if (received[0] !== 5 || received[1] !== 0) return refuse(proxy, 'does not speak SOCKS5 without a password');
        greeted = true;
        socket.write(
          Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([port >> 8, port & 255])]),
        );
      }
      // Greeting (2), then: version, code, reserved, address type, address, port. Proxies answer with an IPv4 address.
      if (received.length < 2 + 10) return 'more';
      return received[3] === 0 ? 'done' : refuse(proxy, `refused with code ${received[3] ?? '?'}`);
    },
    connecting,
    callback,
  );
}

function refuse(proxy: URL, what: string): ApiError {
  return new ApiError('unreachable', `The proxy ${proxy.host} ${what}.`);
}

function converse(
  socket: net.Socket,
  judge: (received: Buffer) => 'more' | 'done' | ApiError,
  connecting: Connecting,
  callback: SocketCallback,
): void {
  let received = Buffer.alloc(0);
  const finish = (error: Error | null): void => {
    socket.setTimeout(0);
    connecting.delete(socket);
    socket.off('data', onData).off('error', finish).off('close', onClose);
    if (error === null) callback(null, socket);
    else {
      socket.destroy();
      callback(error);
    }
  };
  const onClose = (): void => finish(new ApiError('unreachable', 'The proxy closed the connection.'));
  const onData = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    const verdict = judge(received);
    if (verdict !== 'more') finish(verdict === 'done' ? null : verdict);
  };
  socket.setTimeout(CONNECT_LIMIT_MS, () => finish(new ApiError('unreachable', 'The proxy does not answer.')));
  connecting.add(socket);
  socket.on('data', onData).once('error', finish).once('close', onClose);
}
