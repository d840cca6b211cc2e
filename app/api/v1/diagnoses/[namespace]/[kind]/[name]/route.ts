import { diagnoseWorkload } from '@/lib/service/diagnose-workload';
import { endpoint, json, readParams, readQuery } from '../../../../../_http/endpoint';
import { oneQuery, workloadPath } from '../../../../../_http/queries';

export const GET = endpoint({ route: '/api/v1/diagnoses/{namespace}/{kind}/{name}' }, async (request, params) => {
  const query = readQuery(request, oneQuery);
  const { diagnosis } = await diagnoseWorkload({ ...readParams(params, workloadPath), ...query });
  return json(diagnosis);
});
