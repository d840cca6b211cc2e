/** What a watch sends, as events: lines of JSON, or frames of protobuf where the server has that. */
import 'server-only';
import { kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import { ApiError, parseAnswer, statusError } from './api-error';
import { LineSplitter } from './json-stream';
import { uidOf } from './list';
import { decoderFor, plainDecoder } from './protobuf/decoders';
import { isProtobuf, openEnvelope } from './protobuf/envelope';
import { FrameSplitter, openFrame } from './protobuf/frames';
import { asRecord } from './projection/raw';

export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; raw: unknown }
  | { type: 'BOOKMARK'; raw: unknown; resourceVersion: string };

export interface EventSplitter {
  push(chunk: Uint8Array): void;
  /** How many bytes of an unfinished event are left. */
  rest(): number;
}

/** Each event of a stream of this content type; `onEvent` hears of those that are known. Throws ApiError. */
export function splitEvents(
  contentType: string,
  kind: Kind,
  onEvent: (event: WatchEvent) => void,
  onUnknown: (type: string) => void = () => undefined,
): EventSplitter {
  const tell = (event: WatchEvent | null): void => {
    if (event === null) return;
    expectOfKind(event, kind);
    onEvent(event);
  };
  if (isProtobuf(contentType)) return new FrameSplitter((frame) => tell(readFrame(frame, kind, onUnknown)));
  return new LineSplitter((text) => tell(readEvent(text, onUnknown)));
}

/**
 * A stream of something else (a proxy that mixes up answers) must neither put strange objects into the picture nor move its
 * version. Where one event is not of this stream, one of this stream may be lost: as with a garbage line, a list makes up (F09).
 */
function expectOfKind({ type, raw }: WatchEvent, kind: Kind): void {
  const { group, version } = kinds[kind];
  const said = asRecord(raw);
  // What came as protobuf has lost its apiVersion.
  const is = (name: string, api: string): boolean =>
    said.kind === name && (said.apiVersion === undefined || said.apiVersion === api);
  const isOfKind = is(kind, group === '' ? version : `${group}/${version}`);
  if (!isOfKind && !is('PartialObjectMetadata', 'meta.k8s.io/v1')) {
    throw new ApiError('malformed', `The API server sent another kind of object than the ${kind} that is watched.`);
  }
  if (type !== 'BOOKMARK' && (uidOf(raw) === '' || asRecord(said.metadata).name === '')) {
    throw new ApiError('malformed', `The API server sent a ${kind} without its name or uid.`);
  }
}

/** One line of a stream; null for an event type that is not known. Throws ApiError for an ERROR event and for garbage (F09). */
export function readEvent(text: string, onUnknown?: (type: string) => void): WatchEvent | null {
  const event = parseAnswer(text);
  if (typeof event !== 'object' || event === null || !('type' in event) || !('object' in event)) {
    throw new ApiError('malformed', 'The API server sent a line that is no event.');
  }
  return eventOf(String(event.type), () => event.object, onUnknown);
}

/** As `readEvent`, of one frame. Of a bookmark and of an error nothing stays unread. */
function readFrame(frame: Buffer, kind: Kind, onUnknown: (type: string) => void): WatchEvent | null {
  const { type, from, to } = openFrame(frame);
  const isObject = type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED';
  const read = (): unknown => {
    const envelope = openEnvelope(frame, from, to);
    const object = (isObject ? decoderFor(kind) : plainDecoder).message(
      envelope.kind,
      frame,
      envelope.from,
      envelope.to,
    );
    return { ...object, kind: envelope.kind };
  };
  return eventOf(type, read, onUnknown);
}

function eventOf(type: string, read: () => unknown, onUnknown?: (type: string) => void): WatchEvent | null {
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, raw: read() };
    case 'BOOKMARK': {
      const raw = read();
      return { type, raw, resourceVersion: versionOf(raw) };
    }
    case 'ERROR':
      throw statusError(500, read(), { inStream: true });
    default:
      onUnknown?.(type);
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
