/** Counts over every workload of a picture, whatever the filters: the sentence and the chips of the board. */
import 'server-only';

import type { CauseId } from '../model/causes';
import type { Status, Summary } from '../model/diagnosis';
import type { Totals } from '../model/views';

const mostFirst =
  <T extends { count: number }>(name: (row: T) => string) =>
  (a: T, b: T) =>
    b.count - a.count || (name(a) < name(b) ? -1 : 1);

/** The counts above the board: workloads by status, namespace and cause. */
export function countTotals(summaries: Iterable<Summary>): Totals {
  const byStatus: Record<Status, number> = { broken: 0, degraded: 0, recovering: 0, healthy: 0 };
  const byNamespace = new Map<string, number>();
  const byCause = new Map<CauseId, number>();
  const causesOfBroken = new Set<string>();
  const namespaces = new Set<string>();
  let workloads = 0;
  for (const summary of summaries) {
    const { namespace } = summary.workload;
    workloads += 1;
    byStatus[summary.status] += 1;
    namespaces.add(namespace);
    // As many as the board lists there: what recovers has a row as well.
    if (summary.status !== 'healthy') byNamespace.set(namespace, (byNamespace.get(namespace) ?? 0) + 1);
    if (summary.status !== 'broken' && summary.status !== 'degraded') continue;
    const cause = summary.primary?.cause;
    if (cause === undefined) continue;
    byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
    if (summary.status !== 'broken') continue;
    // What one broken workload explains counts once, with that workload.
    causesOfBroken.add(summary.group?.kind === 'cause' ? summary.group.key : cause);
  }
  return {
    byStatus,
    byNamespace: [...byNamespace]
      .map(([namespace, count]) => ({ namespace, count }))
      .sort(mostFirst((row) => row.namespace)),
    byCause: [...byCause].map(([cause, count]) => ({ cause, count })).sort(mostFirst((row) => row.cause)),
    causesOfBroken: causesOfBroken.size,
    workloads,
    namespaces: namespaces.size,
  };
}
