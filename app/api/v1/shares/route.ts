import { createShare } from '@/lib/service/create-share';
import { endpoint, json, others, readJson, readQuery } from '../../_http/endpoint';
import { noQuery, shareBody } from '../../_http/queries';

export const POST = endpoint({ route: '/api/v1/shares' }, async (request) => {
  readQuery(request, noQuery);
  return json(await createShare(await readJson(request, shareBody)), { status: 201 });
});
export const { GET, PUT, PATCH, DELETE, OPTIONS } = others('POST', '/api/v1/shares');
