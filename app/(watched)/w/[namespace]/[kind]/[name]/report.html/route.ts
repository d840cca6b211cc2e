import { diagnoseWorkload } from '@/lib/service/diagnose-workload';
import { pageSeries } from '@/lib/service/page-series';
import { seriesWindowFor, withinChoice } from '@/components/strip/curve-kinds';
import { parseWindow } from '@/components/strip/geometry';
import { part } from '@/app/parameters';
import { reportResponse } from '@/app/report-response';
import type { Params } from '../read';

/** The diagnosis as one HTML file, with the curves of `?window=`; 404 where the workload is not known. */
export async function GET(request: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { namespace, kind, name } = await params;
  const query = new URL(request.url).searchParams;
  const cluster = query.get('cluster') ?? undefined;
  const window = parseWindow(query.get('window') ?? undefined);
  const workload = { cluster, namespace: part(namespace), kind: part(kind), name: part(name) };
  return reportResponse(async () => {
    const { diagnosis } = await diagnoseWorkload(workload);
    const { series } = await pageSeries({ ...workload, window: seriesWindowFor(window) });
    const view = await series;
    return { diagnosis, series: view && withinChoice(view, window) };
  });
}
