import { describe, expect, it } from 'vitest';
import { createReadings } from './readings';

/** Readings whose every step is let happen by hand: the check of the server, the end of a reading, the passing of time. */
function setup() {
  let begun = 0;
  let came = 0;
  const late: boolean[] = [];
  const checks: ((ok: boolean) => void)[] = [];
  const waiting: { run: () => void; ms: number }[] = [];
  const readings = createReadings({
    answers: () => new Promise((resolve) => checks.push(resolve)),
    begin: () => (begun += 1),
    late: (isLate) => late.push(isLate),
    came: () => (came += 1),
    later: (run, ms) => {
      const timer = { run, ms };
      waiting.push(timer);
      return () => {
        if (waiting.includes(timer)) waiting.splice(waiting.indexOf(timer), 1);
      };
    },
  });
  /** The server answers the check that is under way, or does not. */
  async function answer(ok: boolean): Promise<void> {
    checks.shift()?.(ok);
    await Promise.resolve();
    await Promise.resolve();
  }
  return { readings, begun: () => begun, came: () => came, answer, checks, waiting, late };
}

describe('readings of a page', () => {
  it('never run beside each other, however many changes come', async () => {
    const { readings, begun, answer, checks } = setup();
    for (let change = 0; change < 20; change += 1) readings.ask();
    await answer(true);
    for (let change = 0; change < 20; change += 1) readings.ask();
    expect(begun()).toBe(1);
    expect(checks).toEqual([]);
  });

  it('are made once more for all that came meanwhile, so that the last change is shown', async () => {
    const { readings, begun, answer, checks } = setup();
    readings.ask();
    await answer(true);
    for (let change = 0; change < 20; change += 1) readings.ask();
    readings.ended();
    await answer(true);
    expect(begun()).toBe(2);
    readings.ended();
    expect(checks).toEqual([]);
    readings.ask();
    await answer(true);
    expect(begun()).toBe(3);
  });

  it('take no end that was not theirs', async () => {
    const { readings, begun, came, answer } = setup();
    readings.ended();
    readings.ask();
    readings.ended();
    expect(came()).toBe(0);
    await answer(true);
    expect(begun()).toBe(1);
  });

  it('are not begun while the server does not answer: the page stays, and it is tried again ever slower', async () => {
    const { readings, begun, answer, waiting } = setup();
    readings.ask();
    await answer(false);
    expect(begun()).toBe(0);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const [timer] = waiting.splice(0);
      waits.push(timer?.ms ?? 0);
      timer?.run();
      await answer(false);
    }
    expect(begun()).toBe(0);
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
    waiting.splice(0)[0]?.run();
    await answer(true);
    expect(begun()).toBe(1);
    readings.ended();
    expect(waiting).toEqual([]);
  });

  it('are begun again where one does not come, ever later, and the page says meanwhile that it waits', async () => {
    const { readings, begun, answer, waiting, late } = setup();
    readings.ask();
    await answer(true);
    // What changes meanwhile does not wait for the one that is lost.
    readings.ask();
    const waits: number[] = [];
    for (let lost = 1; lost <= 5; lost += 1) {
      const [timer] = waiting.splice(0);
      waits.push(timer?.ms ?? 0);
      timer?.run();
      expect(late.at(-1)).toBe(true);
      await answer(true);
      expect(begun()).toBe(lost + 1);
    }
    expect(waits).toEqual([15_000, 30_000, 60_000, 120_000, 120_000]);
    readings.ended();
    expect(late.at(-1)).toBe(false);
    expect(waiting).toEqual([]);
    readings.ask();
    await answer(true);
    expect(waiting.map(({ ms }) => ms)).toEqual([15_000]);
  });

  it('are tried at once when the stream brings a change again, and the wait is called off', async () => {
    const { readings, begun, answer, waiting } = setup();
    readings.ask();
    await answer(false);
    readings.ask();
    expect(waiting).toEqual([]);
    await answer(true);
    expect(begun()).toBe(1);
  });

  it('begin nothing on a page that was left, and begin anew on the next', async () => {
    const { readings, begun, answer, waiting } = setup();
    readings.ask();
    readings.stop();
    await answer(true);
    expect(begun()).toBe(0);
    readings.ask();
    await answer(false);
    readings.stop();
    expect(waiting).toEqual([]);
    readings.ask();
    await answer(true);
    expect(begun()).toBe(1);
  });
});
