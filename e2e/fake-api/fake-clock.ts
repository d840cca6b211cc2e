/** A clock that only a test moves. Network stays real: tests wait for what happened, never for time. */
import type { Clock } from '../../lib/kubernetes/clock';

interface Timer {
  at: number;
  run: () => void;
}

export class FakeClock implements Clock {
  private elapsed = 0;
  private wall: number;
  private timers: Timer[] = [];
  /** What random() answers. */
  chance = 0;

  constructor(start = Date.now()) {
    this.wall = start;
  }

  now = (): number => this.wall;
  monotonic = (): number => this.elapsed;
  random = (): number => this.chance;

  setTimeout = (run: () => void, delayMs: number): (() => void) => {
    const timer = { at: this.elapsed + delayMs, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  };

  /** Timers that are set: zero after everything has stopped. */
  get pending(): number {
    return this.timers.length;
  }

  /** Moves on and runs what falls due, in order. */
  advance(ms: number): void {
    const end = this.elapsed + ms;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((other) => other !== due);
      this.step(Math.max(0, due.at - this.elapsed));
      due.run();
    }
    this.step(end - this.elapsed);
  }

  /** The wall clock jumps, time does not pass (NTP, a laptop that slept). */
  jump(ms: number): void {
    this.wall += ms;
  }

  private step(ms: number): void {
    this.elapsed += ms;
    this.wall += ms;
  }
}
