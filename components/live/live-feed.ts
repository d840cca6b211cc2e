import type { LiveEvent } from '@/lib/model/views';
import { workloadOf } from './spoken';

/**
 * What a page knows of its stream. `since`: when the stream was lost; 'read': it still is, and the page is read anew on a slow
 * beat instead; 'late': since when a reading of the page is overdue.
 */
export type Connection = { state: 'idle' | 'open' } | { state: 'lost' | 'read' | 'late'; since: string };

/** False while the stream is lost or a reading is overdue: then no age may go on as though somebody still looked. */
export function isHeard({ state }: Connection): boolean {
  return state !== 'lost' && state !== 'late';
}

type Listener = (event: LiveEvent) => void;

export const names = ['summary', 'gone', 'totals', 'freshness', 'clusters', 'resync'] as const;

/** A stream that hands on Server-Sent Events: the part of EventSource that is used. */
export interface Stream {
  readyState: number;
  onerror: (() => void) | null;
  addEventListener(name: string, listener: (message: { data: string; lastEventId: string }) => void): void;
  close(): void;
}

interface FeedOptions {
  open: (lastEventId: string) => Stream;
  now: () => string;
  /** The page was drawn no earlier than this: its script may come minutes later. */
  drawnAt: string;
  /** Returns what calls it off. */
  later: (run: () => void, ms: number) => () => void;
}

const closed = 2;

/** As lib/runtime/live-hub sends what a new stream may have missed. */
const rememberedMs = 60_000;
const mostRemembered = 500;

/** Whether the event `id` was told after the event `than`. Ids of two processes (lib/runtime/live-hub) have no order. */
function isAfter(id: string, than: string): boolean {
  const [epoch, seq] = id.split('-');
  const [thanEpoch, thanSeq] = than.split('-');
  return epoch === thanEpoch && Number(seq) > Number(thanSeq);
}

interface Told {
  atMs: number;
  id: string;
  event: LiveEvent;
}

/** What came lately, the newest of each row and name. */
function createMemory(nowMs: () => number) {
  const kept = new Map<string, Told>();
  return {
    keep(event: LiveEvent, id: string): void {
      const subject = workloadOf(event) ?? event.event;
      kept.delete(subject);
      kept.set(subject, { atMs: nowMs(), id, event });
      const [oldest] = kept;
      if (kept.size <= mostRemembered || oldest === undefined) return;
      kept.delete(oldest[0]);
      // Who does not know of that one is not told of it any more: it reads the page anew.
      const late: LiveEvent = { event: 'resync', data: { reason: 'too much changed to tell' } };
      kept.set('forgotten', { atMs: nowMs(), id: oldest[1].id, event: late });
    },
    since: (upTo: string | null): LiveEvent[] =>
      [...kept.values()]
        .filter(({ atMs, id }) => (upTo === null ? nowMs() - atMs < rememberedMs : isAfter(id, upTo)))
        .map(({ event }) => event),
  };
}

/**
 * A stream that said nothing for so long is dead, though it looks open (a proxy that froze, a connection that only one
 * side knows to be gone). Two and a half heartbeats of app/api/v1/live/event-stream.
 */
export const silenceMs = 37_500;

/** While no stream speaks the page is read anew so often: something on the way may hold back or refuse streams alone (F44). */
export const readingMs = 30_000;

/**
 * One stream for all components of a page; opened with the first listener, closed with the last. The browser reconnects
 * a broken stream with Last-Event-ID; where it gives up (an answer that is no stream), this tries again, ever slower.
 */
