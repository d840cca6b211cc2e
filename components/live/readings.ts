export interface Readings {
  /** The page must be read anew. */
  ask(): void;
  /** The reading that was begun is on the screen. */
  ended(): void;
  /** Nobody looks any more: nothing is begun of what was asked. */
  stop(): void;
}

interface ReadingsOptions {
  /** Whether the server answers at this moment; never rejects. */
  answers: () => Promise<boolean>;
  begin: () => void;
  /** Whether what is shown is known to be older than what was asked for; told at each try that came to nothing. */
  late: (isLate: boolean) => void;
  /** A reading is on the screen. */
  came: () => void;
  /** Returns what calls it off. */
  later: (run: () => void, ms: number) => () => void;
}

/** A page is read in less than a second; so long only where something on the way is broken or overloaded. */
const readMs = 15_000;
const mostReadMs = 120_000;

/**
 * One reading of a page at a time. A second one would take the place of the first, and while changes come faster than a
 * page is read none would ever be shown. What is asked for meanwhile is read once more, afterwards.
 *
 * Begun only while the server answers: a reading that fails makes the router leave the page for whatever the proxy or the
 * browser shows instead, and old data is worth more than that. It is tried again ever slower, and with the next change.
 * One whose answer is lost on the way never ends: it is begun again, ever later, so that a slow server gets its time.
 */
export function createReadings({ answers, begin, late, came, later }: ReadingsOptions): Readings {
  let state: 'idle' | 'asking' | 'reading' | 'waiting' = 'idle';
  let again = false;
  let failures = 0;
  /** Readings in a row that did not come in their time. */
  let overdue = 0;
  let callOff = (): void => undefined;
  /** An answer to a question that was asked before a stop begins nothing. */
  let round = 0;

  async function tryNow(): Promise<void> {
    const mine = round;
    callOff();
    state = 'asking';
    const ok = await answers();
    if (mine !== round) return;
    again = false;
    if (ok) {
      failures = 0;
      state = 'reading';
      begin();
      callOff = later(
        () => {
          overdue += 1;
          late(true);
          void tryNow();
        },
        Math.min(mostReadMs, readMs * 2 ** overdue),
      );
      return;
    }
    failures += 1;
    late(true);
    state = 'waiting';
    callOff = later(() => void tryNow(), Math.min(30_000, 1000 * 2 ** Math.min(failures, 5)));
  }

  return {
    ask() {
      again = true;
      if (state === 'idle' || state === 'waiting') void tryNow();
    },
    ended() {
      if (state !== 'reading') return;
      callOff();
      state = 'idle';
      overdue = 0;
      late(false);
      came();
      if (again) void tryNow();
    },
    stop() {
      callOff();
      round += 1;
      state = 'idle';
      again = false;
      overdue = 0;
      late(false);
    },
  };
}
