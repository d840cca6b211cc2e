/** The only door to an API server: GET, and the two questions about our own rights. Bounds every wait, counts every request. */
import 'server-only';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { retryAfterMs } from '../model/retry-after';
import { ApiError, parseAnswer, statusError, toApiError } from './api-error';
import { createAgent, retireAgent, type TlsOptions } from './agents';
import { orAborted } from './abort';
import type { Clock } from './clock';
import type { Credentials, Identity } from './credentials';
import { ClockSkew, RequestCounts, type RequestCount } from './http-facts';
import { plainDecoder } from './protobuf/decoders';
import { isProtobuf, openEnvelope } from './protobuf/envelope';
import { SleeplessClock } from './sleepless-clock';
import { unzipped } from './unzip';

/** A watch answers with headers at once; a large list is encoded first, and the server gives up after 60 s itself. */
const FIRST_BYTE_MS = 60_000;
/** On a connection taken from the pool, which may be half-open: give up sooner and try a fresh one (F05). */
const FIRST_BYTE_REUSED_MS = 15_000;
const IDLE_MS = 30_000;
/** What says why a request was refused is no longer than this, nor does it take longer: that it was refused is known already. */
const ERROR_BODY_BYTES = 64 * 1024;
const ERROR_BODY_MS = 10_000;

export type Verb = 'list' | 'watch' | 'get' | 'log' | 'review';

export interface GetOptions {
  verb: Verb;
  query?: Record<string, string | number | boolean | undefined>;
  signal: AbortSignal;
  accept?: string;
  firstByteMs?: number;
  /** Longest silence inside the body. */
  idleMs?: number;
  /** Longest time for the whole body; a stream has none. */
  longestMs?: number;
  /** Throws where the answer is not what was asked for: its connection is closed then, for nobody will read it (F25). */
  expects?: (contentType: string) => void;
}

export interface ApiResponse {
  status: number;
  contentType: string;
  /** Ends normally or throws ApiError; leaving the loop early closes the connection. */
  body: AsyncIterable<Uint8Array>;
  /** The whole body; ApiError 'malformed' beyond the limit. */
  text(limitBytes: number): Promise<string>;
}

export interface ApiClient {
  /** Address of the API server, for people: without the user and password that a kubeconfig may have in it. */
  readonly server: string;
  /** A 2xx answer, or ApiError. */
  get(path: string, options: GetOptions): Promise<ApiResponse>;
  getJson(path: string, options: GetOptions): Promise<unknown>;
  /** POSTs a SelfSubjectAccessReview or SelfSubjectRulesReview: the only requests that are not GET (design §2). */
  ask(kind: 'SelfSubjectAccessReview' | 'SelfSubjectRulesReview', spec: unknown, signal: AbortSignal): Promise<unknown>;
  /** After a 401: read tokens and certificates anew. */
  refreshCredentials(): void;
  skewMs(): number;
  requests(): RequestCount[];
  /** Sockets that are open now: on their way, in use, or kept. */
  openSockets(): number;
  close(): void;
}

export interface ApiClientOptions {
  server: string;
  tls: Omit<TlsOptions, 'ca' | 'cert' | 'key'>;
  proxyUrl: string | undefined;
  credentials: Credentials;
  clock: Clock;
  /** Ask for lists gzipped: on 37 MB of pods 4.4 MB on the wire for a second or two of CPU, most of it the server's. */
  compress: boolean;
}

/**
 * A client of one API server. All its answers, errors and waits are as watch-faults §1 says; every request is counted.
 */
export function createApiClient(options: ApiClientOptions): ApiClient {
  return new HttpApiClient(options);
}

interface Sent {
  method: 'GET' | 'POST';
  url: URL;
  headers: http.OutgoingHttpHeaders;
  body: string | null;
  signal: AbortSignal;
  verb: Verb;
  firstByteMs: number;
  idleMs: number;
  longestMs?: number | undefined;
  expects?: GetOptions['expects'] | undefined;
}

class HttpApiClient implements ApiClient {
  readonly server: string;
  private readonly counts = new RequestCounts();
  private readonly skew: ClockSkew;
  private readonly open = new Set<Socket>();
  /** Of all limits: what is on its way when the machine sleeps is not answered any more. */
  private readonly clock: Clock;
  private agents: { identity: Identity; pooled: http.Agent; fresh: http.Agent } | null = null;

  constructor(private readonly options: ApiClientOptions) {
    this.server = options.server.replace(/^(\w+:\/\/)[^/]*@/, '$1');
    this.skew = new ClockSkew(options.clock);
    this.clock = new SleeplessClock(options.clock, () => this.retire());
  }

