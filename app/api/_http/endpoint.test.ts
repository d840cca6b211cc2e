import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Problem } from '@/lib/model/problem';
import { setRuntime } from '@/lib/runtime/runtime';
import { aRuntime, type TestRuntime } from '@/lib/service/testing';
import { endpoint, json, others, readJson, readQuery } from './endpoint';

const here = 'http://127.0.0.1:3000';
const context = { params: Promise.resolve({}) };
const schema = z.strictObject({ a: z.string().optional() });

function request(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Request {
  return new Request(here + path, { ...init, headers: { host: '127.0.0.1:3000', ...init.headers } });
}

const ask = endpoint({ route: '/test' }, async (asked) => json({ query: readQuery(asked, schema) }));
const post = endpoint({ route: '/test' }, async (asked) => json({ body: await readJson(asked, schema) }));
const bodyOf = async (response: Response): Promise<Record<string, unknown>> =>
  z.record(z.string(), z.unknown()).parse(await response.json());

describe('the wrapper of the routes', () => {
  let runtime: TestRuntime;
  const use = (env: Record<string, string> = {}): void => {
    runtime = aRuntime(env);
    setRuntime(runtime);
  };
  beforeEach(() => use());
  afterEach(async () => {
    setRuntime(null);
    await runtime.close();
  });

  it('never lets an answer be kept by anyone', async () => {
    const response = await ask(request('/x?a=1'), context);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('x-robots-tag')).toBe('noindex, nofollow');
  });

  it('refuses unknown, doubled and hostile parameters by name', async () => {
    for (const [query, field] of [
      ['b=1', 'b'],
      ['a=1&a=2', 'a'],
      ['__proto__=1', '__proto__'],
      ['constructor=1', 'constructor'],
    ]) {
      const response = await ask(request(`/x?${query ?? ''}`), context);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(await bodyOf(response)).toMatchObject({ type: 'urn:unloop:problem:bad-request', status: 400, field });
    }
  });

  it('refuses hostile JSON, other types and what is too large', async () => {
    const send = (body: string, type = 'application/json') =>
      post(request('/x', { method: 'POST', body, headers: { 'content-type': type } }), context);
    expect((await send('{"a":"x"}')).status).toBe(200);
    expect((await send('{"__proto__":{"a":"x"}}')).status).toBe(400);
    expect((await send('{"constructor":{"prototype":{}}}')).status).toBe(400);
    expect((await send('{')).status).toBe(400);
    expect((await send('{"a":"x"}', 'text/plain')).status).toBe(415);
    expect((await send(`{"a":"${'x'.repeat(20_000)}"}`)).status).toBe(413);
    expect(Object.prototype).not.toHaveProperty('a');
  });

  it('stops reading a body that does not say how long it is', async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(to) {
        sent += 1;
        if (sent > 100) to.close();
        else to.enqueue(new Uint8Array(4096).fill(32));
      },
    });
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } } as const;
    expect((await post(request('/x', init), context)).status).toBe(413);
    expect(sent).toBeLessThan(10);
  });

  it('answers on this machine only under its own names', async () => {
    const status = async (host: string) => (await ask(request('/x', { headers: { host } }), context)).status;
    expect(await status('127.0.0.1:3000')).toBe(200);
    expect(await status('localhost:3000')).toBe(200);
    expect(await status('[::1]:3000')).toBe(200);
    expect(await status('evil.example:3000')).toBe(403);
    expect(await status('127.0.0.1.evil.example')).toBe(403);
    expect(await status('localhost.evil.example:3000')).toBe(403);
    await runtime.close();
    use({ UNLOOP_PUBLIC_URL: 'https://unloop.example.com' });
    expect(await status('unloop.example.com')).toBe(200);
    await runtime.close();
    use({ UNLOOP_HOST: '0.0.0.0', UNLOOP_ALLOW_ANONYMOUS: 'true' });
    expect(await status('anything.example')).toBe(200);
  });

  it('refuses what a page of another site sends', async () => {
    const status = async (headers: Record<string, string>) => {
      const all = { 'content-type': 'application/json', ...headers };
      return (await post(request('/x', { method: 'POST', body: '{}', headers: all }), context)).status;
    };
    expect(await status({})).toBe(200);
    expect(await status({ origin: here })).toBe(200);
    expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await status({ origin: 'http://127.0.0.1:8080' })).toBe(403);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    const stream = endpoint({ route: '/live', sameOrigin: true }, () => Promise.resolve(json({})));
    expect((await stream(request('/x', { headers: { origin: 'https://evil.example' } }), context)).status).toBe(403);
  });

  it('isolates a bug, counts it, and tells nothing of it outside', async () => {
    const broken = endpoint({ route: '/broken' }, () =>
      Promise.reject(new Error('token=sk_live_abcdefghijklmnop1234')),
    );
    const response = await broken(request('/x'), context);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('sk_live');
    expect(runtime.logged).toHaveLength(1);
    expect(runtime.logged.join()).not.toContain('sk_live_abcdefghijklmnop1234');
    expect(await runtime.metrics.render()).toContain('unloop_isolated_bugs_total{where="route"} 1');
    expect(await runtime.metrics.render()).toContain(
      'unloop_http_responses_total{route="/broken",method="GET",status="500"} 1',
    );
  });

  it('answers a method that a route has not with a document that says which it has', async () => {
    const { POST, OPTIONS } = others('GET', '/test');
    const refused = await POST(request('/x', { method: 'POST' }));
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await bodyOf(refused)).toMatchObject({ type: 'urn:unloop:problem:method-not-allowed', status: 405 });
    const foreign = await POST(request('/x', { method: 'POST', headers: { host: 'evil.example' } }));
    expect(foreign.status).toBe(403);
    const asked = await OPTIONS(request('/x', { method: 'OPTIONS' }));
    expect([asked.status, asked.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it('knows a refusal that was made in another module graph', async () => {
    class Foreign extends Error {
      override name = 'Problem';
      code = 'not-ready';
      detail = 'The database does not answer.';
      details = { retryAfterSeconds: 7 };
    }
    const away = endpoint({ route: '/x' }, () => Promise.reject(new Foreign('The database does not answer.')));
    const response = await away(request('/x'), context);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7']);
    expect(new Foreign('x')).not.toBeInstanceOf(Problem);
  });
});
