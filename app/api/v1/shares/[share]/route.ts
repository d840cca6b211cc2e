import { Problem } from '@/lib/model/problem';
import { readShare } from '@/lib/service/read-share';
import { endpoint, json, others } from '../../../_http/endpoint';

/** Unknown, expired and revoked look the same, to the byte. */
const noSuchLink = (): Problem => new Problem('not-found', 'There is no such link, or it has ended.');

export const GET = endpoint<{ share: string }>({ route: '/api/v1/shares/{token}' }, async (_request, { share }) => {
  const view = await readShare(share);
  if (view === null) throw noSuchLink();
  return json(view);
});
export const { POST, PUT, PATCH, DELETE, OPTIONS } = others('GET', '/api/v1/shares/{token}');
