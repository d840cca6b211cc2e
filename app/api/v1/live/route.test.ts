import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setRuntime } from '@/lib/runtime/runtime';
import { aSummary } from '@/lib/runtime/testing';
import { aRuntime, type TestRuntime } from '@/lib/service/testing';
import { GET } from './route';

const context = { params: Promise.resolve({}) };

describe('GET /api/v1/live', () => {
  let runtime: TestRuntime;
  beforeEach(() => {
    runtime = aRuntime();
    setRuntime(runtime);
  });
  afterEach(async () => {
    setRuntime(null);
    runtime.live.close();
    await runtime.close();
  });

  const open = async (headers: Record<string, string> = {}, path = '/api/v1/live') => {
    const leave = new AbortController();
    const request = new Request(`http://127.0.0.1:3000${path}`, {
      headers: { host: '127.0.0.1:3000', ...headers },
      signal: leave.signal,
    });
    const response = await GET(request, context);
    return { response, reader: response.body?.getReader(), leave };
  };
  const readAll = async (reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<string> => {
    let text = '';
    for (;;) {
      const chunk = await reader?.read();
      if (chunk?.value === undefined) return text;
      text += new TextDecoder().decode(chunk.value);
    }
  };

  it('F44: cannot be held back by a proxy, nor kept', async () => {
    const { response, leave } = await open();
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('private, no-store, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    leave.abort();
  });

  it('F44: resumes after the last id, by the browser’s header or by the query', async () => {
    const first = await open();
    runtime.live.publish({ event: 'summary', data: aSummary('shop/Deployment/one') });
    runtime.live.publish({ event: 'summary', data: aSummary('shop/Deployment/two') });
    const begun =
      new TextDecoder().decode((await first.reader?.read())?.value) +
      new TextDecoder().decode((await first.reader?.read())?.value);
    const [id = ''] = /[0-9a-f]{8}-1/.exec(begun) ?? [];
    first.leave.abort();
    for (const again of [await open({ 'last-event-id': id }), await open({}, `/api/v1/live?lastEventId=${id}`)]) {
      runtime.live.publish({ event: 'gone', data: { key: 'last' } });
      again.leave.abort();
      const text = await readAll(again.reader);
      expect(text).toContain('"name":"two"');
      expect(text).not.toContain('"name":"one"');
    }
  });

  it('F41: ends all of a hundred streams at once, with a time to come back, and takes no more', async () => {
    const streams = await Promise.all(Array.from({ length: 100 }, () => open()));
    expect(runtime.streams.open()).toBe(100);
    runtime.live.close();
    const texts = await Promise.all(streams.map(({ reader }) => readAll(reader)));
    expect(texts.every((text) => text.includes('retry: 1000'))).toBe(true);
    expect(runtime.streams.open()).toBe(0);
    const late = await open();
    expect(await readAll(late.reader)).toContain('retry: 1000');
    expect(runtime.streams.open()).toBe(0);
  });

  it('F41: refuses the stream too many with a time to wait, and pages of other sites', async () => {
    const held = Array.from({ length: 200 }, () => runtime.streams.enter('unknown', 'unknown'));
    const { response } = await open();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
    for (const leave of held) leave();
    expect((await open({ 'sec-fetch-site': 'cross-site' })).response.status).toBe(403);
  });
});
