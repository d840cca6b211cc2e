import { revokeShare } from '@/lib/service/revoke-share';
import { endpoint, others, readJson, readParams, readQuery } from '../../../../_http/endpoint';
import { emptyBody, noQuery, sharePath } from '../../../../_http/queries';

export const POST = endpoint<{ share: string }>({ route: '/api/v1/shares/{id}/revoke' }, async (request, { share }) => {
  readQuery(request, noQuery);
  await readJson(request, emptyBody);
  await revokeShare(readParams({ id: share }, sharePath).id);
  return new Response(null, { status: 204 });
});
export const { GET, PUT, PATCH, DELETE, OPTIONS } = others('POST', '/api/v1/shares/{id}/revoke');
