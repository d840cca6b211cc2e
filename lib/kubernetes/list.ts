/** One complete list of a kind in a scope, read item by item as it arrives, page by page where the server pages. */
import 'server-only';
import { kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import type { ApiClient } from './api-client';
import { ApiError, parseAnswer } from './api-error';
import { ListSplitter } from './json-stream';
import { decoderFor } from './protobuf/decoders';
import { asRecord } from './projection/raw';
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
/** Half a gigabyte over a slow wire; a server that sends a byte now and then would never be silent (F18). */
const LONGEST_MS = 10 * 60_000;
/** A filter may leave a page empty, never so many in a row: a server that is broken would be asked for ever. */
const EMPTY_PAGES = 10;
/** More than three times the pods that Kubernetes is tested with; a list that never ends would take all memory. */
const MOST_OBJECTS = 500_000;
/** Half a million objects in pages of 50. */
const MOST_PAGES = 10_000;

/**
 * Calls `onItem` for each object and returns the list's resourceVersion. Throws ApiError; the caller discards what it
 * gathered so far, so that no half list ever counts as a list (F13, F18).
 */
export async function readList(request: ListRequest): Promise<string> {
  let continueToken = '';
  let resourceVersion = '';
  const asked = new Set<string>();
  /** uids: a page begins where the last one ended, so none begins as another did, whatever its token says. */
  const firsts = new Set<string>();
  let emptyPages = 0;
  let objects = 0;
  do {
    asked.add(continueToken);
    let items = 0;
    const counted = (raw: unknown): void => {
      if (items++ === 0) noteFirst(uidOf(raw), firsts);
      if (++objects > MOST_OBJECTS) throw endless();
      request.onItem(raw);
    };
    const head: ListHead = await readPage({ ...request, onItem: counted }, continueToken);
    // Where servers answer each page at their own version, what changed since the first would be lost to a watch from the last;
    // client-go's pager keeps the first as well.
    resourceVersion ||= head.resourceVersion;
    ({ continueToken } = head);
    emptyPages = items === 0 ? emptyPages + 1 : 0;
    if (continueToken !== '' && (asked.has(continueToken) || emptyPages >= EMPTY_PAGES || asked.size >= MOST_PAGES)) {
      throw endless();
    }
  } while (continueToken !== '');
  return resourceVersion;
}

function noteFirst(uid: string, firsts: Set<string>): void {
  if (uid !== '' && firsts.has(uid)) throw endless();
  firsts.add(uid);
}

function endless(): ApiError {
  return new ApiError('malformed', 'The API server sends a list without an end.');
}

/** metadata.uid of a raw object, '' where it has none. */
export function uidOf(raw: unknown): string {
  const { uid } = asRecord(asRecord(raw).metadata);
  return typeof uid === 'string' ? uid : '';
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
    longestMs: LONGEST_MS,
    expects: expectObjects,
    query: {
      limit: request.pageSize ?? undefined,
      continue: continueToken === '' ? undefined : continueToken,
      // A continue token carries its own version; the API refuses both together.
      resourceVersion: continueToken !== '' || request.resourceVersion === '' ? undefined : request.resourceVersion,
    },
  });
  const { kind } = request;
  const expected = kind === null || kinds[kind].optIn === true ? 'PartialObjectMetadataList' : `${kind}List`;
  if (kind !== null && isProtobuf(response.contentType)) {
    const items = new ProtobufItems(decoderFor(kind), kind, request.onItem);
    for await (const chunk of response.body) await inTurn(() => items.push(chunk));
    return readHead(items.end(), expected);
  }
  const items = new ListSplitter((text) => request.onItem(parseAnswer(text)));
  for await (const chunk of response.body) await inTurn(() => items.push(chunk));
  const head = parseAnswer(items.end());
  const read = readHead(head, expected);
  // Go writes an empty list as [] or null. Protobuf has no word for it.
  const none = asRecord(head).items;
  if (none !== null && !(Array.isArray(none) && none.length === 0))
    throw new ApiError('malformed', 'The API server sent a list without items.');
  return read;
}

/** A 200 with a web page is a captive proxy, a `Table` a server that ignores Accept: neither is a list (F25). */
export function expectObjects(contentType: string): void {
  if (contentType.includes('json') || isProtobuf(contentType)) return;
  const type = contentType === '' ? 'no content type' : contentType.split(';', 1)[0];
  throw new ApiError('not-kubernetes', `The address does not answer as a Kubernetes API (${type ?? ''}).`);
}

/** Anything but the list that was asked for, with its version, would be told as an empty cluster (F25). */
function readHead(value: unknown, expected: string): ListHead {
  const { kind, metadata } = asRecord(value);
  if (typeof kind !== 'string') throw new ApiError('not-kubernetes', 'The answer is not a Kubernetes list.');
  if (kind !== expected) {
    throw new ApiError('not-kubernetes', `The address answered with a ${kind}, not with a ${expected}.`);
  }
  const { resourceVersion, continue: token } = asRecord(metadata);
  if (typeof resourceVersion !== 'string' || resourceVersion === '') {
    throw new ApiError('malformed', 'The API server sent a list without its version.');
  }
  return { resourceVersion, continueToken: typeof token === 'string' ? token : '' };
}
