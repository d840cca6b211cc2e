import { readShare } from '@/lib/service/read-share';
import { reportResponse } from '@/app/report-response';

export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  return reportResponse(async () => {
    const share = await readShare(token);
    return share && { diagnosis: share.diagnosis, frozenAt: share.sharedAt, series: share.series.at(-1) ?? null };
  });
}
