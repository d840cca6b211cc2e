import { diagnoseWorkload } from '@/lib/service/diagnose-workload';
import { part } from '@/app/parameters';
import { reportResponse } from '@/app/report-response';
import type { Params } from '../read';

/**
 * The diagnosis of a workload of an opened recording as one HTML file; 404 where the recording or the workload is not
 * known.
 */
export async function GET(_request: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { id, namespace, kind, name } = await params;
  return reportResponse(() =>
    diagnoseWorkload({ source: id, namespace: part(namespace), kind: part(kind), name: part(name) }),
  );
}
