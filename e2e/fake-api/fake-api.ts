/** A Kubernetes API server for tests: real list, watch, log and review semantics over TLS, and misbehaviour on command. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { testCertificate } from './certificate';
import { discovery } from './discovery';
import { Faults, isLost, type FaultId, type FaultOptions } from './faults';
import { answerList, tooMany } from './list';
import { loadRecording } from './load';
import type { NewObject, RawObject } from './objects';
import { answerLog } from './pod-log';
import { Rbac } from './rbac';
import { encodeItem } from './protobuf';
import { parseRoute, resourceOfKind, resources, type Route } from './resources';
import { scaleObjects } from './scale';
import { forbidden, status, type StatusBody } from './status';
import { Store } from './store';
import { openWatch } from './watch';
import { metadataOf, type WatchStream } from './watch-stream';

export const protobuf = 'application/vnd.kubernetes.protobuf';

export interface RecordedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  accept: string;
  /** What of encodings the client accepts. */
  encoding: string;
  verb: string;
  status: number;
  /** Number of the connection it came on, from 1. */
  connection: number;
  /** The answer was sent, or the connection is gone. */
  done: boolean;
}

export interface FakeApiOptions {
  /** A folder or .tar.gz in the lab's raw format: objects/<plural>.json, logs/NS/POD/CONTAINER[.previous].log. */
  recording?: string;
  objects?: NewObject[];
  /** Bearer token that is accepted. */
  token?: string;
  port?: number;
  /** Lists and watches in protobuf where the client asks for that, as an API server has them; else all is JSON. */
  protobuf?: boolean;
  /** Real time between bookmarks; tests send their own with `bookmark()`. */
  bookmarkMs?: number;
}

export async function startFakeApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const api = new FakeApi(options);
  if (options.recording !== undefined) loadRecording(api.store, api.logs, options.recording);
  for (const object of options.objects ?? []) api.store.apply(object);
  await api.listen(options.port ?? 0);
  return api;
}

