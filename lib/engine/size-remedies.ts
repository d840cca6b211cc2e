/** Puts measured numbers where a rule could only guess. Rules word the step; this replaces it where Prometheus knows more. */

import type { CauseId } from '../model/causes';
import type { Remedy } from '../model/diagnosis';
import { showRolloutId } from '../remedy/look';
import { memoryLimitOf } from './facts/memory-limit';
import { lateAnswer } from './facts/probe';
import { seriesOf } from './facts/series';
import type { ContainerView, WorkloadView } from './facts/views';
import { throttledShare } from './facts/metrics';
import { sizedHeap } from './heap-flags';
import { sizedCpu, sizedGrace, sizedMemory, sizedPreStop, sizedStartup, sizedTimeout } from './sizing';
import { loweredRequests, raisedRequests } from './sizing-requests';
import { withoutOvertaken } from './older-template';
import { inPlaceOf } from './steps';
import { sizedWorkers } from './worker-counts';

function memoryFor(view: WorkloadView, container: ContainerView): Remedy | null {
  const limit = memoryLimitOf(container, undefined);
  // What all containers of a pod share is not told by the curve of one, and kubectl cannot set it.
  return limit?.of === 'container' ? sizedMemory(view, container, limit) : null;
}

type Size = (view: WorkloadView, container: ContainerView) => Remedy | null;

/** By the id of a rule's step: the step with its number, or null where it stays as it was. */
const measured: Record<string, Size> = {
  'set-memory-limit': memoryFor,
  'raise-cpu': (view, container) => {
    const throttled = throttledShare(view, container, lateAnswer(container)?.newest.at ?? null);
    return throttled && sizedCpu(view, container, throttled.share);
  },
  'raise-startup-budget': (view, container) => sizedStartup(view, container, container.spec.startupProbe),
  'raise-heap': (view, container) =>
    seriesOf(view, container, 'heap-max') || seriesOf(view, container, 'memory-working-set')
      ? sizedHeap(view, container)
      : null,
  'request-memory': (view, container) => raisedRequests(view, container, 'request-memory', ['memory']),
  'request-what-it-uses': (view, container) => raisedRequests(view, container, 'request-what-it-uses', ['memory']),
  'lower-requests': (view, container) => loweredRequests(view, container, 'lower-requests'),
};

/** Steps that only a number makes possible, by the cause that they stand with. */
const added: Partial<Record<CauseId, Size[]>> = {
  'oom-killed-limit': [sizedWorkers],
  'oom-child-process': [sizedWorkers],
  'liveness-probe-failing': [sizedTimeout, sizedWorkers],
  'sigterm-not-handled': [sizedGrace, sizedPreStop],
};

/** The same steps, the same order, none said twice; without metrics exactly what came in. At most six come out. */
export function sizeRemedies(
  view: WorkloadView,
  cause: CauseId,
  named: ContainerView | null,
  remedies: readonly Remedy[],
): Remedy[] {
  // A pod that no node takes or that was evicted is in trouble as a whole: then its first container is meant.
  const container = named ?? view.pods[0]?.containers.find(({ type }) => type === 'container') ?? null;
  if (container === null || view.snapshot.metrics.length === 0) return [...remedies];
  // A number makes a patch of what was said in words: its field may be overtaken too.
  const left = (step: Remedy) => withoutOvertaken(view, container, [step])[0] ?? step;
  const more = (added[cause] ?? []).flatMap((size) => size(view, container) ?? []).map(left);
  const sized = remedies.map((remedy) => {
    const better = measured[remedy.id]?.(view, container);
    return better ? inPlaceOf(remedy, left(better)) : remedy;
  });
  // The advice with its number says all that the one without it does.
  const told = sized.some(({ id }) => id === 'do-not-raise-memory');
  const kept = told ? sized.filter(({ id }) => id !== 'find-leak') : sized;
  const all = [...kept, ...more];
  const once = all.filter(({ id }, i) => id !== showRolloutId || all.findIndex((step) => step.id === id) === i);
  return once.slice(0, 6).map((remedy, i) => ({ ...remedy, order: i + 1 }));
}
