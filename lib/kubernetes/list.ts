/** One complete list of a kind in a scope, read item by item as it arrives, page by page where the server pages. */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import type { ApiClient } from './api-client';
import { ApiError, parseAnswer } from './api-error';
import { ListItems } from './list-items';
import { decoderFor } from './protobuf/decoders';
import { isProtobuf } from './protobuf/envelope';
import { ProtobufItems } from './protobuf/list-items';
import { inTurn } from './turns';

export interface ListRequest {
  client: ApiClient;
  /** What is listed; null where `accept` asks for JSON alone. */
  kind: Kind | null;
  path: string;
  accept: string;
  /** "0": from the server's cache, whatever its age; "" : the newest there is; else: not older than. */
  resourceVersion: string;
  /** Null: all in one answer. */
  pageSize: number | null;
  signal: AbortSignal;
  onItem: (raw: unknown) => void;
}

const IDLE_MS = 30_000;
/** A filter may leave a page empty, never so many in a row: a server that is broken would be asked for ever. */
const EMPTY_PAGES = 10;

/**
 * Calls `onItem` for each object and returns the list's resourceVersion. Throws ApiError; the caller discards what it
 * gathered so far, so that no half list ever counts as a list (F13, F18).
 */
export async function readList(request: ListRequest): Promise<string> {
  let continueToken = '';
  let resourceVersion = '';
  const asked = new Set<string>();
  let emptyPages = 0;
  do {
    asked.add(continueToken);
    let items = 0;
    const counted = (raw: unknown): void => {
      items++;
      request.onItem(raw);
    };
    const head: ListHead = await readPage({ ...request, onItem: counted }, continueToken);
    ({ resourceVersion, continueToken } = head);
    emptyPages = items === 0 ? emptyPages + 1 : 0;
    if (continueToken !== '' && (asked.has(continueToken) || emptyPages >= EMPTY_PAGES)) {
      throw new ApiError('malformed', 'The API server sends pages of a list without an end.');
    }
  } while (continueToken !== '');
  return resourceVersion;
}

interface ListHead {
  resourceVersion: string;
  continueToken: string;
}

async function readPage(request: ListRequest, continueToken: string): Promise<ListHead> {
  const response = await request.client.get(request.path, {
    verb: 'list',
    accept: request.accept,
    signal: request.signal,
    idleMs: IDLE_MS,
    query: {
      limit: request.pageSize ?? undefined,
      continue: continueToken === '' ? undefined : continueToken,
      // A continue token carries its own version; the API refuses both together.
      resourceVersion: continueToken !== '' || request.resourceVersion === '' ? undefined : request.resourceVersion,
    },
  });
  const { kind } = request;
  if (kind !== null && isProtobuf(response.contentType)) {
    const items = new ProtobufItems(decoderFor(kind), kind, request.onItem);
    for await (const chunk of response.body) await inTurn(() => items.push(chunk));
    return readHead(items.end());
  }
  expectJson(response.contentType);
  const items = new ListItems(request.onItem);
  for await (const chunk of response.body) await inTurn(() => items.push(chunk));
  return readHead(parseAnswer(items.end()));
}

/** A 200 with a web page is a captive proxy, a `Table` a server that ignores Accept: neither is a list (F25). */
export function expectJson(contentType: string): void {
  if (contentType.includes('json')) return;
  const type = contentType === '' ? 'no content type' : contentType.split(';', 1)[0];
  throw new ApiError('not-kubernetes', `The address does not answer as a Kubernetes API (${type ?? ''}).`);
}

function readHead(value: unknown): ListHead {
  if (typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string') {
    const metadata = 'metadata' in value ? value.metadata : null;
    const { kind } = value;
    if (kind.endsWith('List') && typeof metadata === 'object' && metadata !== null) {
      const resourceVersion = 'resourceVersion' in metadata ? metadata.resourceVersion : '';
      const token = 'continue' in metadata ? metadata.continue : '';
      return {
        resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
        continueToken: typeof token === 'string' ? token : '',
      };
    }
    throw new ApiError('not-kubernetes', `The address answered with a ${kind}, not with a list.`);
  }
  throw new ApiError('not-kubernetes', 'The answer is not a Kubernetes list.');
}
