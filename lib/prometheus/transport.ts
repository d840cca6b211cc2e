// The only door to Prometheus: one bounded HTTP request to one fixed address, with the credentials of the settings.
import 'server-only';

import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { PrometheusConfig } from '../config/config';
import { retryAfterMs } from '../model/retry-after';

export interface Answer {
  status: number;
  /** Of the header Retry-After; null where there is none. */
  retryAfterMs: number | null;
  contentType: string;
  body: string;
}

/** Why there is no answer. `message` is a sentence for people, without the address. */
export class NoAnswer extends Error {
  constructor(
    readonly code: 'unreachable' | 'timeout' | 'too-large' | 'denied' | 'failed',
    message: string,
  ) {
    super(message);
    this.name = 'NoAnswer';
  }
}

export interface Transport {
  /** For people, without credentials. */
  readonly address: string;
  /** `path` begins with /api/v1. Throws NoAnswer, also when `signal` gives up. */
  send(path: string, params: URLSearchParams, signal: AbortSignal): Promise<Answer>;
  close(): void;
}

export const timeoutMs = 5000;
export const bodyLimit = 16 * 1024 * 1024;
/** Longer queries go in the body: servers and proxies take about 8 kB of address. */
const longQuery = 1500;
const certificatesMs = 60_000;

/**
 * Over HTTP(S) to `base`. Redirects are never followed: they are an answer like another (security A08). Files of
 * credentials are read again for each request, certificates at most every minute, for both are rotated.
 * `credentials` false: the address was found in the cluster and gets none of them.
 */
export function createHttpTransport(base: string, config: PrometheusConfig, credentials: boolean): Transport {
  const root = new URL(base);
  let agent: { agent: http.Agent; atMs: number } | null = null;

  const agentFor = async (): Promise<http.Agent> => {
    if (agent !== null && performance.now() - agent.atMs < certificatesMs) return agent.agent;
    // The old one is not destroyed, for requests may run on it: its idle sockets time out.
    const made =
      root.protocol === 'https:'
        ? new https.Agent({ keepAlive: true, timeout: 30_000, ...(await certificates(config, credentials)) })
        : new http.Agent({ keepAlive: true, timeout: 30_000 });
    agent = { agent: made, atMs: performance.now() };
    return made;
  };

  return {
    address: `${root.origin}${root.pathname.replace(/\/+$/, '')}`,
    async send(path, params, signal) {
      const text = params.toString();
      const post = text.length > longQuery;
      const url = new URL(`${root.pathname.replace(/\/+$/, '')}${path}`, root);
      if (!post) url.search = text;
      const headers = await headersOf(config, credentials);
      const body = post ? text : null;
      return request(url, { headers, body, agent: await agentFor(), signal });
    },
    close() {
      agent?.agent.destroy();
      agent = null;
    },
  };
}

async function headersOf(config: PrometheusConfig, credentials: boolean): Promise<http.OutgoingHttpHeaders> {
  const headers: http.OutgoingHttpHeaders = { accept: 'application/json', 'user-agent': 'unloop' };
  if (config.tenant !== null) headers['x-scope-orgid'] = config.tenant;
  if (!credentials) return headers;
  if (config.tokenFile !== null) headers.authorization = `Bearer ${await secretIn(config.tokenFile)}`;
  if (config.username !== null && config.passwordFile !== null) {
    const pair = `${config.username}:${await secretIn(config.passwordFile)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return headers;
}

async function certificates(config: PrometheusConfig, credentials: boolean): Promise<https.AgentOptions> {
  const options: https.AgentOptions = {};
  if (config.caFile !== null) options.ca = await secretIn(config.caFile);
  if (credentials && config.certFile !== null) options.cert = await secretIn(config.certFile);
  if (credentials && config.keyFile !== null) options.key = await secretIn(config.keyFile);
  return options;
}

async function secretIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new NoAnswer('failed', `A file of the Prometheus settings cannot be read: ${file} (${why}).`);
  }
}

interface Sent {
  headers: http.OutgoingHttpHeaders;
  body: string | null;
  agent: http.Agent;
  signal: AbortSignal;
}

function request(url: URL, { headers, body, agent, signal }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body ?? ''),
    };
    const sent = (url.protocol === 'https:' ? https : http).request(url, {
      method: body === null ? 'GET' : 'POST',
      headers: body === null ? headers : { ...headers, ...form },
      agent,
      signal: AbortSignal.any([deadline, signal]),
    });
    const fail = (error: unknown): void => {
      reject(noAnswer(error, deadline.aborted));
    };
    sent.on('error', fail);
    sent.once('response', (response) => {
      readBody(response).then((text) => {
        resolve({
          status: response.statusCode ?? 0,
          retryAfterMs: retryAfterMs(response.headers['retry-after'], Date.now()),
          contentType: response.headers['content-type'] ?? '',
          body: text,
        });
      }, fail);
    });
    sent.end(body ?? undefined);
  });
}

async function readBody(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A response without an encoding gives Buffers.
  const parts: AsyncIterable<Buffer> = response;
  for await (const part of parts) {
    size += part.length;
    if (size > bodyLimit) {
      response.destroy();
      throw new NoAnswer('too-large', 'Prometheus answered with more than 16 MiB; the answer was not read.');
    }
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function noAnswer(error: unknown, late: boolean): NoAnswer {
  if (error instanceof NoAnswer) return error;
  if (late) return new NoAnswer('timeout', `Prometheus gave no answer within ${timeoutMs / 1000} s.`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new NoAnswer('unreachable', `Prometheus cannot be reached (${code}).`);
}
