import type { Diagnosis } from '@/lib/model/diagnosis';
import { formatCount } from '@/lib/format/count';
import { Countdown } from './countdown';

/** What it does to the people outside, and what comes next. */
export function Facts({ diagnosis, live, gone }: { diagnosis: Diagnosis; live: boolean; gone: boolean }) {
  const { impact, restarts, asOf } = diagnosis;
  const next = restarts.next.filter(({ at }) => at > asOf).toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  const bold = 'font-semibold';
  return (
    <ul className="mt-3.5 flex flex-wrap gap-x-[22px] gap-y-1.5">
      {impact.desired !== null && (
        <li>
          <b className={bold}>
            {impact.ready} of {impact.desired}
          </b>{' '}
          ready
        </li>
      )}
      {impact.servicesWithoutEndpoints.map((service) => (
        <li key={service}>
          Service <b className={`${bold} [overflow-wrap:anywhere]`}>{service}</b> has no endpoints
        </li>
      ))}
      {restarts.total > 0 && (
        <li>
          <b className={bold}>{formatCount(restarts.total)}</b> {restarts.total === 1 ? 'restart' : 'restarts'}
          {lastHourWords(restarts)}
        </li>
      )}
      {next && !gone && (
        <li>
          next attempt in <Countdown at={next.at} now={asOf} live={live} />
        </li>
      )}
    </ul>
  );
}

/** How many of all restarts fell into the last hour, as the end of a sentence. */
export function lastHourWords({ total, lastHour }: Pick<Diagnosis['restarts'], 'total' | 'lastHour'>): string {
  // Older pods: the cluster keeps only the newest ends, so what is known of the hour is a lower bound.
  if (lastHour === 0) return ', none known in the last hour';
  if (lastHour < total) return `, at least ${formatCount(lastHour)} in the last hour`;
  return total === 1 ? ', in the last hour' : ', all in the last hour';
}
