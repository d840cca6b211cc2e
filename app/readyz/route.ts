import { getReadiness } from '@/lib/service/get-health';
import { endpoint } from '../api/_http/endpoint';

export const GET = endpoint({ route: '/readyz' }, async (request) => {
  const { ready, checks } = await getReadiness();
  const lines = checks.map(({ name, ok, detail }) => `[${ok ? '+' : '-'}] ${name}: ${detail}`);
  const verbose = !ready || new URL(request.url).searchParams.has('verbose');
  const text = [...(verbose ? lines : []), ready ? 'ok' : 'not ready'].join('\n');
  return new Response(`${text}\n`, { status: ready ? 200 : 503 });
});