export function createLiveFeed({ open, now, drawnAt, later }: FeedOptions) {
  const listeners = new Set<Listener>();
  const watchers = new Set<() => void>();
  const memory = createMemory(() => Date.parse(now()));
  let stream: Stream | null = null;
  let connection: Connection = { state: 'idle' };
  /** Who waits for a reading that is overdue. */
  const late = new Map<object, Connection>();
  let lastEventId = '';
  /** Up to here nothing was missed. */
  let knownAt = drawnAt;
  let failures = 0;
  let callOff = (): void => undefined;
  let callOffReading = (): void => undefined;
  /** The page was told to read itself anew for want of a stream, and has not yet. */
  let isReadingDue = false;

  function become(next: Connection): void {
    connection = next;
    for (const watcher of watchers) watcher();
  }

  function send(event: LiveEvent): void {
    memory.keep(event, lastEventId);
    for (const listener of [...listeners]) listener(event);
  }

  function lose(firstReadingMs: number): void {
    if (connection.state === 'lost' || connection.state === 'read') return;
    const since = now();
    const readAnew = (): void => {
      if (isReadingDue) become({ state: 'lost', since });
      isReadingDue = true;
      callOffReading = later(readAnew, readingMs);
      send({ event: 'resync', data: { reason: 'no stream is heard' } });
    };
    callOffReading = later(readAnew, firstReadingMs);
    become({ state: 'lost', since });
  }

  function endReadings(): void {
    callOffReading();
    isReadingDue = false;
  }

  /** Without an id to resume from, the server knows no more than its last minute of what a new stream missed. */
  function catchUp(): void {
    const missed = lastEventId === '' && Date.parse(now()) - Date.parse(knownAt) > rememberedMs;
    if (missed) send({ event: 'resync', data: { reason: 'the page is older than what the stream can tell' } });
  }

  /** The stream said something: no sooner is it open, whatever the browser says of its headers. */
  function hear(): void {
    failures = 0;
    listen();
    if (connection.state !== 'open') {
      endReadings();
      become({ state: 'open' });
      catchUp();
    }
    knownAt = now();
  }

  /** Begins to wait for the next word. */
  function listen(): void {
    callOff();
    callOff = later(() => {
      stream?.close();
      // What the page shows may be as old as the silence: it is read at once.
      lose(0);
      connect();
    }, silenceMs);
  }

  function connect(): void {
    const mine = open(lastEventId);
    stream = mine;
    listen();
    mine.onerror = () => {
      if (stream !== mine) return;
      lose(readingMs);
      if (mine.readyState !== closed) return;
      stream = null;
      callOff();
      failures += 1;
      later(
        () => {
          if (stream === null && listeners.size > 0) connect();
        },
        Math.min(30_000, 1000 * 2 ** Math.min(failures, 5)),
      );
    };
    mine.addEventListener('heartbeat', () => {
      if (stream === mine) hear();
    });
    for (const name of names) {
      mine.addEventListener(name, (message) => {
        if (stream !== mine) return;
        hear();
        lastEventId = message.lastEventId;
        send(liveEvent(name, message.data));
      });
    }
  }

  return {
    subscribe(listener: Listener): () => void {
      listeners.add(listener);
      if (stream === null) connect();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        callOff();
        endReadings();
        stream?.close();
        stream = null;
        connection = { state: 'idle' };
      };
    },
    /**
     * What a part of the page must be told once more, for it came before that part was there, or before the reading that it
     * is of: the server read at one moment, and its answer takes the place of all that was patched since. `upTo`: the newest
     * event that the reading knows, whose age does not matter; null: not known, and then it is all of the last minute.
     */
    since: (upTo: string | null): LiveEvent[] => memory.since(upTo),
    watch(watcher: () => void): () => void {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    connection(): Connection {
      const [[, overdue] = []] = late;
      return connection.state === 'lost' ? connection : (overdue ?? connection);
    },
    /** What the stream tells of is not all on the screen while somebody waits for a reading that does not come. */
    late(who: object, isLate: boolean): void {
      if (isLate === late.has(who)) return;
      if (isLate) late.set(who, { state: 'late', since: now() });
      else late.delete(who);
      become(connection);
    },
    /** The page was read anew. */
    read(): void {
      if (!isReadingDue || !('since' in connection)) return;
      isReadingDue = false;
      become({ state: 'read', since: connection.since });
    },
    /** The machine slept or the network came back: a stream that looks open may be dead (F42). */
    restart(reason: string): void {
      if (listeners.size === 0) return;
      stream?.close();
      connect();
      send({ event: 'resync', data: { reason } });
    },
  };
}

export type LiveFeed = ReturnType<typeof createLiveFeed>;

/** The server is this product's own; its events are JSON of exactly these shapes (lib/model/views). */
function liveEvent(event: LiveEvent['event'], data: string): LiveEvent {
  return { event, data: JSON.parse(data) as unknown } as LiveEvent;
}
