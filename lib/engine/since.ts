/** Since when it is broken, where more than the pods in trouble now tells of it. */

import type { Evidence } from '../model/diagnosis';
import { failedRow } from './facts/runs';
import { sinceOf } from './impact';
import type { Draft } from './rule';
import type { TroubledPod } from './facts/pod-trouble';
import { iso, timeMs, type WorkloadView } from './facts/views';

/** The controller did what it had failed to do: what was told before that is over. */
const success = /^Successful/;

/**
 * When an object first told of the same trouble: other events with the same reason may hold what one event does not, for
 * one is written anew whenever its words differ. Not further back than the last success of the object.
 */
function firstTold(item: Evidence, { snapshot }: WorkloadView): number | null {
  if (item.kind !== 'event') return timeMs(item.at);
  const own = timeMs(item.firstAt) ?? timeMs(item.at);
  const about = snapshot.events.filter(({ involvedObject: { kind, namespace, name } }) =>
    [`${kind} ${namespace}/${name}`, `${kind} ${name}`].includes(item.object),
  );
  const good = about.filter(({ reason }) => success.test(reason)).map(({ at }) => timeMs(at) ?? 0);
  const goodMs = Math.max(0, ...good.filter((at) => at <= (timeMs(item.at) ?? 0)));
  const told = about
    .filter(({ reason, type }) => reason === item.reason && type === item.type && type === 'Warning')
    .map((event) => timeMs(event.firstAt) ?? timeMs(event.at))
    .filter((at): at is number => at !== null && at >= goodMs);
  const times = [...told, ...(own === null ? [] : [own])];
  return times.length > 0 ? Math.min(...times) : null;
}

/** Where no pod is in trouble now, the trouble is as old as what tells of it. Of a CronJob, as old as its first failed run. */
export function brokenSince(view: WorkloadView, troubled: readonly TroubledPod[], draft: Draft): string | null {
  const times = [timeMs(sinceOf(troubled)), draft.sinceMs ?? null].filter((at): at is number => at !== null);
  if (times.length === 0)
    times.push(...draft.evidence.map((item) => firstTold(item, view)).filter((at): at is number => at !== null));
  const earliest = times.length > 0 ? Math.min(...times) : null;
  const run = failedRow(view).at(-1);
  if (earliest === null) return run ? iso(run.sinceMs) : null;
  return iso(run ? Math.min(earliest, run.sinceMs) : earliest);
}
