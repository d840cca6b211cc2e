import { keptSeries, withinChoice } from '@/components/strip/curve-kinds';
import { parseWindow } from '@/components/strip/geometry';
import { readShare } from '@/lib/service/read-share';
import { reportResponse } from '@/app/report-response';

/** What a link froze as one HTML file; the same 404 for every link that does not open (security §3). */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  const window = parseWindow(new URL(request.url).searchParams.get('window') ?? undefined);
  return reportResponse(async () => {
    const share = await readShare(token);
    if (share === null) return null;
    const { diagnosis, sharedAt, series } = share;
    const kept = keptSeries(series, window);
    return { diagnosis, frozenAt: sharedAt, series: kept && withinChoice(kept, window) };
  });
}
