import { formatSpan } from '@/lib/format/duration';
import type { Freshness } from '@/lib/model/views';

type Clock = Pick<Freshness, 'skewMs'>;

/** Less is no trouble to a person who compares times with those of other tools. */
const notableMs = 60_000;

/** An instant of the clock of Unloop's machine, by the API server's, which every other time is by (F46). */
export function onServersClock(at: string, { skewMs = 0 }: Clock): string {
  return skewMs === 0 ? at : new Date(Date.parse(at) + skewMs).toISOString();
}

/** A sentence for beside times that somebody will compare with their own watch; '' where both clocks agree. */
export function skewWords({ skewMs = 0 }: Clock): string {
  if (Math.abs(skewMs) <= notableMs) return '';
  const which = skewMs > 0 ? 'ahead of' : 'behind';
  return ` Times are by the API server’s clock, ${formatSpan(Math.abs(skewMs))} ${which} Unloop’s.`;
}