export class FakeApi {
  readonly store = new Store();
  readonly faults = new Faults();
  readonly rbac = new Rbac();
  /** "ns/pod/container" and "ns/pod/container.previous" → text. */
  readonly logs = new Map<string, string>();
  readonly requests: RecordedRequest[] = [];
  readonly watches = new Set<WatchStream>();
  /** `sendInitialEvents`: served; refused, as with the gate WatchList off or an etcd that is too old; or ignored. */
  watchList: 'served' | 'refused' | 'old etcd' | 'ignored' = 'served';
  readonly pages = new Map<string, { items: RawObject[]; version: number }>();
  token: string;
  port = 0;
  private server: https.Server;
  private readonly sockets = new Map<Socket, { id: number; requests: number }>();
  /** TCP sockets below TLS, by the client's port. */
  private readonly tcp = new Map<number, Socket>();
  private connections = 0;
  private churned = 0;
  private readonly folder = mkdtempSync(join(tmpdir(), 'unloop-fake-api-run-'));
  private readonly bookmarkTimer: NodeJS.Timeout;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: FakeApiOptions) {
    this.token = options.token ?? 'test-token';
    this.server = this.createServer();
    this.bookmarkTimer = setInterval(() => this.bookmark(), options.bookmarkMs ?? 60_000).unref();
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  get openConnections(): number {
    return this.sockets.size;
  }

  /** Writes a kubeconfig for it and returns its path; `user` and `cluster` fields are added to the usual ones, `name` is of its context. */
  kubeconfig(
    extra: {
      name?: string;
      user?: Record<string, unknown>;
      cluster?: Record<string, unknown>;
      namespace?: string;
    } = {},
  ): string {
    const path = join(this.folder, `kubeconfig-${Math.random().toString(36).slice(2)}`);
    const ca = Buffer.from(testCertificate().cert).toString('base64');
    const { name = 'fake' } = extra;
    const cluster = { server: this.url, 'certificate-authority-data': ca, ...extra.cluster };
    const context = {
      cluster: name,
      user: name,
      ...(extra.namespace === undefined ? {} : { namespace: extra.namespace }),
    };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      clusters: [{ name, cluster }],
      users: [{ name, user: extra.user ?? { token: this.token } }],
      contexts: [{ name, context }],
    };
    writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
    return path;
  }

  wantsProtobuf(request: IncomingMessage): boolean {
    return this.options.protobuf === true && (request.headers.accept ?? '').startsWith(protobuf);
  }

  apply(object: NewObject): RawObject {
    return this.store.apply(object);
  }

  remove(kind: string, namespace: string | null, name: string): void {
    this.store.remove(kind, namespace, name);
  }

  /** Clones what is there until there are `pods` pods. */
  scale(pods: number): void {
    scaleObjects(this.store, pods);
  }

  /** Makes the protobuf of all that is there, which takes Go a tenth of the time that it takes here. */
  encode(): void {
    for (const resource of resources) for (const object of this.store.list(resource, null)) encodeItem(object);
  }

  /** Touches `count` pods at once, round robin from where it stopped before: as many MODIFIED events. */
  churn(count: number): void {
    const resource = resourceOfKind('Pod');
    const pods = resource === undefined ? [] : this.store.list(resource, null);
    for (let index = 0; index < count; index++) {
      const one = pods[this.churned++ % pods.length];
      if (one === undefined) continue;
      const annotations = { ...one.metadata.annotations, 'unloop.test/churn': String(this.churned) };
      this.store.apply({ ...one, metadata: { ...one.metadata, annotations } });
    }
  }

  /** Switches a fault on; the returned function switches it off. One that acts on open streams does so now. */
  fault(id: FaultId, options: FaultOptions = {}): () => void {
    const off = this.faults.add(id, options);
    const streams = [...this.watches].filter(
      ({ resource }) => options.plural === undefined || options.plural === resource.plural,
    );
    switch (id) {
      case 'F01':
      case 'F02':
        this.goAway();
        return () => {
          off();
          this.server = this.createServer();
          this.waitingFor = this.listen(this.port);
        };
      case 'F03':
      case 'F04':
        for (const stream of streams) stream.silence();
        break;
      case 'F06':
        for (const stream of streams) stream.break(options.how ?? 'reset');
        break;
      case 'F07':
        for (const stream of streams) stream.shredded = true;
        break;
      case 'F08':
        for (const stream of streams) {
          stream.raw('{"type":"MODIFIED","object":{"kind":"Pod","metadata":{"name":"hal');
          stream.end();
        }
        break;
      case 'F09':
        for (const stream of streams) stream.line('{"type":"MODIFIED", garbage \u0000 }');
        break;
      case 'F11':
        for (const stream of streams) stream.end();
        break;
      default:
    }
    return off;
  }
  private waitingFor: Promise<void> | null = null;

  /** Resolves when the server listens again after F01/F02 was switched off. */
  async back(): Promise<void> {
    await this.waitingFor;
  }

  bookmark(plural?: string): void {
    for (const stream of this.watches) {
      if (this.faults.isOn('F33', stream.resource.plural)?.bookmarks === 'never') continue;
      if (plural === undefined || stream.resource.plural === plural) stream.bookmark(this.store.version);
    }
  }

  /** Resolves as soon as the condition holds; looked at after each request and each end of a stream. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  listen(port: number, triesLeft = 100): Promise<void> {
    return new Promise((resolve, reject) => {
      const onError = (error: NodeJS.ErrnoException): void => {
        // While this server was away, a connection that somebody else opens may have been given its port for a moment.
        if (error.code !== 'EADDRINUSE' || triesLeft === 0) reject(error);
        else setTimeout(() => void this.listen(port, triesLeft - 1).then(resolve, reject), 50);
      };
      this.server.once('error', onError).listen(port, '127.0.0.1', () => {
        this.server.off('error', onError);
        this.port = (this.server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    clearInterval(this.bookmarkTimer);
    this.goAway();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A reset, as a firewall or a crashing proxy sends it. */
  reset(socket: Socket): void {
    this.tcp.get(socket.remotePort ?? 0)?.resetAndDestroy();
  }

  notify(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }

  /** Also those connections that have not been greeted yet. */
  private goAway(): void {
    this.server.close();
    for (const socket of [...this.sockets.keys(), ...this.tcp.values()]) socket.destroy();
  }

  private createServer(): https.Server {
    const { cert, key } = testCertificate();
    const server = https.createServer(
      { cert, key, ALPNProtocols: ['http/1.1'], keepAliveTimeout: 0 },
      (request, response) => {
        void this.handle(request, response);
      },
    );
    server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.tcp.set(port, socket);
      socket.once('close', () => this.tcp.delete(port));
    });
    server.on('secureConnection', (socket: Socket) => {
      this.sockets.set(socket, { id: ++this.connections, requests: 0 });
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        this.sockets.delete(socket);
        this.notify();
      });
    });
    return server;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const route = parseRoute(url.pathname);
    const socket = this.sockets.get(request.socket);
    if (socket !== undefined) socket.requests++;
    const record: RecordedRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      accept: request.headers.accept ?? '',
      encoding: String(request.headers['accept-encoding'] ?? ''),
      verb: verbOf(request, url, route),
      status: 0,
      connection: socket?.id ?? 0,
      done: false,
    };
    this.requests.push(record);
    response.once('close', () => {
      record.done = true;
      this.notify();
    });
    const skew = this.faults.isOn('F46')?.skewMs ?? 0;
    if (skew !== 0) response.setHeader('date', new Date(Date.now() + skew).toUTCString());
    // F05: a kept connection whose other end is gone, without a word or with a reset.
    const isMeant = isLost(record.verb, (socket?.requests ?? 0) > 1);
    const lost = this.faults.strike('F05', route?.resource.plural ?? null, isMeant);
    if (lost?.how === 'reset') this.reset(request.socket);
    if (lost !== null) return;
    const writeHead = response.writeHead.bind(response);
    Object.assign(response, {
      writeHead: (code: number, headers: Record<string, string | number> = {}) => {
        record.status = code;
        setImmediate(() => this.notify());
        return writeHead(code, headers);
      },
    });
    await this.answer(request, response, url, route, record);
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    route: Route | null,
    { verb }: RecordedRequest,
  ): Promise<void> {
    const plural = route?.resource.plural ?? null;
    const unauthorized = request.headers.authorization !== `Bearer ${this.token}`;
    if (unauthorized || this.faults.strike('F20', plural) !== null) {
      return sendStatus(response, status(401, 'Unauthorized', 'Unauthorized'));
    }
    if (request.method === 'POST') return this.review(request, response, url);
    if (request.method !== 'GET')
      return sendStatus(response, status(405, 'MethodNotAllowed', 'the fake API only reads'));
    if (url.pathname === '/version') {
      return sendJson(response, 200, { major: '1', minor: '32', gitVersion: 'v1.32.0-fake', platform: 'linux/amd64' });
    }
    const found = discovery(url.pathname);
    if (found !== null) return sendJson(response, 200, found);
    if (route === null || this.faults.strike('F24', plural) !== null) {
      return sendStatus(response, status(404, 'NotFound', 'the server could not find the requested resource'));
    }
    const { resource, namespace, name, subresource } = route;
    const target = subresource === null ? resource.plural : `${resource.plural}/${subresource}`;
    const denied =
      this.faults.strike('F21', plural) !== null || (namespace === null && this.faults.strike('F22', plural) !== null)
        ? forbidden(target, verb, resource.group, namespace)
        : this.rbac.refuse(verb === 'log' ? 'get' : verb, resource.group, target, namespace);
    if (denied !== null) return sendStatus(response, denied);
    if (verb === 'watch') return openWatch(this, route, url, request, response);
    if (verb === 'list') return answerList(this, route, url, request, response);
    if (verb === 'log') return answerLog(this, route, url, response);
    const object = name === null ? undefined : this.store.get(resource, namespace, name);
    if (object === undefined) {
      return sendStatus(response, status(404, 'NotFound', `${resource.plural} "${name ?? ''}" not found`));
    }
    sendJson(response, 200, wantsMetadata(request) ? metadataOf(object) : object);
  }

  private async review(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    if (!/json/.test(request.headers['content-type'] ?? '')) {
      const message = 'the fake API speaks JSON alone, not protobuf';
      return sendStatus(response, status(415, 'UnsupportedMediaType', message));
    }
    const body: unknown = await json(request);
    const busy = this.faults.strike('F16', url.pathname.split('/').at(-1) ?? null, ({ where }) => where === 'review');
    if (busy !== null) return tooMany(response, busy.retryAfter ?? 1);
    if (url.pathname.endsWith('/selfsubjectaccessreviews'))
      return sendJson(response, 201, this.rbac.accessReview(body));
    if (url.pathname.endsWith('/selfsubjectrulesreviews')) return sendJson(response, 201, this.rbac.rulesReview(body));
    sendStatus(response, status(405, 'MethodNotAllowed', 'the fake API only reads'));
  }
}

function verbOf(request: IncomingMessage, url: URL, route: Route | null): string {
  if (request.method === 'POST') return 'review';
  if (route === null) return 'get';
  if (route.subresource === 'log') return 'log';
  if (route.name !== null) return 'get';
  return /^(1|true)$/.test(url.searchParams.get('watch') ?? '') ? 'watch' : 'list';
}

export function wantsMetadata(request: IncomingMessage): boolean {
  return /as=PartialObjectMetadata/.test(request.headers.accept ?? '');
}

export function sendJson(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export function sendStatus(response: ServerResponse, body: StatusBody, headers: Record<string, string> = {}): void {
  response.writeHead(body.code, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
