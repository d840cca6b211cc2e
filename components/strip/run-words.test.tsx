import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { at, cart, now, run } from '../fixtures/shop';
import { stripModel } from './geometry';
import { endOf, lastedOf } from './run-words';
import { Strip } from './strip';

const undated = run(0, null, 'node', { startedAt: null, exitCode: 137, reason: 'ContainerStatusUnknown' });
const silent = run(10, null, null, { silentSince: at(40) });
const running = run(55, null, null);

describe('how a run stands', () => {
  it('is ended where it ended, though nobody says when', () => {
    expect([endOf(undated, now, 'UTC'), lastedOf(undated, now)]).toEqual(['ended, not known when', null]);
  });
  it('is only known as last heard where its node is silent', () => {
    expect([endOf(silent, now, 'UTC'), lastedOf(silent, now)]).toEqual(['not heard since 02:53:12 UTC', null]);
  });
  it('is running else, and its length is said as in every sentence', () => {
    expect([endOf(running, now, 'UTC'), lastedOf(running, now)]).toEqual(['still running', '5 min']);
    expect(lastedOf(run(10, 12.15, 'exit'), now)).toBe('2 min 9 s');
  });
});

describe('the strip', () => {
  const words = (runs: typeof cart.runs): string =>
    renderToStaticMarkup(<Strip diagnosis={{ ...cart, runs }} window="1h" pod={null} zone="UTC" />);
  it('draws a run on a silent node to where it was last heard, and never as running', () => {
    const { lanes, hasRunning } = stripModel({
      runs: [silent],
      changes: [],
      next: [],
      asOf: now,
      window: '1h',
      suspect: null,
      pod: null,
    });
    expect(hasRunning).toBe(false);
    expect(lanes[0]?.bars[0]?.end?.mark).toBe('silent');
    expect(lanes[0]?.bars[0]?.end?.at).toBeCloseTo(66.7, 1);
    expect(words([silent])).not.toMatch(/running/);
  });
  it('tells in the table of a run without times', () => {
    const html = words([undated, running]);
    expect(html).toContain('ended, not known when');
    expect(html.match(/still running/g)).toHaveLength(4);
  });
});
