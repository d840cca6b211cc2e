/** The curves for a page, promised: the page is sent before they come. */
import 'server-only';

import type { SeriesView, SeriesWindow } from '../model/metrics';
import type { WorkloadRef } from '../model/workload';
import { getRuntime, type Place } from '../runtime/runtime';
import { authorise } from './authorise';

/** `series` is null where there is no Prometheus to ask, and then the page has no curve and no word of one. */
export async function pageSeries(
  request: WorkloadRef & Place & { window: SeriesWindow },
): Promise<{ series: Promise<SeriesView> | null }> {
  await authorise();
  const { namespace, kind, name, window } = request;
  const board = (await getRuntime()).board(request);
  const there = (board.prometheus()?.state ?? 'none') !== 'none';
  return { series: there ? board.series({ namespace, kind, name }, window) : null };
}