  async get(path: string, options: GetOptions): Promise<ApiResponse> {
    const accept = options.accept ?? 'application/json';
    refuseValues(path, accept);
    const url = this.url(path);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return this.send({
      method: 'GET',
      url,
      headers: this.options.compress && options.verb === 'list' ? { accept, 'accept-encoding': 'gzip' } : { accept },
      body: null,
      signal: options.signal,
      verb: options.verb,
      firstByteMs: options.firstByteMs ?? FIRST_BYTE_MS,
      idleMs: options.idleMs ?? IDLE_MS,
      longestMs: options.longestMs,
      expects: options.expects,
    });
  }

  async getJson(path: string, options: GetOptions): Promise<unknown> {
    const response = await this.get(path, options);
    return parseAnswer(await response.text(16 * 1024 * 1024));
  }

  async ask(
    kind: 'SelfSubjectAccessReview' | 'SelfSubjectRulesReview',
    spec: unknown,
    signal: AbortSignal,
  ): Promise<unknown> {
    const body = JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind, spec });
    const response = await this.send({
      method: 'POST',
      url: this.url(`/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body,
      signal,
      verb: 'review',
      firstByteMs: 15_000,
      idleMs: IDLE_MS,
    });
    return parseAnswer(await response.text(4 * 1024 * 1024));
  }

  refreshCredentials(): void {
    this.options.credentials.refresh();
  }

  skewMs(): number {
    return this.skew.ms();
  }

  requests(): RequestCount[] {
    return this.counts.all();
  }

  openSockets(): number {
    return this.open.size;
  }

  close(): void {
    this.options.credentials.close();
    this.agents?.pooled.destroy();
    this.agents?.fresh.destroy();
    this.agents = null;
  }

  private url(path: string): URL {
    return new URL(this.options.server.replace(/\/$/, '') + path);
  }

  private async send(sent: Sent): Promise<ApiResponse> {
    const { clock } = this;
    const { credentials } = this.options;
    const startedAt = clock.now();
    let response: http.IncomingMessage;
    try {
      const identity = await orAborted(credentials.current(), sent.signal);
      const { pooled, fresh } = this.agentsFor(identity);
      const withIdentity = { ...sent, headers: { ...identity.headers, ...sent.headers, 'user-agent': 'unloop' } };
      response = await attempt(withIdentity, pooled, clock).catch((error: unknown) => {
        // A kept connection may have died unnoticed: that says nothing about the server, so ask once on a new one (F05).
        if (error instanceof StaleSocket && !sent.signal.aborted) return attempt(withIdentity, fresh, clock);
        throw error;
      });
      this.counts.add(sent.verb, String(response.statusCode ?? 0));
      const { 'content-type': contentType = '', date } = response.headers;
      this.skew.observe({ status: response.statusCode ?? 0, contentType, date, sentAt: startedAt });
    } catch (error) {
      const problem = toApiError(error instanceof StaleSocket ? error.reason : error);
      if (problem.kind !== 'aborted') this.counts.add(sent.verb, problem.kind);
      throw problem;
    }
    // Whatever it turns out to be, it was answered and is counted already.
    return accept(response, sent, clock);
  }

  private agentsFor(identity: Identity): { pooled: http.Agent; fresh: http.Agent } {
    if (this.agents !== null && sameCertificates(this.agents.identity, identity)) return this.agents;
    const { ca, cert, key } = identity;
    const tls = this.server.startsWith('https:')
      ? { ...this.options.tls, ca: ca ?? undefined, cert: cert ?? undefined, key: key ?? undefined }
      : null;
    // Renewed certificates need new connections.
    this.retire();
    this.agents = {
      identity,
      pooled: createAgent(tls, this.options.proxyUrl, true, this.open),
      fresh: createAgent(tls, this.options.proxyUrl, false, this.open),
    };
    return this.agents;
  }

  /** Connections that are kept are given up; the others end with their requests. */
  private retire(): void {
    if (this.agents !== null) retireAgent(this.agents.pooled);
    this.agents = null;
  }
}

function sameCertificates(a: Identity, b: Identity): boolean {
  return (['ca', 'cert', 'key'] as const).every((part) => String(a[part]) === String(b[part]));
}

/** Secret and ConfigMap values must never even be on the wire: such a path is asked for as metadata or not at all. */
function refuseValues(path: string, accept: string): void {
  if (/\/(secrets|configmaps)(\/|$)/.test(path) && !/^application\/json;as=PartialObjectMetadata/.test(accept)) {
    throw new Error(`refusing to read values: ${path}`);
  }
}

/** A request on a pooled connection that failed before any answer. */
class StaleSocket extends Error {
  constructor(readonly reason: ApiError) {
    super(reason.message);
  }
}

function attempt(sent: Sent, agent: http.Agent, clock: Clock): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const transport = sent.url.protocol === 'https:' ? https : http;
    const headers =
      sent.body === null ? sent.headers : { ...sent.headers, 'content-length': Buffer.byteLength(sent.body) };
    const request = transport.request(sent.url, { method: sent.method, agent, headers, signal: sent.signal });
    let cancel = armFirstByte(sent.firstByteMs);
    // A request that has no connection yet is silent when it is destroyed: whoever ends it speaks for it.
    const onAbort = (): void => fail(new ApiError('aborted', 'The request was given up.'));
    const settle = (): void => {
      cancel();
      sent.signal.removeEventListener('abort', onAbort);
    };
    function fail(error: Error): void {
      settle();
      request.destroy(error);
      const problem = toApiError(error);
      const stale = request.reusedSocket && (problem.kind === 'reset' || problem.kind === 'timeout');
      reject(stale ? new StaleSocket(problem) : problem);
    }
    function armFirstByte(ms: number): () => void {
      return clock.setTimeout(() => {
        fail(new ApiError('timeout', `The API server gave no answer within ${ms / 1000} s.`));
      }, ms);
    }
    sent.signal.addEventListener('abort', onAbort, { once: true });
    request.once('socket', () => {
      if (!request.reusedSocket) return;
      cancel();
      cancel = armFirstByte(Math.min(sent.firstByteMs, FIRST_BYTE_REUSED_MS));
    });
    request.once('response', (response) => {
      settle();
      resolve(response);
    });
    // `on`, not `once`: after the response an error of the request is the body's to report, and must not be unhandled.
    request.on('error', fail);
    request.end(sent.body ?? undefined);
  });
}

async function accept(message: http.IncomingMessage, sent: Sent, clock: Clock): Promise<ApiResponse> {
  const contentType = String(message.headers['content-type'] ?? '');
  const status = message.statusCode ?? 0;
  const isGood = status >= 200 && status < 300;
  const received = readBody(message, isGood ? sent : { ...sent, longestMs: ERROR_BODY_MS }, clock);
  const body = message.headers['content-encoding'] === 'gzip' ? unzipped(received) : received;
  if (isGood) {
    try {
      sent.expects?.(contentType);
    } catch (error) {
      message.destroy();
      throw error;
    }
    return {
      status,
      contentType,
      body,
      text: async (limitBytes) => (await readBytes(body, limitBytes)).toString('utf8'),
    };
  }
  if (status >= 300 && status < 400) {
    message.destroy();
    throw new ApiError('not-kubernetes', `The address redirects (${status}), which no Kubernetes API does.`);
  }
  const bytes = await firstBytes(body, ERROR_BODY_BYTES);
  const retryAfter = retryAfterMs(message.headers['retry-after'], clock.now()) ?? undefined;
  if (contentType.startsWith('text/html') && status !== 429 && status !== 503) {
    throw new ApiError('not-kubernetes', `The address answered ${status} with a web page, not as a Kubernetes API.`, {
      status,
    });
  }
  // Status-less errors are ordinary: 429 is plain text, a proxy sends what it likes (signals §10).
  throw statusError(status, errorOf(contentType, bytes), { retryAfterMs: retryAfter });
}

/** A `Status`, or text; whatever is sent under another header than its own, the refusal stands. */
function errorOf(contentType: string, bytes: Buffer): unknown {
  try {
    if (isProtobuf(contentType)) {
      const { kind, from, to } = openEnvelope(bytes, 0, bytes.length);
      return { ...plainDecoder.message(kind, bytes, from, to), kind };
    }
    const text = bytes.toString('utf8');
    return contentType.includes('json') ? parseAnswer(text) : text;
  } catch {
    return isProtobuf(contentType) ? '' : bytes.toString('utf8');
  }
}

async function* readBody(message: http.IncomingMessage, sent: Sent, clock: Clock): AsyncGenerator<Uint8Array> {
  const { idleMs, longestMs } = sent;
  let cancel = (): void => undefined;
  const after = (ms: number, what: string): (() => void) =>
    clock.setTimeout(() => void message.destroy(new ApiError('timeout', what)), ms);
  const arm = (): void => {
    cancel();
    cancel = after(idleMs, `The API server fell silent for ${idleMs / 1000} s.`);
  };
  const cancelWhole =
    longestMs === undefined ? cancel : after(longestMs, `The answer took longer than ${longestMs / 60_000} min.`);
  try {
    arm();
    for await (const chunk of message) {
      arm();
      yield chunk;
    }
    if (!message.complete) throw new ApiError('reset', 'The connection to the API server broke.');
  } catch (error) {
    throw sent.signal.aborted ? new ApiError('aborted', 'The request was given up.') : toApiError(error);
  } finally {
    cancel();
    cancelWhole();
  }
}

/** As much as came, be it cut off by a limit. */
async function firstBytes(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) break;
    }
  } catch (error) {
    if (toApiError(error).kind === 'aborted') throw error;
  }
  return Buffer.concat(chunks).subarray(0, mostBytes);
}

async function readBytes(body: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new ApiError('malformed', `The answer is larger than ${limitBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}
