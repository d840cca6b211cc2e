/** One watch stream: lines in, events out. It ends normally or throws; what to do then is the reflector's business. */
import 'server-only';
import type { ApiClient } from './api-client';
import { ApiError, parseAnswer, statusError } from './api-error';
import type { Clock } from './clock';
import { LineSplitter } from './json-stream';
import { expectJson } from './list';
import { readPod } from './pod-text';
import { inTurn } from './turns';

export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; raw: unknown }
  | { type: 'BOOKMARK'; raw: unknown; resourceVersion: string };

export interface WatchRequest {
  client: ApiClient;
  clock: Clock;
  path: string;
  accept: string;
  resourceVersion: string;
  signal: AbortSignal;
  /** The server accepted the watch. */
  onOpen: () => void;
  /** Bytes came: the server is there. */
  onHeard: () => void;
  onEvent: (event: WatchEvent) => void;
  /** An event type that is not known: counted and skipped, as client-go does. */
  onUnknown: (type: string) => void;
}

/** client-go's range: a random end spreads the reconnects of many watchers. */
const MIN_TIMEOUT_S = 300;
/**
 * A quiet watch hears a bookmark about every 60 s; nothing for 75 s means that the stream is dead, whatever the socket
 * says (F03). A dead peer is found sooner, within 40 s, by TCP keep-alive (agents.ts).
 */
const IDLE_MS = 75_000;
const FIRST_BYTE_MS = 30_000;
const VERY_SHORT_MS = 1_000;

/** Runs one watch to its end. Throws ApiError: 'short' for a stream that ended at once with nothing (F10). */
export async function runWatch(request: WatchRequest): Promise<void> {
  const { client, clock } = request;
  const startedAt = clock.monotonic();
  let lines = 0;
  const response = await client.get(request.path, {
    verb: 'watch',
    accept: request.accept,
    signal: request.signal,
    firstByteMs: FIRST_BYTE_MS,
    idleMs: IDLE_MS,
    query: {
      watch: 1,
      allowWatchBookmarks: true,
      resourceVersion: request.resourceVersion,
      timeoutSeconds: Math.round(MIN_TIMEOUT_S * (1 + clock.random())),
    },
  });
  expectJson(response.contentType);
  request.onOpen();
  const splitter = new LineSplitter((text) => {
    lines++;
    const event = readEvent(text, request.onUnknown);
    if (event !== null) request.onEvent(event);
  });
  for await (const chunk of response.body) {
    request.onHeard();
    await inTurn(() => splitter.push(chunk));
  }
  // Half a line is dropped: the next watch begins after the last whole one (F08).
  if (splitter.rest() > 0) throw new ApiError('reset', 'The stream ended in the middle of a line.');
  if (lines === 0 && clock.monotonic() - startedAt < VERY_SHORT_MS) {
    throw new ApiError('short', 'The API server ends each watch at once.');
  }
}

/** How the line of a pod begins where the server writes it as Go does. */
const podEvent = /^\{"type":"(ADDED|MODIFIED|DELETED)","object":(?=\{"kind":"Pod",)/;

/** One line of a stream; null for an event type that is not known. Throws ApiError for an ERROR event and for garbage (F09). */
export function readEvent(text: string, onUnknown?: (type: string) => void): WatchEvent | null {
  const [head, type] = podEvent.exec(text) ?? [];
  const raw = head === undefined ? null : readPod(text.slice(head.length, -1));
  if (raw !== null && (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED')) return { type, raw };
  const event = parseAnswer(text);
  if (typeof event !== 'object' || event === null || !('type' in event) || !('object' in event)) {
    throw new ApiError('malformed', 'The API server sent a line that is no event.');
  }
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type: event.type, raw: event.object };
    case 'BOOKMARK':
      return { type: 'BOOKMARK', raw: event.object, resourceVersion: versionOf(event.object) };
    case 'ERROR':
      throw statusError(500, event.object, { inStream: true });
    default:
      onUnknown?.(String(event.type));
      return null;
  }
}

/** metadata.resourceVersion of a raw object, '' where it has none. */
export function versionOf(raw: unknown): string {
  if (typeof raw !== 'object' || raw === null || !('metadata' in raw)) return '';
  const { metadata } = raw;
  if (typeof metadata !== 'object' || metadata === null || !('resourceVersion' in metadata)) return '';
  return typeof metadata.resourceVersion === 'string' ? metadata.resourceVersion : '';
}
