/** Prometheus through the API server's proxy, with the account that Unloop reads the cluster with. */
import 'server-only';

import type { ApiClient } from '../kubernetes/api-client';
import { ApiError } from '../kubernetes/api-error';
import type { Found } from '../prometheus/discover';
import { type Answer, bodyLimit, NoAnswer, timeoutMs, type Transport } from '../prometheus/transport';

/** Only GET, for that is all Unloop may do there. Needs `get` on `services/proxy` of that Service. */
export function createProxiedTransport(client: ApiClient, found: Found): Transport {
  const { namespace, service, port, path: before } = found;
  const scheme = found.url.startsWith('https:') ? 'https:' : '';
  const base = `/api/v1/namespaces/${namespace}/services/${scheme}${service}:${port}/proxy${before}`;
  return {
    address: found.url,
    async send(path, params, signal) {
      const late = AbortSignal.timeout(timeoutMs);
      try {
        const query = Object.fromEntries(params);
        const options = { verb: 'get' as const, query, signal: AbortSignal.any([signal, late]) };
        const response = await client.get(`${base}${path}`, options);
        const body = await response.text(bodyLimit);
        return { status: response.status, retryAfterMs: null, contentType: response.contentType, body };
      } catch (error) {
        if (error instanceof ApiError) return answerOf(error, late.aborted);
        throw error;
      }
    },
    close: () => undefined,
  };
}

function answerOf(error: ApiError, late: boolean): Answer {
  const { status, retryAfterMs } = error.details;
  if (error.kind === 'status' && status !== undefined) {
    const body = JSON.stringify({ status: 'error', error: error.message });
    return { status, retryAfterMs: retryAfterMs ?? null, contentType: 'application/json', body };
  }
  if (late || error.kind === 'timeout') throw new NoAnswer('timeout', 'Prometheus gave no answer within 5 s.');
  throw new NoAnswer('unreachable', `Prometheus cannot be reached through the API server (${error.kind}).`);
}
