import { Problem } from '@/lib/model/problem';

/** A form of another site can send plain text, never this type without being asked first. */
export function requireJson(headers: Headers): void {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new Problem('unsupported-media-type', 'The body must be JSON.', {
    field: 'Content-Type',
    remedy: 'Send it with Content-Type: application/json.',
  });
}
