import { openUpload } from '@/lib/service/open-upload';
import { endpoint, json, others, readQuery } from '../../_http/endpoint';
import { openQuery } from '../../_http/queries';
import { readUpload } from '../../_http/upload';

export const POST = endpoint({ route: '/api/v1/open' }, async (request) => {
  const { name } = readQuery(request, openQuery);
  const { id } = await openUpload({ ...readUpload(request), ...(name === undefined ? {} : { name }) });
  return json({ id }, { status: 201, headers: { location: `/open/${id}` } });
});
export const { GET, PUT, PATCH, DELETE, OPTIONS } = others('POST', '/api/v1/open');
