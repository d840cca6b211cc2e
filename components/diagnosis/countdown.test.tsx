import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../live/live-feed';
import { Countdown, NextTry } from './countdown';

const stream = vi.hoisted((): { connection: Connection } => ({ connection: { state: 'open' } }));
vi.mock('../live/use-live', () => ({ useConnection: () => stream.connection }));
// A clock that has gone on by a minute wherever it is let.
vi.mock('../time/use-now', () => ({
  useNow: (servedAt: string, live: boolean) =>
    live ? new Date(Date.parse(servedAt) + 60_000).toISOString() : servedAt,
}));

const now = '2026-11-21T03:12:00Z';
const at = '2026-11-21T03:14:00Z';
const words = (live: boolean): string =>
  renderToStaticMarkup(<Countdown at={at} now={now} live={live} />).replace(/<[^>]+>/g, '');

describe('a countdown', () => {
  it('goes on while the picture is live and the stream is heard', () => {
    stream.connection = { state: 'open' };
    expect([words(true), words(false)]).toEqual(['1:00', '2:00']);
  });
  it('stands still while this browser lost the stream, though the server hears the cluster', () => {
    stream.connection = { state: 'lost', since: now };
    expect(words(true)).toBe('2:00');
    expect(renderToStaticMarkup(<NextTry at={at} now={now} />)).toContain('2:00');
  });
});
