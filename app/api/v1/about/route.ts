import { getAbout } from '@/lib/service/get-about';
import { endpoint, json, others, readQuery } from '../../_http/endpoint';
import { oneQuery } from '../../_http/queries';

export const GET = endpoint({ route: '/api/v1/about' }, async (request) =>
  json(await getAbout(readQuery(request, oneQuery))),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = others('GET', '/api/v1/about');
