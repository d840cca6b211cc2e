import { getMetricsText } from '@/lib/service/get-health';
import { endpoint } from '../api/_http/endpoint';

export const GET = endpoint({ route: '/metrics' }, async () => {
  const { text, contentType } = await getMetricsText();
  return new Response(text, { headers: { 'content-type': contentType } });
});
