import { diagnoseWorkload } from '@/lib/service/diagnose-workload';
import { endpoint, json, others, readParams, readQuery } from '../../../../../_http/endpoint';
import { oneQuery, workloadPath } from '../../../../../_http/queries';

export const GET = endpoint({ route: '/api/v1/diagnoses/{namespace}/{kind}/{name}' }, async (request, params) => {
  const query = readQuery(request, oneQuery);
  const { diagnosis } = await diagnoseWorkload({ ...readParams(params, workloadPath), ...query });
  return json(diagnosis);
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = others('GET', '/api/v1/diagnoses/{namespace}/{kind}/{name}');
