import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silenceMs } from '@/components/live/live-feed';
import type { LiveFrame } from '@/lib/service/subscribe-live';
import { eventStream, heartbeatMs } from './event-stream';

const frame = (n: number, size = 10): LiveFrame => ({
  id: `e-${n}`,
  event: 'gone',
  bytes: new TextEncoder().encode(`id: e-${n}\nevent: gone\ndata: {"key":"${'x'.repeat(size)}"}\n\n`),
});

async function open(signal = new AbortController().signal) {
  let send: (frame: LiveFrame) => void = () => undefined;
  let close = (): void => undefined;
  let left = 0;
  const stream = await eventStream({
    signal,
    subscribe: (sendFrame, end) => {
      send = sendFrame;
      close = end;
      return Promise.resolve(() => {
        left += 1;
      });
    },
  });
  const reader = stream.getReader();
  const read = async (): Promise<string | null> => {
    const { done, value } = await reader.read();
    return done ? null : new TextDecoder().decode(value);
  };
  return { send: (f: LiveFrame) => send(f), close: () => close(), left: () => left, read, reader };
}

describe('the event stream of one browser', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('F44: begins with a retry time and a word that the page sees, and hands events over in order', async () => {
    const { read, send } = await open();
    expect(await read()).toBe('retry: 2000\nevent: heartbeat\ndata: {}\n\n');
    send(frame(1));
    send(frame(2));
    expect([await read(), await read()].join('')).toMatch(/e-1[^]*e-2/);
  });

  it('hands each event over once, also to a browser that is waiting for it', async () => {
    const { read, send } = await open();
    const received = [await read()];
    for (let n = 1; n <= 3; n++) {
      const waiting = read();
      await Promise.resolve();
      send(frame(n));
      received.push(await waiting);
    }
    send(frame(4));
    received.push(await read());
    expect([...received.join('').matchAll(/^id: (.*)$/gm)].map(([, id]) => id)).toEqual(['e-1', 'e-2', 'e-3', 'e-4']);
  });

  it('F44: beats while nothing happens, so that no proxy cuts it', async () => {
    const { read } = await open();
    await read();
    const next = read();
    await vi.advanceTimersByTimeAsync(heartbeatMs);
    expect(await next).toBe('event: heartbeat\ndata: {}\n\n');
  });

  it('beats twice before a page takes its silence for the end', () => {
    expect(silenceMs / heartbeatMs).toBeGreaterThanOrEqual(2.5);
  });

  it('F40: throws the queue of a slow browser away for one resync with the newest id', async () => {
    const { read, send } = await open();
    for (let n = 1; n <= 1500; n++) send(frame(n));
    const first = await read();
    expect(first).toMatch(/^retry/);
    const rest = await read();
    expect(rest).toMatch(/^id: e-1001\nevent: resync\n/);
    expect(rest).toMatch(/id: e-1500\n/);
    expect(rest).not.toMatch(/id: e-1000\n/);
  });

  it('F40: bounds the queue by bytes too', async () => {
    const { read, send } = await open();
    for (let n = 1; n <= 30; n++) send(frame(n, 100_000));
    await read();
    expect((await read())?.length).toBeLessThan(1.2 * 1024 * 1024);
  });

  it('F41: leaves when the browser is gone, by abort or by cancel', async () => {
    const aborted = new AbortController();
    const one = await open(aborted.signal);
    await one.read();
    aborted.abort();
    expect(one.left()).toBe(1);
    expect(await one.read()).toBeNull();
    const other = await open();
    await other.reader.cancel();
    expect(other.left()).toBe(1);
    other.send(frame(1));
    other.close();
    expect(other.left()).toBe(1);
    const gone = await open(AbortSignal.abort());
    expect(gone.left()).toBe(1);
    await gone.reader.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('F41: leaves a browser that has read nothing for a minute', async () => {
    const { left, send } = await open();
    send(frame(1));
    await vi.advanceTimersByTimeAsync(heartbeatMs * 3);
    expect(left()).toBe(0);
    await vi.advanceTimersByTimeAsync(heartbeatMs * 2);
    expect(left()).toBe(1);
  });

  it('ends with a retry time when the server ends it', async () => {
    const { read, close, left } = await open();
    await read();
    close();
    expect(await read()).toMatch(/^retry: 1000\n/);
    expect(await read()).toBeNull();
    expect(left()).toBe(1);
  });

  it('gives no stream, and keeps no timer, where it is refused', async () => {
    const refused = eventStream({
      signal: new AbortController().signal,
      subscribe: () => Promise.reject(new Error('too many')),
    });
    await expect(refused).rejects.toThrow('too many');
    expect(vi.getTimerCount()).toBe(0);
  });
});
