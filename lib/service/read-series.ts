/** The curves of one workload for the strip, from Prometheus. */
import 'server-only';

import type { SeriesView, SeriesWindow } from '../model/metrics';
import { Problem } from '../model/problem';
import type { WorkloadRef } from '../model/workload';
import { getRuntime, type Place } from '../runtime/runtime';
import { authorise } from './authorise';

const seconds: Record<SeriesWindow, number> = { '1h': 3600, '6h': 21_600, '24h': 86_400, '7d': 604_800 };

/** Without Prometheus, or where it fails, `missing` says so. Throws `not-found` where the workload is not there. */
export async function readSeries(request: WorkloadRef & Place & { window: SeriesWindow }): Promise<SeriesView> {
  await authorise();
  const { namespace, kind, name, window } = request;
  const board = (await getRuntime()).board(request);
  const ref = { namespace, kind, name };
  if (board.row(ref) === undefined && board.judgeLastSeen(ref) === null) {
    throw new Problem('not-found', `There is no ${kind} ${name} in ${namespace}.`);
  }
  const view = await board.series(ref, window);
  if (view !== null) return view;
  const asOf = board.now();
  const from = new Date(Date.parse(asOf) - seconds[window] * 1000).toISOString();
  const missing = [{ what: 'metrics', why: 'A recording holds no metrics.' }];
  return { asOf, window, from, stepSeconds: 15, curves: [], missing };
}
