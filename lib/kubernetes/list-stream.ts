/** A list that comes as a watch stream: each object as an event, then a bookmark that says "that was all" (watch-faults §1 WatchList). */
import 'server-only';
import type { ApiClient } from './api-client';
import type { Kind } from '../model/kubernetes';
import { ApiError } from './api-error';
import { splitEvents, versionOf, type WatchEvent } from './events';
import { expectObjects } from './list';
import { inTurn } from './turns';

export interface ListStreamRequest<T extends Listed> {
  client: ApiClient;
  kind: Kind;
  path: string;
  /** As for a watch: the objects come one by one. */
  accept: string;
  /** "0": whatever the server's cache has; "": the newest there is; else: not older than. */
  resourceVersion: string;
  signal: AbortSignal;
  project: (raw: unknown) => T;
}

interface Listed {
  metadata: { uid: string; namespace: string; name: string };
}

/** client-go warns when the bookmark has not come for so long; without it the list never ends (F36). */
const SILENCE_MS = 10_000;
const FIRST_BYTE_MS = 30_000;
const LONGEST_S = 300;

/**
 * Reads until the bookmark and closes the stream: a watch of its own begins there, as after any list. Throws ApiError:
 * 'timeout' where the server falls silent before the bookmark, 'reset' where it ends before; half a list never counts.
 */
export async function readListStream<T extends Listed>(
  request: ListStreamRequest<T>,
): Promise<{ version: string; objects: T[] }> {
  const response = await request.client.get(request.path, {
    verb: 'watch',
    accept: request.accept,
    signal: request.signal,
    firstByteMs: FIRST_BYTE_MS,
    idleMs: SILENCE_MS,
    longestMs: LONGEST_S * 1000,
    expects: expectObjects,
    query: {
      watch: 1,
      sendInitialEvents: true,
      resourceVersionMatch: 'NotOlderThan',
      allowWatchBookmarks: true,
      resourceVersion: request.resourceVersion === '' ? undefined : request.resourceVersion,
      timeoutSeconds: LONGEST_S,
    },
  });
  const objects = new Map<string, T>();
  let version: string | null = null;
  const splitter = splitEvents(response.contentType, request.kind, (event) => {
    // What follows the bookmark in the same piece is told again by the watch that begins there.
    version ??= take(event, request.project, objects);
  });
  for await (const chunk of response.body) {
    await inTurn(() => splitter.push(chunk));
    if (version !== null) return { version, objects: [...objects.values()] };
  }
  throw new ApiError('reset', 'The list ended in the middle.');
}

/** The list's version where the event is its end. A server that is catching up may also change and take back what it sent. */
function take<T extends Listed>(
  event: WatchEvent,
  project: (raw: unknown) => T,
  objects: Map<string, T>,
): string | null {
  if (event.type === 'BOOKMARK') {
    if (!isEnd(event.raw)) return null;
    const version = versionOf(event.raw);
    if (version === '') throw new ApiError('malformed', 'The API server sent a list without its version.');
    return version;
  }
  const object = project(event.raw);
  const { uid, namespace, name } = object.metadata;
  const key = uid === '' ? `${namespace}/${name}` : uid;
  if (event.type === 'DELETED') objects.delete(key);
  else objects.set(key, object);
  return null;
}

function isEnd(raw: unknown): boolean {
  if (typeof raw !== 'object' || raw === null || !('metadata' in raw)) return false;
  const { metadata } = raw;
  if (typeof metadata !== 'object' || metadata === null || !('annotations' in metadata)) return false;
  const { annotations } = metadata;
  return (
    typeof annotations === 'object' &&
    annotations !== null &&
    Reflect.get(annotations, 'k8s.io/initial-events-end') === 'true'
  );
}
