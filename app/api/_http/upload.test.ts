import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultLimits } from '@/lib/recording/limits';
import { readUpload, uploadBytes } from './upload';

function post(body: ReadableStream<Uint8Array> | string, headers: Record<string, string> = {}): Request {
  const init = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('http://127.0.0.1:3000/api/v1/diagnose', init);
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.length;
  return bytes;
}

describe('the body of an upload', () => {
  afterEach(() => vi.useRealTimers());

  it('passes everything on', async () => {
    expect(await drain(readUpload(post('hello')).body)).toBe(5);
  });

  it('refuses forms and what says that it is too large, before reading', () => {
    expect(() => readUpload(post('x', { 'content-type': 'multipart/form-data; boundary=a' }))).toThrow(/not a form/);
    expect(uploadBytes).toBe(defaultLimits.packedBytes);
    expect(() => readUpload(post('x', { 'content-length': String(uploadBytes + 1) }))).toThrow(/200 MB/);
  });

  it('stops at the limit of a body that does not say its length, and ends the sender', async () => {
    let cancelled = false;
    const chunk = new Uint8Array(8 * 1024 * 1024);
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(chunk),
      cancel: () => {
        cancelled = true;
      },
    });
    await expect(drain(readUpload(post(endless)).body)).rejects.toMatchObject({ code: 'too-large' });
    expect(cancelled).toBe(true);
  });

  it('does not wait for a sender that has fallen silent', async () => {
    vi.useFakeTimers();
    const silent = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(3)) });
    const reading = drain(readUpload(post(silent)).body);
    const refused = expect(reading).rejects.toMatchObject({ detail: 'The recording did not arrive in time.' });
    await vi.advanceTimersByTimeAsync(31_000);
    await refused;
  });
});
