import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadConfig } from '../config/config';
import { createClient } from './client';
import { createPrometheus } from './prometheus';
import { scopeOf } from './scope';
import { createHttpTransport } from './transport';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

describe('a Prometheus that misbehaves', () => {
  const open: Server[] = [];
  const asked: string[] = [];
  let now = 0;
  afterEach(() => {
    for (const server of open.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    asked.length = 0;
    now = 0;
  });

  const serve = async (handle: Handle): Promise<string> => {
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      handle(request, response);
    });
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  };
  const configOf = (url: string) => loadConfig({ HOME: '/nowhere', UNLOOP_PROMETHEUS_URL: url }, {}).prometheus;
  const clientOf = async (handle: Handle) => {
    const url = await serve(handle);
    return createClient(createHttpTransport(url, configOf(url), true), () => now);
  };
  const ask = (client: Awaited<ReturnType<typeof clientOf>>) => client.query('up', 0, new AbortController().signal);
  const json =
    (body: unknown, status = 200): Handle =>
    (_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
  const vector = (...values: string[]) => ({
    status: 'success',
    data: { resultType: 'vector', result: values.map((value) => ({ metric: {}, value: [0, value] })) },
  });

  it('leaves out what is no number, and takes it for no zero', async () => {
    const answer = await ask(await clientOf(json(vector('NaN', '+Inf', '-Inf', '0', '1.5'))));
    expect(answer).toMatchObject({ ok: true });
    expect(answer.ok && answer.value.map(({ points }) => points.length)).toEqual([0, 0, 0, 1, 1]);
  });

  it('leaves out samples of another time, and what cannot be below zero', async () => {
    const values = [1e300, -1e300, 880, 970, 1000, 1060, 1130].map((at) => [at, '1']);
    const result = [{ metric: {}, values: [...values, [1000, '-5'], [1000, 'NaN']] }];
    const client = await clientOf(json({ status: 'success', data: { resultType: 'matrix', result } }));
    const range = { start: 960, end: 1060, step: 60 };
    const ranged = await client.queryRange('up', range, new AbortController().signal);
    expect(ranged.ok && ranged.value.map(({ points }) => points.map(([at]) => at))).toEqual([[970, 1000, 1060]]);
    const instant = await client.query('up[7d]', 1000, new AbortController().signal);
    expect(instant.ok && instant.value.map(({ points }) => points.map(([at]) => at))).toEqual([[880, 970, 1000, 1060]]);
  });

  const evil = '\u001b[31mred\u001b[0m \u202edeb\u0007\u200b\nnext';
  it.each([
    ['an error', json({ status: 'error', error: evil }, 422)],
    ['a warning', json({ ...vector('1'), warnings: [evil] })],
  ])('takes control, terminal and bidi characters out of %s', async (_, handle) => {
    const answer = await ask(await clientOf(handle));
    expect(answer.ok || answer.failure.message).toMatch(/: red deb next$/);
  });

  it.each([
    [
      'a query it refuses',
      json({ status: 'error', errorType: 'execution', error: 'too many samples' }, 422),
      /422.*too many samples/,
    ],
    ['an answer in part', json({ ...vector('1'), warnings: ['store a is away'] }), /only in part: store a is away/],
    ['a partial answer of VictoriaMetrics', json({ ...vector('1'), isPartial: true }), /only in part/],
    ['a web page', (_, response) => response.end('<html>'), /not answer as Prometheus/],
    [
      'another shape',
      json({ status: 'success', data: { resultType: 'scalar', result: [0, '1'] } }),
      /not answer as Prometheus/,
    ],
    ['too many series', json(vector(...Array.from({ length: 5001 }, () => '1'))), /5001 series/],
    ['a refusal', json({}, 401), /refuses the question/],
    ['a broken connection', (request) => request.socket.destroy(), /cannot be reached/],
  ])('says why there is nothing after %s', async (_, handle, why) => {
    const answer = await ask(await clientOf(handle));
    expect(answer.ok).toBe(false);
    expect(answer.ok || answer.failure.message).toMatch(why);
  });

  it('never follows a redirect, least of all to a metadata service', async () => {
    const elsewhere = await serve(json(vector('1')));
    for (const location of ['http://169.254.169.254/latest/meta-data/', elsewhere]) {
      asked.length = 0;
      const answer = await ask(
        await clientOf((_, response) => {
          response.writeHead(302, { location }).end();
        }),
      );
      expect(answer.ok || answer.failure.message).toBe('Prometheus redirects (302), which is not followed.');
      expect(asked).toHaveLength(1);
    }
  });

  it('does not read more than it can hold', async () => {
    const client = await clientOf((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 32);
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', write).on('error', () => response.destroy());
      write();
    });
    const answer = await ask(client);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'too-large' } });
  });

  it('waits as long as it is told to', async () => {
    let busy = true;
    const client = await clientOf((request, response) => {
      if (busy) response.writeHead(429, { 'retry-after': '120' }).end();
      else json(vector('1'))(request, response);
    });
    expect(await ask(client)).toMatchObject({ ok: false });
    busy = false;
    now = 119_000;
    expect(await ask(client)).toMatchObject({ ok: false, failure: { message: expect.stringContaining('429') } });
    expect(client.requests()).toBe(1);
    now = 121_000;
    expect(await ask(client)).toMatchObject({ ok: true });
    expect(client.trouble()).toBeNull();
  });

  it('rests a second where it is told not to wait at all', async () => {
    const client = await clientOf((_request, response) => response.writeHead(429, { 'retry-after': '0' }).end());
    await ask(client);
    now = 999;
    await ask(client);
    expect(client.requests()).toBe(1);
    now = 1_001;
    await ask(client);
    expect(client.requests()).toBe(2);
  });

  it('leaves one that does not answer alone for a while', async () => {
    const client = await clientOf(json({}, 503));
    await ask(client);
    await ask(client);
    expect(client.requests()).toBe(1);
    now = 16_000;
    await ask(client);
    expect(client.requests()).toBe(2);
  });

  it('gives up after five seconds', async () => {
    const answer = await ask(await clientOf(() => undefined));
    expect(answer).toMatchObject({ ok: false, failure: { code: 'timeout' } });
  });

  it('uses the labels and names that are there', async () => {
    const url = await serve((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
      const query = searchParams.get('query') ?? '';
      if (pathname.endsWith('/values')) {
        const names = ['container_memory_working_set_bytes', 'kube_pod_container_resource_limits_memory_bytes'];
        json({ status: 'success', data: names })(request, response);
      } else if (pathname.endsWith('/query')) {
        const there = ['cadvisor 2', 'state 1'].map((unloop) => ({ metric: { unloop }, value: [0, '3'] }));
        json({ status: 'success', data: { resultType: 'vector', result: there } })(request, response);
      } else {
        const old = { unloop: '0', namespace: 'shop', pod_name: 'cart-1', container_name: 'app' };
        const limit = { unloop: '1', namespace: 'shop', pod: 'cart-1', container: 'app' };
        expect(query).toContain('pod_name=~"cart-1"');
        expect(query).toContain('kube_pod_container_resource_limits_memory_bytes');
        const result = [old, limit].map((metric) => ({ metric, values: [[30, '7']] }));
        json({ status: 'success', data: { resultType: 'matrix', result } })(request, response);
      }
    });
    const prometheus = createPrometheus({
      config: configOf(url),
      services: () => [],
      proxied: () => null,
      nowSeconds: () => 3600,
    });
    const { series, failures } = await prometheus.read({
      groups: ['memory', 'probes', 'http'],
      scope: scopeOf([{ ref: { namespace: 'shop', kind: 'Pod', name: 'cart-1' }, pods: ['cart-1'] }], []),
      end: 3600,
      windowSeconds: 3600,
      signal: new AbortController().signal,
      redact: (text) => text,
    });
    expect(series.map(({ id, pod, container }) => [id, pod, container])).toEqual([
      ['memory-working-set', 'cart-1', 'app'],
      ['memory-limit', 'cart-1', 'app'],
    ]);
    expect(failures).toMatchObject([{ what: 'probe history', failure: { code: 'absent' } }]);
    expect(prometheus.view().missing.map(({ what }) => what)).toContain('the kubelet’s probes');
    prometheus.close();
  });

  it.each([
    ['containers', 'cadvisor 2', 600],
    ['no containers', 'state 1', 60],
    ['nothing', null, 15],
  ])('looks anew what there is, where it had %s (%s), after %d s', async (_, tag, seconds) => {
    const url = await serve((request, response) => {
      const isNames = (request.url ?? '').includes('/values');
      const result = tag === null ? [] : [{ metric: { unloop: tag }, value: [0, '3'] }];
      const data = isNames
        ? tag === null
          ? []
          : ['kube_pod_container_status_restarts_total']
        : { resultType: 'vector', result };
      json({ status: 'success', data })(request, response);
    });
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    const prometheus = createPrometheus({
      config: configOf(url),
      services: () => [],
      proxied: () => null,
      nowSeconds: () => 3600,
    });
    onTestFinished(() => prometheus.close());
    const scope = scopeOf([], []);
    const signal = new AbortController().signal;
    const looksBy = async (atSeconds: number): Promise<number> => {
      clock.mockReturnValue(atSeconds * 1000);
      await prometheus.read({ groups: [], scope, end: 0, windowSeconds: 60, signal, redact: (text) => text });
      return asked.filter((path) => path.includes('/values')).length;
    };
    expect(await looksBy(0)).toBe(1);
    expect(await looksBy(seconds - 1)).toBe(1);
    expect(await looksBy(seconds)).toBe(2);
  });
});
