/** How a reflector gets a whole list: as a stream where the server has that, else in one answer, in pages where asked for. */
import 'server-only';
import type { Kind, ObjectOfKind, PoisonObject } from '../model/kubernetes';
import { ApiError, toApiError } from './api-error';
import { kindAccept, kindPath } from './kind-path';
import { readList } from './list';
import { readListStream } from './list-stream';
import type { ReflectorOptions } from './reflector-options';

export interface WholeList<K extends Kind> {
  version: string;
  objects: (ObjectOfKind[K] | PoisonObject)[];
}

/** What is known of one API server's streaming lists, shared by all kinds that are read from it. */
export class StreamedLists {
  private proven = false;
  private refused = false;

  get usable(): boolean {
    return !this.refused;
  }

  worked(): void {
    this.proven = true;
  }

  /** `surely`: the server says that it has none. Else it was silent, which a server that has them may be once (F36). */
  failed(surely: boolean): void {
    this.refused ||= surely || !this.proven;
  }
}

/** Throws ApiError; no half list ever counts as a list (F13, F18, F36). */
export async function readWholeList<K extends Kind>(
  options: ReflectorOptions<K>,
  resourceVersion: string,
  pageSize: number | null,
  signal: AbortSignal,
): Promise<WholeList<K>> {
  if (pageSize === null && options.streamedLists?.usable === true) {
    const list = await readStreamed(options, options.streamedLists, resourceVersion, signal);
    if (list !== null) return list;
  }
  const { client, kind, namespace, project } = options;
  const objects: WholeList<K>['objects'] = [];
  try {
    const version = await readList({
      client,
      kind,
      path: kindPath(kind, namespace),
      accept: kindAccept(kind, 'list'),
      // The server's cache does not page: smaller pages are only to be had of the newest state.
      resourceVersion: pageSize === null ? resourceVersion : '',
      pageSize,
      signal,
      onItem: (raw) => objects.push(project(raw)),
    });
    return { version, objects };
  } catch (error) {
    // A continue token lives five minutes: begin again, all in one answer, as client-go's pager does (F13).
    if (pageSize !== null && objects.length > 0 && isExpired(error)) {
      return readWholeList(options, resourceVersion, null, signal);
    }
    throw error;
  }
}

/** True where the version or the continue token is too old (F12, F13), or newer than the server is (F15). */
export function isExpired(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.details.status === 410 || error.details.tooLargeResourceVersion === true;
}

/** Null: ask for an ordinary list now, for making progress is better than waiting (as client-go falls back). */
async function readStreamed<K extends Kind>(
  { client, kind, namespace, project }: ReflectorOptions<K>,
  streams: StreamedLists,
  resourceVersion: string,
  signal: AbortSignal,
): Promise<WholeList<K> | null> {
  const path = kindPath(kind, namespace);
  const accept = kindAccept(kind, 'watch');
  try {
    const list = await readListStream({ client, kind, path, accept, resourceVersion, signal, project });
    streams.worked();
    return list;
  } catch (error) {
    const problem = toApiError(error);
    switch (problem.kind) {
      case 'timeout':
        streams.failed(false);
        return null;
      case 'reset':
      case 'malformed':
        return null;
      case 'status': {
        const { status = 0 } = problem.details;
        // Before an etcd of 3.4.31 or 3.5.13, a server that knows streaming lists says so inside the stream (seen on 1.34).
        const oldStore = /RequestWatchProgress is disabled/.test(problem.message);
        if (status === 400 || status === 422 || oldStore) streams.failed(true);
        // These an ordinary list would get as well, or they say when to come again.
        if (status === 401 || status === 429 || isExpired(problem)) throw problem;
        return null;
      }
      default:
        throw problem;
    }
  }
}
