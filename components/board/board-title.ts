import type { Freshness, Totals } from '@/lib/model/views';
import { isRefused } from '../shell/freshness-words';

/** "7 broken in prod-eu-1": what a tab among many says. */
export function boardTitle(totals: Totals, freshness: Freshness): string {
  const name = freshness.source.kind === 'sample' ? 'the sample cluster' : freshness.source.name;
  if (freshness.state === 'connecting') return `Reading ${name}`;
  if (freshness.state === 'failed' && totals.workloads === 0) {
    if (isRefused(freshness)) return `May not read ${name}`;
    return `Cannot ${freshness.source.kind === 'cluster' ? 'reach' : 'open'} ${name}`;
  }
  const { broken, degraded } = totals.byStatus;
  if (broken > 0) return `${broken} broken in ${name}`;
  return degraded > 0 ? `${degraded} degraded in ${name}` : `Nothing broken in ${name}`;
}
