import { diagnoseUpload } from '@/lib/service/diagnose-upload';
import { endpoint, json, others, readQuery } from '../../_http/endpoint';
import { diagnoseQuery } from '../../_http/queries';
import { readUpload } from '../../_http/upload';

export const POST = endpoint({ route: '/api/v1/diagnose' }, async (request) => {
  const { status, asOf } = readQuery(request, diagnoseQuery);
  return json(await diagnoseUpload({ ...readUpload(request), status, asOf }));
});
export const { GET, PUT, PATCH, DELETE, OPTIONS } = others('POST', '/api/v1/diagnose');
