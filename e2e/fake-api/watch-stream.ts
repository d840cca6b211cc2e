/** One open watch: what it sends, and every way in which it can go wrong. */
import type { ServerResponse } from 'node:http';
import type { RawObject } from './objects';
import { encodeEvent } from './protobuf';
import { apiVersion, type Resource } from './resources';
import type { StoredEvent } from './store';
import type { StatusBody } from './status';

export class WatchStream {
  /** F03: nothing more is written, and the connection stays open. */
  private silent = false;
  /** F07 */
  shredded = false;
  /** Opened from a version that this server has not reached. */
  behind = false;
  sent = 0;

  constructor(
    readonly resource: Resource,
    readonly namespace: string | null,
    private readonly as: 'json' | 'metadata' | 'protobuf',
    readonly response: ServerResponse,
    /** Sends a TCP reset on the connection below TLS. */
    private readonly reset: () => void,
  ) {}

  event(event: StoredEvent): void {
    if (this.namespace !== null && event.object.metadata.namespace !== this.namespace) return;
    this.send(event.type, this.as === 'metadata' ? metadataOf(event.object) : event.object);
  }

  /** A bookmark has the kind's own shape and no name (F34). */
  bookmark(version: number, annotations?: Record<string, string>): void {
    if (this.behind) return;
    const metadata = { resourceVersion: String(version), creationTimestamp: null, annotations };
    const object = { kind: this.resource.kind, apiVersion: apiVersion(this.resource), metadata, spec: {}, status: {} };
    this.send('BOOKMARK', object);
  }

  error(status: StatusBody): void {
    this.send('ERROR', status);
    this.end();
  }

  private send(type: string, object: { kind: string; apiVersion: string }): void {
    if (this.as === 'protobuf') this.raw(encodeEvent(type, object));
    else this.line(JSON.stringify({ type, object }));
  }

  line(text: string): void {
    this.raw(`${text}\n`);
  }

  raw(text: string | Buffer): void {
    if (this.silent || this.response.writableEnded || this.response.destroyed) return;
    this.sent++;
    if (!this.shredded) {
      this.response.write(text);
      return;
    }
    // Pieces of seven bytes, then of odd thousands: characters of more than one byte are cut somewhere.
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    let size = 7;
    for (let from = 0; from < bytes.length; from += size) {
      this.response.write(bytes.subarray(from, from + (size = from > 20_000 ? 4_093 : 7)));
    }
  }

  silence(): void {
    this.silent = true;
  }

  /** A whole list as events, and the bookmark that ends it. `stops`: where in the middle it goes wrong, and how (F18, F36). */
  initial(objects: RawObject[], version: number, stops: 'never' | 'before the bookmark' | 'half way' | 'cut'): void {
    const cut = stops === 'cut' || stops === 'half way';
    const sent = cut ? objects.slice(0, Math.ceil(objects.length / 2)) : objects;
    for (const object of sent) {
      this.event({ version: Number(object.metadata.resourceVersion), type: 'ADDED', object });
    }
    if (stops === 'never') this.bookmark(version, { 'k8s.io/initial-events-end': 'true' });
    if (stops === 'half way') this.silence();
    // Late enough for what was sent to arrive.
    if (stops === 'cut') setTimeout(() => this.break('eof'), 20);
  }

  /** F11: as at timeoutSeconds. */
  end(): void {
    if (!this.silent) this.response.end();
  }

  break(how: 'reset' | 'eof' | 'unexpected-eof'): void {
    const { socket } = this.response;
    if (how === 'reset') this.reset();
    else if (how === 'eof') socket?.destroy();
    else {
      // The length of a chunk is promised, and half of it comes.
      socket?.write('40\r\n{"type":"MODIFIED","object":{"kind":');
      socket?.end();
    }
  }
}

export function metadataOf(object: RawObject): RawObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}
