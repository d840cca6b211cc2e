/** Reads the end of one instance's log, bounded in lines, bytes and time (F51). */
import 'server-only';
import { z } from 'zod';
import { stripControl } from '../format/control';
import type { Failure } from '../model/result';
import type { LogAnswer, LogRequest } from '../model/source';
import { linkSignals } from './abort';
import type { ApiClient } from './api-client';
import { ApiError, toApiError } from './api-error';
import { isoNow, type Clock } from './clock';
import { kindPath } from './kind-path';
import { logFailure } from './log-failure';
import type { LogPause } from './log-pause';
import { pseudoLogFailure } from './projection/pseudo-log';

const DEADLINE_MS = 10_000;
/**
 * The kubelet applies `limitBytes` from the *start* of the tail: 2,000 long lines would lose exactly the last words.
 * So more bytes are asked for than are kept, and where even those ran out, fewer lines, until the end is in sight.
 */
const HEADROOM = 4;
const FEWER_LINES = 10;

/** Never rejects. Control characters are stripped, nothing is redacted. */
export async function readLog(
  client: ApiClient,
  request: LogRequest,
  /** Any of them ends the read. */
  signals: AbortSignal[],
  clock: Clock,
  pause: LogPause,
  turn: () => Promise<void> = () => Promise.resolve(),
): Promise<LogAnswer> {
  const ask = () => inTime(signals, clock, (signal) => readEnd(client, request, signal));
  try {
    const { body, truncated } = await ask().catch(async (error: unknown) => {
      if (toApiError(error).details.status !== 401) throw error;
      // The token may have been rotated under us: read it anew and ask once more as soon as that may be (F19).
      client.refreshCredentials();
      await turn();
      return ask();
    });
    pause.over();
    const failure = pseudoLogFailure(body);
    if (failure !== null) return { ok: false, failure };
    return { ok: true, value: { text: stripControl(body), truncated, timestamps: true }, asOf: isoNow(clock) };
  } catch (error) {
    const problem = toApiError(error);
    const failure = logFailure(problem, request);
    const pauseMs = pause.after(problem);
    if (problem.kind === 'status' && pauseMs === undefined) pause.over();
    const said = { ...failure, message: stripControl(failure.message) };
    return { ok: false, failure: said, ...(pauseMs === undefined ? {} : { pauseMs }) };
  }
}

const uidsSchema = z.object({ items: z.array(z.object({ metadata: z.object({ uid: z.string() }) })) });

/**
 * Asks whether the pod of that name is still the one that was meant, for a log is to be had by name alone: what was read of
 * one that was made anew meanwhile is another's. Never rejects; null where it is the same. A list, for that may be allowed
 * where `get` is not.
 */
export async function notOwner(
  client: ApiClient,
  request: LogRequest,
  signals: AbortSignal[],
  clock: Clock,
  pause: LogPause,
): Promise<LogAnswer | null> {
  try {
    const answer = await inTime(signals, clock, (signal) =>
      client.getJson(kindPath('Pod', request.namespace), {
        verb: 'list',
        accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
        query: { fieldSelector: `metadata.name=${request.pod}` },
        signal,
      }),
    );
    const isSame = uidsSchema.parse(answer).items.some(({ metadata }) => metadata.uid === request.podUid);
    return isSame ? null : { ok: false, failure: goneFailure(request) };
  } catch (error) {
    const problem = toApiError(error);
    const pauseMs = pause.after(problem);
    const message = `Whose log was read could not be told, for ${request.pod} could not be asked after: ${stripControl(problem.message)}`;
    return { ok: false, failure: { code: 'failed', message }, ...(pauseMs === undefined ? {} : { pauseMs }) };
  }
}

/** What is said of the log of a pod that is not there any more. */
export function goneFailure({ pod }: LogRequest): Failure {
  return { code: 'absent', message: `${pod} is gone, and its log with it.` };
}

/** Gives the work up with any of the signals, and after the deadline. */
async function inTime<T>(signals: AbortSignal[], clock: Clock, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const linked = linkSignals(...signals);
  const cancel = clock.setTimeout(() => linked.abort(), DEADLINE_MS);
  try {
    return await work(linked.signal);
  } finally {
    linked.release();
    cancel();
  }
}

async function readEnd(
  client: ApiClient,
  request: LogRequest,
  signal: AbortSignal,
): Promise<{ body: string; truncated: boolean }> {
  const askedBytes = request.limitBytes * HEADROOM;
  for (let tailLines = request.tailLines; ; tailLines = Math.max(1, Math.floor(tailLines / FEWER_LINES))) {
    const bytes = await readOnce(client, request, tailLines, askedBytes, signal);
    const ranOut = bytes.length >= askedBytes;
    if (ranOut && tailLines > 1) continue;
    const body = lastBytes(bytes, request.limitBytes, ranOut);
    const lines = countLines(body);
    return { body, truncated: ranOut || bytes.length > request.limitBytes || lines >= tailLines };
  }
}

async function readOnce(
  client: ApiClient,
  request: LogRequest,
  tailLines: number,
  limitBytes: number,
  signal: AbortSignal,
): Promise<Buffer> {
  const { namespace, pod, container, instance } = request;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`;
  const response = await client.get(path, {
    verb: 'log',
    signal,
    accept: 'text/plain, application/json, */*',
    firstByteMs: DEADLINE_MS,
    idleMs: DEADLINE_MS,
    expects: (contentType) => {
      if (!contentType.startsWith('text/html')) return;
      throw new ApiError('not-kubernetes', 'The address answered with a web page, not with a log.');
    },
    query: { container, tailLines, limitBytes, timestamps: true, previous: instance === 'previous' ? true : undefined },
  });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    bytes += chunk.length;
    // A server that does not keep to limitBytes, or never ends: leaving the loop closes the connection.
    if (bytes >= limitBytes) break;
  }
  return Buffer.concat(chunks, Math.min(bytes, limitBytes));
}

/** The last whole lines within the limit; of one line that is longer than the limit, its beginning. */
function lastBytes(bytes: Buffer, limit: number, cutAtEnd: boolean): string {
  if (bytes.length <= limit) return bytes.toString('utf8');
  if (cutAtEnd && bytes.indexOf(0x0a) === -1) return wholeCharacters(bytes.subarray(0, limit));
  const from = bytes.indexOf(0x0a, bytes.length - limit - 1);
  const end =
    from === -1 || from === bytes.length - 1 ? bytes.subarray(bytes.length - limit) : bytes.subarray(from + 1);
  return end.toString('utf8');
}

function wholeCharacters(bytes: Buffer): string {
  return new TextDecoder().decode(bytes, { stream: true });
}

function countLines(text: string): number {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
