/** The live stream's middle: numbers each event, keeps the newest for resuming, and hands them to whoever listens. */
import 'server-only';

import { randomBytes } from 'node:crypto';
import type { LiveEvent } from '../model/views';
import { workloadKey } from '../model/workload';

/** One event as it goes over the wire. Encoded once, whatever the number of listeners. */
export interface LiveFrame {
  id: string;
  event: LiveEvent['event'];
  bytes: Uint8Array;
}

export interface LiveListener {
  send(frame: LiveFrame): void;
  /** The server ends the stream; the browser comes back by itself. */
  close(): void;
}

export interface LiveHub {
  publish(event: LiveEvent): void;
  /**
   * Sends what was missed, then what comes. `lastEventId` as the browser repeats it: without one, the changes of the last
   * minute are sent (the page was drawn before the stream was opened, and patches may be applied twice; one that was drawn
   * longer ago reads itself anew, components/live/live-feed); with one that is no longer known, a `resync`.
   */
  subscribe(listener: LiveListener, lastEventId?: string): () => void;
  listeners(): number;
  /** Of the newest event, also before there is one: what is read from now on knows all up to it. */
  lastId(): string;
  /** Ends every stream and refuses new ones. */
  close(): void;
}

/** Newest event of so many rows: 50 changes a second for 80 s, about 8 MB at the most. */
const keptSubjects = 4000;
const firstLookMs = 60_000;

const encoder = new TextEncoder();

/** What a newer event of the same name makes needless. */
function subjectOf(event: LiveEvent): string {
  if (event.event === 'summary') return `row:${workloadKey(event.data.workload)}`;
  return event.event === 'gone' ? `row:${event.data.key}` : event.event;
}

/** One event as bytes of a `text/event-stream`, made once for all its listeners. */
export function encodeFrame(id: string, event: LiveEvent): LiveFrame {
  const text = `id: ${id}\nevent: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`;
  return { id, event: event.event, bytes: encoder.encode(text) };
}

interface Kept {
  seq: number;
  atMs: number;
  frame: LiveFrame;
}

/** A hub without listeners. It keeps the newest event of each subject for those who resume with `Last-Event-ID`. */
export function createLiveHub(nowMs: () => number = () => performance.now()): LiveHub {
  /** Ids of an earlier process must not be mistaken for ours. */
  const epoch = randomBytes(4).toString('hex');
  const listeners = new Set<LiveListener>();
  /** The newest event of each subject, oldest first: an older one of the same subject is needless to whoever resumes. */
  const kept = new Map<string, Kept>();
  /** Up to here events were let go. */
  let forgotten = 0;
  let seq = 0;
  let closed = false;

  const missed = (lastEventId: string | undefined): LiveFrame[] => {
    const all = [...kept.values()];
    if (lastEventId === undefined) {
      const recent = all.filter((entry) => entry.atMs >= nowMs() - firstLookMs && entry.frame.event !== 'resync');
      return recent.map((entry) => entry.frame);
    }
    const [theirEpoch, text = ''] = lastEventId.split('-');
    const theirSeq = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (theirEpoch !== epoch || !(theirSeq >= forgotten && theirSeq <= seq)) {
      return [
        encodeFrame(`${epoch}-${seq}`, {
          event: 'resync',
          data: { reason: 'the changes since then are no longer kept' },
        }),
      ];
    }
    return all.filter((entry) => entry.seq > theirSeq).map((entry) => entry.frame);
  };

  return {
    publish(event) {
      if (closed) return;
      seq += 1;
      const frame = encodeFrame(`${epoch}-${seq}`, event);
      const subject = subjectOf(event);
      kept.delete(subject);
      kept.set(subject, { seq, atMs: nowMs(), frame });
      for (const [oldest, entry] of kept) {
        if (kept.size <= keptSubjects) break;
        kept.delete(oldest);
        forgotten = entry.seq;
      }
      for (const listener of [...listeners]) listener.send(frame);
    },
    subscribe(listener, lastEventId) {
      if (closed) {
        listener.close();
        return () => undefined;
      }
      for (const frame of missed(lastEventId)) listener.send(frame);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    listeners: () => listeners.size,
    lastId: () => `${epoch}-${seq}`,
    close() {
      closed = true;
      const all = [...listeners];
      listeners.clear();
      for (const listener of all) listener.close();
      kept.clear();
    },
  };
}
