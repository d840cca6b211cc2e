import { Problem } from '@/lib/model/problem';
import { endpoint } from '../_http/endpoint';

/** Every address under /api that no other route has: programs get a document, not a page. */
const nothing = endpoint({ route: '/api/*' }, () => {
  throw new Problem('not-found', 'There is nothing at this address.', {
    remedy: 'The addresses of the API are listed at /api/v1/openapi.json.',
  });
});

export const GET = nothing;
export const POST = nothing;
export const PUT = nothing;
export const PATCH = nothing;
export const DELETE = nothing;
