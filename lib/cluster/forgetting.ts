// The time by which events and deleted pods are forgotten: what is forgotten by mistake does not come back.
import 'server-only';

/** Sweeps, a minute apart, over which the clock is looked at; and how far it may have gone from the first to now. */
const lookedBack = 3;
const mayPassMs = 10 * 60_000;

/**
 * The given clock, but for a jump ahead (our own clock was set while the server's difference to it was as before, a wrong Date
 * header): that counts once it has stood for some sweeps. Behind, it forgets nothing, and needs no care.
 */
export class ForgettingClock {
  readonly #seen: number[] = [];

  constructor(private readonly now: () => string) {}

  nowMs(): number {
    const now = Date.parse(this.now());
    const [earlier] = this.#seen;
    return earlier === undefined ? now : Math.min(now, earlier + mayPassMs);
  }

  /** As `nowMs`, at a sweep: the clock is noted. */
  sweepMs(): number {
    const at = this.nowMs();
    this.#seen.push(Date.parse(this.now()));
    if (this.#seen.length > lookedBack) this.#seen.shift();
    return at;
  }
}
