import { expect, it } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import { SleeplessClock } from './sleepless-clock';

const hour = 3_600_000;

function make() {
  const clock = new FakeClock();
  const said: string[] = [];
  const timers = new SleeplessClock(clock, () => said.push('slept'));
  const after = (ms: number, what: string) => timers.setTimeout(() => said.push(what), ms);
  return { clock, said, after };
}

it('what came due in a sleep runs within two seconds of its end, the rest that much sooner', () => {
  const { clock, said, after } = make();
  after(75_000, 'idle');
  after(2 * hour, 'late');
  clock.advance(60_000);
  expect(said).toEqual([]);
  clock.jump(hour);
  clock.advance(2_000);
  expect(said).toEqual(['slept', 'idle']);
  clock.advance(hour - 70_000);
  expect(said).toEqual(['slept', 'idle']);
  clock.advance(10_000);
  expect(said).toEqual(['slept', 'idle', 'late']);
  expect(clock.pending).toBe(0);
});

it('what begins after a sleep that nobody noticed has its whole time', () => {
  const { clock, said, after } = make();
  after(1_000, 'before');
  clock.advance(1_000);
  clock.jump(hour);
  after(75_000, 'idle');
  clock.advance(74_000);
  expect(said).toEqual(['before']);
});

it.each([5_000, -5_000, -hour])('a wall clock that is set by %i ms changes nothing', (ms) => {
  const { clock, said, after } = make();
  after(75_000, 'idle');
  clock.advance(30_000);
  clock.jump(ms);
  clock.advance(44_000);
  expect(said).toEqual([]);
  clock.advance(1_000);
  expect(said).toEqual(['idle']);
});

it('a sleep after the clock was set back is noticed', () => {
  const { clock, said, after } = make();
  after(75_000, 'idle');
  clock.jump(-2 * hour);
  clock.advance(2_000);
  clock.jump(hour);
  clock.advance(2_000);
  expect(said).toEqual(['slept', 'idle']);
});

it('a timer that is taken back leaves nothing', () => {
  const { clock, said, after } = make();
  const cancel = after(75_000, 'idle');
  clock.jump(hour);
  cancel();
  clock.advance(hour);
  expect(said).toEqual([]);
  expect(clock.pending).toBe(0);
});
