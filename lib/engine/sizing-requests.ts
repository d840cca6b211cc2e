/** Requests from what was used within seven days, each with its arithmetic. Null where Prometheus measured nothing. */

import type { Remedy } from '../model/diagnosis';
import { formatBytes, formatCpu, parseQuantity } from '../format/quantity';
import { patchContainer } from '../remedy/change';
import { isOwn } from './facts/metrics';
import { peakOf } from './facts/series';
import type { ContainerView, WorkloadView } from './facts/views';
import { roundUpBytes, roundUpCpu } from './sizing';

type Resource = 'memory' | 'cpu';

const peaks = { memory: 'memory-peak', cpu: 'cpu-peak' } as const;
const say = { memory: formatBytes, cpu: formatCpu };
const roundUp = { memory: roundUpBytes, cpu: roundUpCpu };
const highest = { memory: 'highest memory', cpu: 'highest five-minute mean of CPU' };

/** The most that any pod of the workload used in a container of that name, bytes or cores. */
function mostUsed(view: WorkloadView, container: string, resource: Resource): number | null {
  const series = view.snapshot.metrics.filter(
    (s) => s.id === peaks[resource] && s.container === container && isOwn(view, s),
  );
  return peakOf(series.flatMap(({ points }) => points))?.[1] ?? null;
}

interface Sized {
  resource: Resource;
  now: string | null;
  to: string;
  /** Of what is asked for now; null where nothing is. */
  nowValue: number | null;
  used: number;
}

function sizeOf(view: WorkloadView, container: ContainerView, resource: Resource): Sized[] {
  const used = mostUsed(view, container.name, resource);
  if (used === null || used <= 0) return [];
  const now = container.spec.resources.requests[resource] ?? null;
  const limit = parseQuantity(container.spec.resources.limits[resource] ?? '');
  const wanted = roundUp[resource](used);
  // A request above its limit is refused by the API server, which compares what the template says: the spec's limit is meant.
  const to = limit === null ? wanted : Math.min(wanted, limit);
  return [{ resource, now, to: say[resource](to), nowValue: now === null ? null : parseQuantity(now), used }];
}

function remedyOf(
  view: WorkloadView,
  container: ContainerView,
  id: string,
  sized: readonly Sized[],
  why: string,
): Remedy {
  const requests = Object.fromEntries(sized.map(({ resource, to }) => [resource, to]));
  const words = sized.map(({ resource, now, to }) => `${resource} ${now === null ? '' : `${now} → `}${to}`).join(', ');
  const diff: Remedy['diff'] = [
    { sign: ' ', text: 'resources:' },
    { sign: ' ', text: '  requests:' },
    ...sized.flatMap(({ resource, now, to }) => [
      ...(now === null ? [] : [{ sign: '-' as const, text: `    ${resource}: ${now}` }]),
      { sign: '+' as const, text: `    ${resource}: ${to}` },
    ]),
  ];
  return {
    ...patchContainer(
      view.snapshot.workload,
      container,
      { resources: { requests } },
      { id, title: `Ask for what ${container.name} uses: ${words}`, why, diff },
    ),
    arithmetic: sized
      .map(({ resource, used, to }) => `${highest[resource]} in 7 days ${say[resource](used)}, rounded up = ${to}`)
      .join('; '),
  };
}

/** A request that covers what was used, where less or nothing is asked for: against evictions and the node's OOM killer. */
export function raisedRequests(
  view: WorkloadView,
  container: ContainerView,
  id: string,
  of: Resource[],
): Remedy | null {
  const short = of
    .flatMap((resource) => sizeOf(view, container, resource))
    .filter(({ nowValue, used }) => nowValue === null || nowValue < used);
  if (short.length === 0) return null;
  const why =
    'What it uses beyond its request it has on loan: the scheduler does not count it, and it goes first when the node is short.';
  return remedyOf(view, container, id, short, why);
}

/** A request of what was used, where a third more at least is asked for: so that the scheduler finds room. */
export function loweredRequests(view: WorkloadView, container: ContainerView, id: string): Remedy | null {
  const wide = (['memory', 'cpu'] as const)
    .flatMap((resource) => sizeOf(view, container, resource))
    .filter(({ nowValue, used }) => nowValue !== null && nowValue > used * 1.33);
  if (wide.length === 0) return null;
  return remedyOf(
    view,
    container,
    id,
    wide,
    'It asks for more than any of its pods used within 7 days: the scheduler looks for room that it does not need.',
  );
}
