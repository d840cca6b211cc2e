import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NextTry } from '../diagnosis/countdown';
import { instantAfter, msBetween } from '../time/use-now';
import { AsLastHeard } from './as-last-heard';
import type { Connection } from './live-feed';

const stream = vi.hoisted((): { connection: Connection } => ({ connection: { state: 'open' } }));
vi.mock('./use-live', () => ({ useConnection: () => stream.connection }));
beforeEach(() => {
  stream.connection = { state: 'open' };
});

const shown = (stale: boolean): string => renderToStaticMarkup(<AsLastHeard live stale={stale} children="cart" />);

describe('a picture that nothing newer can reach', () => {
  it('is dimmed where the server lost the cluster, and plain where it did not', () => {
    expect(shown(true)).toContain('grayscale-75');
    expect(shown(false)).toBe('<div>cart</div>');
  });

  it('is dimmed while the stream is lost though the server hears the cluster, and plain when it is back', () => {
    stream.connection = { state: 'lost', since: '2026-11-21T03:12:00Z' };
    expect(shown(false)).toContain('grayscale-75');
    stream.connection = { state: 'open' };
    expect(shown(false)).toBe('<div>cart</div>');
  });
});

describe('the instant that ages are counted from', () => {
  it('goes on with what has passed, and not with what passed since another answer', () => {
    const servedAt = '2026-11-21T03:12:00.000Z';
    expect(instantAfter(servedAt, { servedAt, ms: 61_000 })).toBe('2026-11-21T03:13:01.000Z');
    expect(instantAfter(servedAt, { servedAt: '2026-11-21T03:00:00.000Z', ms: 61_000 })).toBe(servedAt);
  });

  it.each([
    ['a minute awake', { steady: 61_000, wall: 1_060_000 }, 60_000],
    ['an hour asleep, in which the steady clock stood still', { steady: 2000, wall: 4_600_000 }, 3_600_000],
    ['a wall clock that was set back', { steady: 11_000, wall: 400_000 }, 10_000],
  ])('goes on by %s', (_what, to, ms) => {
    expect(msBetween({ steady: 1000, wall: 1_000_000 }, to)).toBe(ms);
  });
});

describe('the next try', () => {
  const now = '2026-11-21T03:12:00Z';
  it.each([
    ['2026-11-21T03:12:09Z', /^next in <time [^>]*>[^<]*9[^<]*</],
    ['2026-11-21T03:12:00Z', /^trying now$/],
    ['2026-11-21T03:11:00Z', /^trying now$/],
  ])('due at %s reads %s', (at, words) => {
    expect(renderToStaticMarkup(<NextTry at={at} now={now} />)).toMatch(words);
  });
});
