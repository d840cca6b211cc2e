import { readSeries } from '@/lib/service/read-series';
import { endpoint, json, others, readParams, readQuery } from '../../../../../../_http/endpoint';
import { seriesQuery, workloadPath } from '../../../../../../_http/queries';

export const GET = endpoint(
  { route: '/api/v1/diagnoses/{namespace}/{kind}/{name}/series' },
  async (request, params) => {
    const { window = '1h', ...query } = readQuery(request, seriesQuery);
    return json(await readSeries({ ...readParams(params, workloadPath), ...query, window }));
  },
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = others(
  'GET',
  '/api/v1/diagnoses/{namespace}/{kind}/{name}/series',
);
