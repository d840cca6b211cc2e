import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '@/lib/model/views';
import { createLiveFeed, isHeard, readingMs, silenceMs, type Stream } from './live-feed';

class FakeStream implements Stream {
  readyState = 0;
  onerror: (() => void) | null = null;
  readonly listeners = new Map<string, (message: { data: string; lastEventId: string }) => void>();
  constructor(readonly lastEventId: string) {}
  addEventListener(name: string, listener: (message: { data: string; lastEventId: string }) => void): void {
    this.listeners.set(name, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  /** As every stream of the product begins. */
  greets(): void {
    this.emit('heartbeat', {});
  }
  emit(name: string, data: unknown, lastEventId = ''): void {
    this.listeners.get(name)?.({ data: JSON.stringify(data), lastEventId });
  }
}

function setup() {
  const streams: FakeStream[] = [];
  const waiting: { run: () => void; ms: number }[] = [];
  let nowMs = Date.parse('2026-11-21T03:12:00Z');
  const feed = createLiveFeed({
    open: (lastEventId) => {
      const stream = new FakeStream(lastEventId);
      streams.push(stream);
      return stream;
    },
    now: () => new Date(nowMs).toISOString().replace('.000Z', 'Z'),
    drawnAt: '2026-11-21T03:11:55Z',
    later: (run, ms) => {
      const timer = { run, ms };
      waiting.push(timer);
      return () => {
        if (waiting.includes(timer)) waiting.splice(waiting.indexOf(timer), 1);
      };
    },
  });
  return { feed, streams, waiting, pass: (ms: number) => (nowMs += ms) };
}

describe('live feed', () => {
  it('F45: shares one stream among all listeners and closes it with the last', () => {
    const { feed, streams } = setup();
    const seen: LiveEvent[] = [];
    const first = feed.subscribe((event) => seen.push(event));
    const second = feed.subscribe((event) => seen.push(event));
    expect(streams).toHaveLength(1);
    streams[0]?.emit('gone', { key: 'shop/Deployment/cart' }, '7');
    expect(seen).toEqual(Array(2).fill({ event: 'gone', data: { key: 'shop/Deployment/cart' } }));
    first();
    expect(streams[0]?.readyState).toBe(0);
    second();
    expect(streams[0]?.readyState).toBe(2);
  });

  it('F43: tells a part of the page that comes later what the others heard in the last minute', () => {
    const { feed, streams, pass } = setup();
    feed.subscribe(() => undefined);
    const heard = (): string[] => feed.since(null).map(({ event }) => event);
    streams[0]?.emit('gone', { key: 'shop/Deployment/cart' }, '7');
    streams[0]?.emit('resync', { reason: 'x' }, '8');
    expect(heard()).toEqual(['gone', 'resync']);
    pass(61_000);
    expect(heard()).toEqual([]);
    for (let n = 0; n < 600; n += 1) streams[0]?.emit('gone', { key: `shop/Deployment/${n}` });
    expect(heard().length).toBeLessThanOrEqual(502);
    expect(heard()).toContain('resync');
  });

  it('tells over a reading that came late what was told since it was begun, and nothing that it knows', () => {
    const { feed, streams, pass } = setup();
    feed.subscribe(() => undefined);
    const [cart, web] = ['shop/Deployment/cart', 'shop/Deployment/web'].map((key) => ({ key }));
    streams[0]?.emit('gone', web, 'a-40');
    // t1: the server reads the page; t2: cart goes; t3, minutes later: the reading is there.
    const upTo = 'a-41';
    streams[0]?.emit('totals', {}, 'a-41');
    streams[0]?.emit('gone', cart, 'a-42');
    pass(300_000);
    expect(feed.since(upTo)).toEqual([{ event: 'gone', data: cart }]);
    expect(feed.since('a-42')).toEqual([]);
    // 9 comes before 42, and of another process nothing has an order.
    expect(feed.since('a-9')).toHaveLength(3);
    expect(feed.since('b-1')).toEqual([]);
  });

  it('has a reading made once more that does not know of more than can be told', () => {
    const { feed, streams } = setup();
    feed.subscribe(() => undefined);
    for (let n = 1; n <= 600; n += 1) streams[0]?.emit('gone', { key: `shop/Deployment/${n}` }, `a-${n}`);
    expect(feed.since('a-50').map(({ event }) => event)).toContain('resync');
    expect(feed.since('a-500').map(({ event }) => event)).toEqual(Array(100).fill('gone'));
  });

  it('F42, F44: reads the page anew where the server cannot tell all that it missed', () => {
    const { feed, streams, pass } = setup();
    const seen: LiveEvent[] = [];
    feed.subscribe((event) => seen.push(event));
    // The script came 65 s after the page was drawn.
    pass(60_000);
    streams[0]?.greets();
    expect(seen.splice(0)).toMatchObject([{ event: 'resync' }]);
    // Its stream never told an id, and was lost for more than a minute, or for less.
    pass(90_000);
    streams[0]?.greets();
    const comesBackAfter = (ms: number): void => {
      streams[0]?.onerror?.();
      pass(ms);
      streams[0]?.greets();
    };
    comesBackAfter(50_000);
    expect(seen).toEqual([]);
    comesBackAfter(61_000);
    expect(seen.splice(0)).toMatchObject([{ event: 'resync' }]);
    // From an id on the server tells all, or says that it cannot.
    streams[0]?.emit('totals', {}, '7');
    comesBackAfter(120_000);
    expect(seen).toMatchObject([{ event: 'totals' }]);
  });

  it('asks for nothing where the page was drawn within the last minute', () => {
    const { feed, streams, pass } = setup();
    const seen: LiveEvent[] = [];
    feed.subscribe((event) => seen.push(event));
    pass(55_000);
    streams[0]?.greets();
    expect(seen).toEqual([]);
  });

  it('says when the stream was lost, and tries again from the last event where the browser gave up', () => {
    const { feed, streams, waiting } = setup();
    feed.subscribe(() => undefined);
    streams[0]?.greets();
    streams[0]?.emit('totals', {}, '41');
    streams[0]?.close();
    streams[0]?.onerror?.();
    expect(feed.connection()).toEqual({ state: 'lost', since: '2026-11-21T03:12:00Z' });
    expect(isHeard(feed.connection())).toBe(false);
    expect(waiting.map(({ ms }) => ms)).toEqual([readingMs, 2000]);
    waiting[1]?.run();
    expect(streams[1]?.lastEventId).toBe('41');
    streams[1]?.greets();
    expect(feed.connection()).toEqual({ state: 'open' });
    expect(isHeard(feed.connection())).toBe(true);
    expect(waiting.map(({ ms }) => ms)).not.toContain(readingMs);
  });

  it('is not said to be heard while a reading of the page is overdue; a lost stream comes first', () => {
    const { feed, streams } = setup();
    feed.subscribe(() => undefined);
    streams[0]?.greets();
    let changes = 0;
    feed.watch(() => (changes += 1));
    const [board, line] = [{}, {}];
    feed.late(board, true);
    feed.late(line, true);
    feed.late(board, false);
    expect(feed.connection()).toEqual({ state: 'late', since: '2026-11-21T03:12:00Z' });
    expect(feed.connection()).toBe(feed.connection());
    expect(isHeard(feed.connection())).toBe(false);
    streams[0]?.onerror?.();
    expect(feed.connection()).toMatchObject({ state: 'lost' });
    streams[0]?.greets();
    feed.late(line, false);
    feed.late(line, false);
    expect(feed.connection()).toEqual({ state: 'open' });
    expect(changes).toBe(6);
  });

  it('leaves a stream alone that the browser is reconnecting itself', () => {
    const { feed, streams, waiting } = setup();
    feed.subscribe(() => undefined);
    streams[0]?.onerror?.();
    expect(waiting.map(({ ms }) => ms)).toEqual([silenceMs, readingMs]);
    expect(streams).toHaveLength(1);
  });

  it('F42: takes a stream for lost that says nothing though it looks open, and opens another', () => {
    const { feed, streams, waiting } = setup();
    feed.subscribe(() => undefined);
    streams[0]?.greets();
    const [silence] = waiting;
    streams[0]?.emit('totals', {}, '41');
    streams[0]?.emit('heartbeat', {}, '41');
    // Each word begins the wait anew, and there is never more than one.
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).not.toBe(silence);
    waiting.shift()?.run();
    expect(streams[0]?.readyState).toBe(2);
    expect(streams[1]?.lastEventId).toBe('41');
    expect(feed.connection()).toEqual({ state: 'lost', since: '2026-11-21T03:12:00Z' });
    // The next one does not even open: tried again, and still lost.
    waiting.find(({ ms }) => ms === silenceMs)?.run();
    expect(streams).toHaveLength(3);
    expect(isHeard(feed.connection())).toBe(false);
    streams[2]?.greets();
    expect(feed.connection()).toEqual({ state: 'open' });
  });

  it('F44: reads the page anew on a slow beat while a proxy holds each stream back, and says which of both it is', () => {
    const { feed, streams, waiting, pass } = setup();
    const seen: LiveEvent[] = [];
    feed.subscribe((event) => seen.push(event));
    const due = (ms: number): void => {
      const timer = waiting.find((one) => one.ms === ms);
      if (timer === undefined) throw new Error(`nothing waits ${ms} ms`);
      waiting.splice(waiting.indexOf(timer), 1);
      timer.run();
    };
    streams[0]?.emit('totals', {}, 'e-41');
    seen.length = 0;
    // A reading that has nothing to do with it changes nothing.
    feed.read();
    expect(feed.connection()).toEqual({ state: 'open' });
    pass(silenceMs);
    due(silenceMs);
    const lost = { state: 'lost', since: '2026-11-21T03:12:37.500Z' };
    expect(feed.connection()).toEqual(lost);
    due(0);
    expect(seen.splice(0)).toMatchObject([{ event: 'resync' }]);
    expect(feed.connection()).toEqual(lost);
    feed.read();
    expect(feed.connection()).toEqual({ ...lost, state: 'read' });
    expect(isHeard(feed.connection())).toBe(true);
    // The next stream is as silent: the page goes on with its readings, and says so.
    due(silenceMs);
    expect(feed.connection()).toEqual({ ...lost, state: 'read' });
    due(readingMs);
    feed.read();
    expect(feed.connection()).toEqual({ ...lost, state: 'read' });
    // A reading that did not come before the next was due.
    due(readingMs);
    due(readingMs);
    expect(seen.splice(0)).toHaveLength(3);
    expect(feed.connection()).toEqual(lost);
    expect(streams.map(({ lastEventId }) => lastEventId)).toEqual(['', 'e-41', 'e-41']);
    streams[2]?.greets();
    expect(feed.connection()).toEqual({ state: 'open' });
    expect(waiting.map(({ ms }) => ms)).toEqual([silenceMs]);
    // One that was begun before ends now.
    feed.read();
    expect(feed.connection()).toEqual({ state: 'open' });
    expect(seen).toEqual([]);
  });

  it('F45: hands no heartbeat on, and waits for nothing when nobody listens', () => {
    const { feed, streams, waiting } = setup();
    const seen: LiveEvent[] = [];
    const leave = feed.subscribe((event) => seen.push(event));
    streams[0]?.emit('heartbeat', {});
    expect(seen).toEqual([]);
    leave();
    expect(waiting).toEqual([]);
  });

  it('F42: asks for a fresh picture after a sleep', () => {
    const { feed, streams } = setup();
    const seen: LiveEvent[] = [];
    feed.subscribe((event) => seen.push(event));
    feed.restart('the machine slept');
    expect(streams).toHaveLength(2);
    expect(seen).toEqual([{ event: 'resync', data: { reason: 'the machine slept' } }]);
    streams[0]?.emit('gone', { key: 'late' });
    expect(seen).toHaveLength(1);
  });
});
