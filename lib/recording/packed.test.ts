import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packedBytes } from './packed';
import { stream } from './testing';

const limits = { packedBytes: 1000, idleMs: 30_000, totalMs: 100_000 };

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of bytes) size += chunk.length;
  return size;
}

/** A body that sends one chunk and then nothing, and remembers that it was cancelled. */
function silentBody(): { body: ReadableStream<Uint8Array>; cancelled: () => boolean } {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => {
      cancelled = true;
    },
  });
  return { body, cancelled: () => cancelled };
}

describe('packedBytes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('passes a body on', async () => {
    expect(await drain(packedBytes('x', stream(new Uint8Array(900), 100), limits))).toBe(900);
  });

  it('ends a body that is too large, and cancels it', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(400)),
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(drain(packedBytes('x', body, limits))).rejects.toMatchObject({ code: 'too-large' });
    expect(cancelled).toBe(true);
  });

  it('gives up a body that falls silent', async () => {
    const { body, cancelled } = silentBody();
    const reading = expect(drain(packedBytes('x', body, limits))).rejects.toMatchObject({ code: 'bad-request' });
    await vi.advanceTimersByTimeAsync(30_001);
    await reading;
    expect(cancelled()).toBe(true);
  });

  it('gives up a body that trickles for too long', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 20_000));
        controller.enqueue(new Uint8Array(1));
      },
    });
    const reading = expect(drain(packedBytes('x', body, limits))).rejects.toMatchObject({ code: 'bad-request' });
    await vi.advanceTimersByTimeAsync(120_000);
    await reading;
  });

  it('stops when the client is gone', async () => {
    const { body, cancelled } = silentBody();
    const gone = new AbortController();
    const reading = expect(drain(packedBytes('x', body, limits, gone.signal))).rejects.toMatchObject({
      code: 'bad-request',
    });
    await vi.advanceTimersByTimeAsync(10);
    gone.abort();
    await reading;
    expect(cancelled()).toBe(true);
  });
});
