import { Problem } from '@/lib/model/problem';
import { getFreshness } from '@/lib/service/get-freshness';
import { listDiagnoses } from '@/lib/service/list-diagnoses';
import { endpoint, json, others, readQuery } from '../../_http/endpoint';
import { listQuery } from '../../_http/queries';

export const GET = endpoint({ route: '/api/v1/diagnoses' }, async (request) => {
  const query = readQuery(request, listQuery);
  const { state, why } = await getFreshness(query);
  // An empty list would say that nothing is broken.
  if (state === 'connecting' || state === 'failed') {
    const detail = why ?? 'The first picture of the cluster is not complete yet.';
    throw new Problem('not-ready', detail, { retryAfterSeconds: state === 'failed' ? 10 : 2 });
  }
  return json(await listDiagnoses(query));
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = others('GET', '/api/v1/diagnoses');
