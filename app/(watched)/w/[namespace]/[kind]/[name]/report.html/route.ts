import { diagnoseWorkload } from '@/lib/service/diagnose-workload';
import { part } from '@/app/parameters';
import { reportResponse } from '@/app/report-response';
import type { Params } from '../read';

export async function GET(request: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { namespace, kind, name } = await params;
  const cluster = new URL(request.url).searchParams.get('cluster') ?? undefined;
  return reportResponse(() =>
    diagnoseWorkload({ cluster, namespace: part(namespace), kind: part(kind), name: part(name) }),
  );
}
