/** Keeps one KindState true and tells the feed when it changes. */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import type { Failure } from '../model/result';
import type { KindState } from '../model/source';
import { isoNow, type Clock } from './clock';

/** "Heard 4 s ago" needs no more than this; each event reported would double the work of a burst. */
const HEARD_GRAIN_MS = 2_000;
/** A server that is there answers the next watch well within this. A list of very many objects takes longer, and they are old meanwhile. */
const ANSWER_MS = 3_000;

/** A server that comes back knows no roles for a moment (kubernetes#121635): what it refuses then is no word on the account. */
const ROLES_MS = 3_000;

export class KindStatus {
  private current: KindState;
  /** When what was silent was first refused. */
  private refusedAt: number | null = null;
  private toldHeardAt = -Infinity;
  private toldObjects = 0;
  /** Of a count that came too soon after one that was told: takes back that it will be told. One for all that come meanwhile. */
  private cancelLastWord: (() => void) | null = null;
  /** Of what was live and is not watched: since when, and what takes back that it will be said. */
  private unwatched: { since: string; cancel: () => void } | null = null;

  constructor(
    kind: Kind,
    namespace: string | null,
    private readonly clock: Clock,
    private readonly tell: (state: KindState) => void,
  ) {
    this.current = {
      kind,
      namespace,
      state: 'connecting',
      since: isoNow(clock),
      heardAt: null,
      failure: null,
      attempts: 0,
      nextAttemptAt: null,
      objects: 0,
    };
  }

  get state(): KindState {
    return this.current;
  }

  /**
   * Changes and tells, unless nothing changed. `since` moves only with the state's own name, but where two are one spell.
   */
  set(change: Partial<Omit<KindState, 'kind' | 'namespace' | 'since'>>): void {
    const next = { ...this.current, ...change };
    const same = Object.entries(next).every(([key, value]) => Reflect.get(this.current, key) === value);
    if (same) return;
    if (next.state !== this.current.state && !isOneSpell(this.current, next)) {
      next.since = this.unwatched?.since ?? isoNow(this.clock);
    }
    this.current = next;
    this.toldObjects = next.objects;
    this.tell(next);
  }

  failed(state: 'connecting' | 'stale' | 'denied' | 'absent', failure: Failure, nextInMs: number): void {
    const held = this.isHeld(state);
    this.set({
      state: held ? 'stale' : state,
      failure: held ? this.current.failure : failure,
      attempts: this.current.attempts + 1,
      nextAttemptAt: new Date(this.clock.now() + nextInMs).toISOString(),
    });
    // An answer, if not the wanted one: it must not be overwritten by the silence before it.
    this.endSilence();
  }

  /** As `failed`, where the remedy is tried at once: no alarm where all was well, and no older reason stands where it was not. */
  answered(failure: Failure): void {
    if (this.current.state === 'stale') this.set({ failure, nextAttemptAt: null });
    this.unlessHeard(failure, isoNow(this.clock), ANSWER_MS);
  }

  /** A refusal this soon after an outage is still part of it. */
  private isHeld(state: KindState['state']): boolean {
    if (state !== 'denied' || this.current.state !== 'stale') {
      this.refusedAt = null;
      return false;
    }
    const now = this.clock.monotonic();
    this.refusedAt ??= now;
    return now - this.refusedAt < ROLES_MS;
  }

  well(state: 'live', failure: Failure | null = null): void {
    this.refusedAt = null;
    this.set({ state, failure, attempts: 0, nextAttemptAt: null });
  }

  /** Nothing came for too long, since the last word. Only the next request shows whether the server is there. */
  silent(failure: Failure): void {
    this.unlessHeard(failure, this.current.heardAt ?? isoNow(this.clock), ANSWER_MS);
  }

  /** A request goes out, and nothing is watched until it is answered. What ended the watch before it says more, if it was told. */
  asked(failure: Failure, withinMs = ANSWER_MS): void {
    if (this.unwatched === null) this.unlessHeard(failure, isoNow(this.clock), withinMs);
  }

  /** Stale where nothing is heard soon: what is not watched must not go on as live for as long as a request may take. */
  private unlessHeard(failure: Failure, at: string, withinMs: number): void {
    const since = this.unwatched?.since ?? at;
    this.endSilence();
    if (this.current.state !== 'live') return;
    const cancel = this.clock.setTimeout(() => this.set({ state: 'stale', failure }), withinMs);
    this.unwatched = { since, cancel };
  }

  endSilence(): void {
    this.unwatched?.cancel();
    this.unwatched = null;
  }

  /** Nothing is said of this scope any more: absent without a failure, as a placeholder is taken back. */
  withdraw(): void {
    this.set({ state: 'absent', failure: null, attempts: 0, nextAttemptAt: null, objects: 0 });
  }

  /** No timer of it is left. */
  stop(): void {
    this.endSilence();
    this.cancelLastWord?.();
    this.cancelLastWord = null;
  }

  /** The server said something: remembered always, told at most every two seconds; the last count is told in any case. */
  heard(objects: number): void {
    this.endSilence();
    const now = this.clock.monotonic();
    this.current = { ...this.current, heardAt: isoNow(this.clock), objects };
    const restMs = this.toldHeardAt + HEARD_GRAIN_MS - now;
    if (restMs <= 0) return this.tellHeard();
    if (objects !== this.toldObjects) this.cancelLastWord ??= this.clock.setTimeout(() => this.tellHeard(), restMs);
  }

  private tellHeard(): void {
    this.cancelLastWord?.();
    this.cancelLastWord = null;
    this.toldHeardAt = this.clock.monotonic();
    this.toldObjects = this.current.objects;
    this.tell(this.current);
  }
}

/**
 * To list and to fail at it, or it would begin anew with each try; to be refused when the server is back, for nothing was
 * heard since it went away.
 */
function isOneSpell(before: KindState, after: KindState): boolean {
  return (isUnread(before) && isUnread(after)) || (before.state === 'stale' && after.state === 'denied');
}

/** Not read yet, whatever is being done about it. */
function isUnread({ state }: KindState): boolean {
  return state === 'connecting' || state === 'listing';
}
