import { productVersion } from '@/lib/service/version';
import { endpoint, json, others } from '../../_http/endpoint';
import { openApiDocument } from './document';

export const GET = endpoint({ route: '/api/v1/openapi.json' }, () =>
  Promise.resolve(json(openApiDocument(productVersion))),
);
export const { POST, PUT, PATCH, DELETE, OPTIONS } = others('GET', '/api/v1/openapi.json');
