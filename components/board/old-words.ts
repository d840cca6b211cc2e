import { plural } from '@/lib/format/count';
import type { Freshness } from '@/lib/model/views';
import { secondNear } from '../time/zone';

type Old = NonNullable<Freshness['old']>;

/** More names than these are counted. */
const mostNames = 3;

/** When a namespace was last heard, where it is not any more. A namespace may be called `constructor`. */
export const oldAt = (old: Old | undefined, namespace: string): string | undefined =>
  old !== undefined && Object.hasOwn(old, namespace) ? old[namespace] : undefined;

/** "15:49:12", or "15:40:02 to 15:49:12" where they fell silent one after the other. */
export function oldTimes(old: Old, near: string, zone: string): string {
  const times = Object.values(old).toSorted();
  const words = [...new Set([...times.slice(0, 1), ...times.slice(-1)].map((at) => secondNear(at, near, zone)))];
  return words.join(' to ');
}

/** "pods are read in shop only", or which are not heard: whichever is the shorter. */
export function whatIsHeard({ old = {}, heardIn = [] }: Freshness): string {
  if (heardIn.length > 0 && heardIn.length <= mostNames) return `pods are read in ${names(heardIn)} only`;
  const lost = Object.keys(old);
  if (lost.length <= mostNames) return `${names(lost)} ${lost.length === 1 ? 'is' : 'are'} not heard any more`;
  const rest = heardIn.length > 0 ? `, ${plural(heardIn.length, 'is', 'are')}` : '';
  return `${plural(lost.length, 'namespace')} are not heard any more${rest}`;
}

function names(of: readonly string[]): string {
  return [of.slice(0, -1).join(', '), ...of.slice(-1)].filter((part) => part !== '').join(' and ');
}
