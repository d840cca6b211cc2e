import { diagnoseWorkload } from '@/lib/service/diagnose-workload';
import { pageSeries } from '@/lib/service/page-series';
import { part } from '@/app/parameters';
import { reportResponse } from '@/app/report-response';
import type { Params } from '../read';

export async function GET(request: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { namespace, kind, name } = await params;
  const cluster = new URL(request.url).searchParams.get('cluster') ?? undefined;
  const workload = { cluster, namespace: part(namespace), kind: part(kind), name: part(name) };
  return reportResponse(async () => {
    const { diagnosis } = await diagnoseWorkload(workload);
    const { series } = await pageSeries({ ...workload, window: '1h' });
    return { diagnosis, series: await series };
  });
}
