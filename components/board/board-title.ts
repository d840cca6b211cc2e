import type { Freshness, Totals } from '@/lib/model/views';
import { isOld, isRefused, isUnusable, oldTitle } from '../shell/freshness-words';

/** Whether pods, or those of a namespace, are among what is not read, by the words for it. */
export const lacksPods = (missing: readonly string[]): boolean =>
  missing.some((words) => /^(?:Pod[ :]|namespace )/.test(words));

/** "7 broken in prod-eu-1": what a tab among many says; "Old: 7 broken …" where that was so when it was last heard. */
export function boardTitle(totals: Totals, freshness: Freshness): string {
  const name = freshness.source.kind === 'sample' ? 'the sample cluster' : freshness.source.name;
  if (freshness.state === 'connecting') return `Reading ${name}`;
  if (freshness.state === 'failed' && totals.workloads === 0) {
    if (isRefused(freshness)) return `May not read ${name}`;
    return `Cannot ${freshness.source.kind === 'cluster' && !isUnusable(freshness) ? 'reach' : 'open'} ${name}`;
  }
  const { broken, degraded } = totals.byStatus;
  const old = isOld(freshness) ? oldTitle : '';
  if (broken > 0) return `${old}${broken} broken in ${name}`;
  if (degraded > 0) return `${old}${degraded} degraded in ${name}`;
  return old + (lacksPods(freshness.missing) ? `Not all of ${name} is read` : `Nothing broken in ${name}`);
}
