import type { Stream } from './live-feed';

/** What one tab tells the others of the stream that it holds. */
export type Word =
  | { say: 'who' }
  /** The tab that holds the stream is there; `spoken`: and has heard it. */
  | { say: 'here'; spoken: boolean }
  | { say: 'lost' }
  | { say: 'event'; name: string; data: string; lastEventId: string };

export interface Channel {
  postMessage(word: Word): void;
  onWord: (hear: (word: Word) => void) => void;
  close(): void;
}

export interface Locks {
  request(
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    hold: () => Promise<void>,
  ): Promise<unknown>;
}

interface SharedOptions {
  name: string;
  lastEventId: string;
  /** Events that are handed on. */
  events: readonly string[];
  open: (lastEventId: string) => Stream;
  locks: Locks;
  channel: (name: string) => Channel;
  /** Returns what calls it off. */
  later: (run: () => void, ms: number) => () => void;
}

type Listener = (message: { data: string; lastEventId: string }) => void;

/**
 * A tab that holds the stream passes a heartbeat on every 15 s. One that does not is asked whether it is there: it may hear
 * nothing itself (F44), and then no other would; one that does not answer is frozen by its browser.
 */
const quietMs = 20_000;
const answerMs = 2_000;

/**
 * One stream for all tabs of a browser, which opens no more than six connections to one host: the tab that has the lock holds
 * it and tells the others what comes; when that tab goes, the next goes on where it was. Each tab sees a stream of its own.
 */
export function openShared({ name, lastEventId, events, open, locks, channel, later }: SharedOptions): Stream {
  const listeners = new Map<string, Listener>();
  const others = channel(name);
  const leaving = new AbortController();
  let heardId = lastEventId;
  let held: Stream | null = null;
  /** The held stream said something since it was last lost. */
  let spoken = false;
  /** It waits for its turn. */
  let queued = false;
  /** It has heard the stream, or holds it. */
  let joined = false;
  let letGo = (): void => undefined;
  let callOff = (): void => undefined;

  const stream: Stream = {
    readyState: 0,
    onerror: null,
    addEventListener: (event, listener) => void listeners.set(event, listener),
    close() {
      stream.readyState = 2;
      end();
    },
  };

  function end(): void {
    callOff();
    leaving.abort();
    drop();
    others.close();
  }

  function drop(): void {
    held?.close();
    held = null;
    letGo();
  }

  function tell(word: Word): void {
    if (held !== null) others.postMessage(word);
  }

  function deliver(event: string, data: string, id: string): void {
    if (id !== '') heardId = id;
    listeners.get(event)?.({ data, lastEventId: heardId });
  }

  /** Holds the stream until this tab goes, or another takes the lock from it. */
  function hold(): Promise<void> {
    callOff();
    if (leaving.signal.aborted) return Promise.resolve();
    joined = true;
    const mine = open(heardId);
    held = mine;
    spoken = false;
    mine.onerror = () => {
      spoken = false;
      tell({ say: 'lost' });
      stream.readyState = mine.readyState;
      if (mine.readyState === 2) end();
      stream.onerror?.();
    };
    for (const event of events) {
      mine.addEventListener(event, (message) => {
        spoken = true;
        tell({ say: 'event', name: event, data: message.data, lastEventId: message.lastEventId });
        deliver(event, message.data, message.lastEventId);
      });
    }
    return new Promise((resolve) => {
      letGo = resolve;
    });
  }

  /** Waits for its turn; `steal`: takes the turn of a tab that is frozen. */
  function want(steal: boolean): void {
    const options = steal ? { steal } : { signal: leaving.signal };
    queued ||= !steal;
    const granted = (): Promise<void> => {
      queued &&= steal;
      return hold();
    };
    locks.request(name, options, granted).catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error;
      if (leaving.signal.aborted) return;
      // Another tab heard nothing of this one and took the lock: from now on this one listens.
      drop();
      follow();
    });
  }

  function follow(): void {
    if (!queued) want(false);
    hear();
    others.postMessage({ say: 'who' });
  }

  function hear(): void {
    callOff();
    callOff = later(() => {
      others.postMessage({ say: 'who' });
      callOff = later(() => want(true), answerMs);
    }, quietMs);
  }

  others.onWord((word) => {
    if (word.say === 'who') {
      tell({ say: 'here', spoken });
      return;
    }
    if (held !== null) return;
    hear();
    if (word.say === 'lost') {
      stream.readyState = 0;
      stream.onerror?.();
      return;
    }
    if (word.say === 'here' && !word.spoken) return;
    // What came between this page and this word was told to other tabs only.
    if (!joined) deliver('resync', '{"reason":"this page joins the stream of another"}', heardId);
    joined = true;
    if (word.say === 'event') deliver(word.name, word.data, word.lastEventId);
  });
  follow();
  return stream;
}
