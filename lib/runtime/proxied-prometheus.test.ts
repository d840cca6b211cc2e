import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../kubernetes/api-client';
import { ApiError } from '../kubernetes/api-error';
import { createClient } from '../prometheus/client';
import { createProxiedTransport } from './proxied-prometheus';

const found = {
  foundBy: 'Service monitoring/prometheus-k8s',
  namespace: 'monitoring',
  service: 'prometheus-k8s',
  port: 9090,
  path: '',
  url: 'http://10.96.0.9:9090',
};

/** Only what the transport calls. */
function aClient(get: ApiClient['get']): ApiClient {
  return { get } as ApiClient;
}

describe('Prometheus through the API server', () => {
  const ask = (get: ApiClient['get']) =>
    createClient(createProxiedTransport(aClient(get), found)).query('up', 5, new AbortController().signal);

  it('asks the proxy of the Service, and reads its answer', async () => {
    const paths: string[] = [];
    const body = '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[5,"1"]}]}}';
    const answer = await ask(async (path) => {
      paths.push(path);
      return { status: 200, contentType: 'application/json', body: (async function* () {})(), text: async () => body };
    });
    expect(paths).toEqual(['/api/v1/namespaces/monitoring/services/prometheus-k8s:9090/proxy/api/v1/query']);
    expect(answer).toEqual({ ok: true, value: [{ labels: {}, points: [[5, 1]] }] });
  });

  it('says that the account may not, and that there was no answer', async () => {
    const denied = ask(() => Promise.reject(new ApiError('status', 'forbidden', { status: 403 })));
    expect(await denied).toMatchObject({ ok: false, failure: { code: 'denied' } });
    const reset = ask(() => Promise.reject(new ApiError('reset', 'broke')));
    expect(await reset).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
  });
});
