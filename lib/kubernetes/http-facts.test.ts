import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import { ClockSkew, type Answer } from './http-facts';

const hour = 3_600_000;
let clock: FakeClock;
let skew: ClockSkew;

/** An answer from a server whose clock is so far ahead of a clock that is right. */
function answer(aheadMs: number, more: Partial<Answer> = {}): void {
  const date = new Date(clock.now() + aheadMs).toUTCString();
  skew.observe({ status: 200, contentType: 'application/json', date, sentAt: clock.now(), ...more });
  clock.advance(1_000);
}

beforeEach(() => {
  clock = new FakeClock(Date.parse('2026-11-22T08:00:00Z'));
  skew = new ClockSkew(clock);
});

describe('F46 how far the server is ahead', () => {
  it('is believed at once where nothing was known, and follows small changes', () => {
    answer(300_000);
    expect(skew.ms()).toBe(300_500);
    answer(303_000);
    expect(skew.ms()).toBe(303_500);
  });

  it('is never of a time that no clock shows', () => {
    for (let count = 0; count < 3; count++)
      skew.observe({
        status: 200,
        contentType: 'application/json',
        date: 'Sat, 13 Sep 275760 00:00:00 GMT',
        sentAt: clock.now(),
      });
    expect(skew.ms()).toBe(0);
    answer(-56 * 365 * 24 * hour);
    expect(skew.ms()).toBeLessThan(-50 * 365 * 24 * hour);
  });

  it('does not jump with one answer, nor with two that differ', () => {
    answer(0);
    answer(5 * hour);
    expect(skew.ms()).toBe(0);
    answer(-2 * hour);
    answer(5 * hour);
    answer(0);
    answer(5 * hour);
    answer(5 * hour);
    expect(skew.ms()).toBe(0);
  });

  it('jumps when three answers in a row agree', () => {
    answer(0);
    for (let count = 0; count < 3; count++) answer(5 * hour);
    expect(skew.ms()).toBe(5 * hour + 500);
  });

  it('is measured anew at once when our own clock was set', () => {
    answer(4 * hour);
    clock.jump(4 * hour);
    answer(0);
    expect(skew.ms()).toBe(0);
  });

  it('is not told by a slow answer, for nobody knows when it was dated, nor by what is no date', () => {
    answer(0);
    const sentAt = clock.now();
    clock.advance(20_000);
    for (let count = 0; count < 5; count++) answer(5 * hour, { sentAt });
    for (const date of ['yesterday', undefined]) for (let count = 0; count < 5; count++) answer(0, { date });
    expect(skew.ms()).toBe(0);
  });

  it.each([
    ['an error of a proxy', { status: 502, contentType: 'text/plain' }],
    ['a web page', { status: 403, contentType: 'text/html; charset=utf-8' }],
    ['a redirect', { status: 302, contentType: '' }],
  ])('is not told by %s', (_name, more) => {
    for (let count = 0; count < 5; count++) answer(5 * hour, more);
    expect(skew.ms()).toBe(0);
  });
});
