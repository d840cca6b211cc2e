/** A Prometheus that answers as it is told to: well, late, with a refusal, or not at all. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** `labels`: how cAdvisor's series name a pod. */
export type Behaviour =
  | { kind: 'answers'; labels?: [namespace: string, pod: string, container: string]; afterMs?: number }
  | { kind: 'status'; status: number; body?: unknown; retryAfter?: string }
  | { kind: 'away' };

export interface FakePrometheus {
  url: string;
  /** Queries so far. */
  asked: number;
  behave(as: Behaviour): void;
  stop(): Promise<void>;
}

const metric = 'container_memory_working_set_bytes';

/** `pod`: whose memory it knows: it rises by a mebibyte a minute. */
export async function startFakePrometheus(pod: { namespace: string; name: string }): Promise<FakePrometheus> {
  let behaviour: Behaviour = { kind: 'answers' };
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    void readForm(request).then((form) => {
      fake.asked += 1;
      if (behaviour.kind === 'away') return request.socket.destroy();
      if (behaviour.kind === 'status') {
        const { status, body, retryAfter } = behaviour;
        return send(response, status, body ?? {}, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
      }
      const { labels = ['namespace', 'pod', 'container'], afterMs = 0 } = behaviour;
      const timer = setTimeout(() => {
        timers.delete(timer);
        send(response, 200, { status: 'success', data: answer(request.url ?? '', form, labels, pod) });
      }, afterMs);
      timers.add(timer);
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const fake: FakePrometheus = {
    url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    asked: 0,
    behave: (as) => {
      behaviour = as;
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return new URLSearchParams(body === '' ? new URL(request.url ?? '', 'http://x').search : body);
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Each query of a group carries its mark, and is answered under it. */
const marked = /label_replace\(([\s\S]*?), "unloop", "([^"]*)", "", ""\)/g;

function answer(
  path: string,
  form: URLSearchParams,
  [namespace, podLabel, container]: [string, string, string],
  pod: { namespace: string; name: string },
): unknown {
  if (path.includes('/values')) return [metric];
  const queries = [...(form.get('query') ?? '').matchAll(marked)].map(([, query = '', mark = '']) => ({ query, mark }));
  if (!path.includes('/query_range')) {
    const known = queries.filter(({ query }) => query.includes(`,${podLabel}!=""`));
    const time = Number.parseFloat(form.get('time') ?? '0');
    return {
      resultType: 'vector',
      result: known.map(({ mark }) => ({ metric: { unloop: mark }, value: [time, '3'] })),
    };
  }
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number.parseFloat(form.get(name) ?? '0'));
  const values: [number, string][] = [];
  for (let at = start ?? 0; at <= (end ?? 0); at += step || 15)
    values.push([at, String(((at - (start ?? 0)) / 60) * 2 ** 20)]);
  const labels = { [namespace]: pod.namespace, [podLabel]: pod.name, [container]: 'app' };
  const own = queries.filter(({ query }) => query.includes(metric) && query.includes(`,${podLabel}=~"`));
  return { resultType: 'matrix', result: own.map(({ mark }) => ({ metric: { ...labels, unloop: mark }, values })) };
}
