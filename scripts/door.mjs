// Stands before Next's handler in the process that serves: answers the requests that Next answers with a
// stack in the log, an empty body or a redirect to wherever the request line says. Loads nothing but Node.
import http from 'node:http';

const pageMethods = ['GET', 'HEAD'];
const apiMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * What is wrong with a request line, as { status, title, detail, allow? }; or the request as Next should see it:
 * { url, host } with the address in its short form. `host` is null where the Host header stands.
 */
export function atTheDoor(method, target) {
  if (target === '*') {
    if (method === 'OPTIONS') return { status: 204, allow: apiMethods };
    return malformed('The address of the request is no path.');
  }
  let url = target;
  let host = null;
  if (!target.startsWith('/')) {
    // "GET http://unloop:3000/about": what a client says to a proxy. A server has to take it, and goes by this host.
    if (!/^https?:\/\//i.test(target) || !URL.canParse(target))
      return malformed('The address of the request is no path.');
    const absolute = new URL(target);
    url = absolute.pathname + absolute.search;
    host = absolute.host;
  }
  if (!apiMethods.includes(method)) {
    return { status: 501, title: 'This method is not known here', detail: `Unloop has no answer to ${method}.` };
  }
  if (!isDecodable(url.split(/[?#]/, 1)[0])) {
    return malformed('The address has a % that stands for no character. A % itself is written %25.');
  }
  if (!isApi(url) && !pageMethods.includes(method)) {
    const title = 'This method is not for this address';
    return { status: 405, title, detail: 'A page can only be read, with GET.', allow: pageMethods };
  }
  return { url: plainLink(url), host };
}

/** Next would send "/s//TOKEN" and "/s/TOKEN/" elsewhere, with the token in the answer and none of a link's headers. */
function plainLink(url) {
  const [path] = url.split(/[?#]/, 1);
  const plain = path.replace(/[\\/]+/g, '/').replace(/(.)\/$/, '$1');
  return plain.startsWith('/s/') ? plain + url.slice(path.length) : url;
}

function malformed(detail) {
  return { status: 400, title: 'The request is not well formed', detail };
}

function isApi(url) {
  return /^\/api(?:[/?#]|$)/.test(url);
}

function isDecodable(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

const types = { 400: 'bad-request', 405: 'method-not-allowed', 501: 'method-not-known' };

/** A listener that asks `atTheDoor` first. Answers are those of the routes: problem documents for /api, a line of text else. */
export function guarded(listener) {
  return (request, response) => {
    const answer = atTheDoor(request.method, request.url);
    if (answer.status === undefined) {
      request.url = answer.url;
      if (answer.host !== null) request.headers.host = answer.host;
      // Unloop has no server actions; with this header Next looks for one, and logs a stack when there is none.
      delete request.headers['next-action'];
      return listener(request, response);
    }
    const { status, title, detail, allow } = answer;
    const headers = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };
    if (allow !== undefined) headers.allow = allow.join(', ');
    let body = '';
    if (status !== 204) {
      const api = isApi(request.url.replace(/^https?:\/\/[^/]*/i, ''));
      const problem = { type: `urn:unloop:problem:${types[status]}`, title, status, detail };
      body = api ? JSON.stringify(problem) : `${title}. ${detail}\n`;
      headers['content-type'] = api ? 'application/problem+json; charset=utf-8' : 'text/plain; charset=utf-8';
      headers['content-length'] = Buffer.byteLength(body);
      // What was sent along is not read: the connection cannot serve another request.
      headers.connection = 'close';
    }
    response.writeHead(status, headers).end(body);
  };
}

/**
 * Unloop speaks no other protocol. Next listens for upgrades and answers none: the socket would stay open, and hold up the
 * end of the server. Whoever listens for them after this hears nothing.
 */
export function refuseUpgrades(server) {
  server.on('upgrade', (_request, socket) => {
    // Nobody else holds this socket any more: an error of it that is not heard would end the process.
    socket.on('error', () => socket.destroy());
    const body = 'The request is not well formed. Unloop speaks plain HTTP only.\n';
    const head = [
      'HTTP/1.1 400 Bad Request',
      'content-type: text/plain; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: private, no-store',
      'x-content-type-options: nosniff',
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  });
  const listen = server.on;
  server.on = (name, listener) => (name === 'upgrade' ? server : listen.call(server, name, listener));
  return server;
}

/** What the process ends with where the port was taken meanwhile: scripts/launch.mjs has the words for it. */
export const portTaken = 98;

/** Ends the process before Next prints its stack. Any other error stays Next's. */
export function endWhereTaken(server, end) {
  server.on('error', (error) => {
    if (error.code === 'EADDRINUSE') end(portTaken);
  });
  return server;
}

/**
 * Node lets go of the connections that are idle when a server is closed, and keeps each that becomes so later for five
 * seconds, in which a browser asks again for its stream: the end would wait for as long as a page is open.
 */
export function letGoWhenClosed(server) {
  const { close } = server;
  server.close = (done) => {
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    return close.call(server, (error) => {
      clearInterval(sweep);
      done?.(error);
    });
  };
  return server;
}

/**
 * Every server that is made from now on gets the door: `next start` makes its own, and takes no listener of ours.
 * `onListening` is called when it listens.
 */
export function install(onListening) {
  const { createServer } = http;
  http.createServer = (...args) => {
    const listener = args.at(-1);
    if (typeof listener !== 'function') return createServer(...args);
    const server = createServer(...args.slice(0, -1), guarded(listener));
    server.once('listening', onListening);
    return endWhereTaken(letGoWhenClosed(refuseUpgrades(server)), (code) => process.exit(code));
  };
}
