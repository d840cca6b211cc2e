/** What a reflector counted, by result as the consumer saw it: for /metrics and for tests. */
import 'server-only';

export interface ReflectorStats {
  lists: number;
  watches: number;
  /** Watches that the server accepted. */
  opened: number;
  events: number;
  bookmarks: number;
  /** Watches, and lists in their place, that ended in any other way than planned. */
  restarts: number;
  /** Lists that replaced everything after a first one, by reason. `untold`: the feed threw (F38). */
  relists: { expired: number; corrupt: number; failed: number; lost: number; silent: number; untold: number };
  /** Streams that broke, half lines included (F06, F08). */
  cutStreams: number;
  malformed: number;
  poisons: number;
  /** Events told before, or older than what is known (F30, F31). */
  duplicates: number;
  /** Events of an unknown type. */
  skipped: number;
  polls: number;
  /** Differences that a comparing list found (F32). */
  lost: number;
  comparisons: number;
  failedComparisons: number;
  handlerErrors: number;
}

/** Counts of one reflector, all 0. */
export function newStats(): ReflectorStats {
  return {
    lists: 0,
    watches: 0,
    opened: 0,
    events: 0,
    bookmarks: 0,
    restarts: 0,
    relists: { expired: 0, corrupt: 0, failed: 0, lost: 0, silent: 0, untold: 0 },
    cutStreams: 0,
    malformed: 0,
    poisons: 0,
    duplicates: 0,
    skipped: 0,
    polls: 0,
    lost: 0,
    comparisons: 0,
    failedComparisons: 0,
    handlerErrors: 0,
  };
}

/** What is known of the stream that is open, or was last: when it opened, what it said, and how to end the wait that proves it. */
export interface StreamLife {
  /** Milliseconds of the monotonic clock; null before the server answers. */
  openedAt: number | null;
  lines: number;
  cancelConfirm: () => void;
}

/** A stream that is not open yet. */
export function emptyStream(): StreamLife {
  return { openedAt: null, lines: 0, cancelConfirm: () => undefined };
}
