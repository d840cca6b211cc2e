/** Pods that cannot be judged, or not as a whole: without a status, or with one that does not fit them. */
import type { PodView } from './views';

/** A pod without a status: as well broken as healthy, and nobody can say which. */
export function isSilent({ pod: { status } }: PodView): boolean {
  return status.phase === '' && status.conditions.length === 0 && status.containerStatuses.length === 0;
}

/** False where nothing can be judged: no containers in the spec, or a status that tells only of others. No API server sends either. */
export function fitsItsStatus({ pod: { spec, status } }: PodView): boolean {
  const names = new Set([...spec.initContainers, ...spec.containers].map((container) => container.name));
  const told = [...status.initContainerStatuses, ...status.containerStatuses];
  return spec.containers.length > 0 && (told.length === 0 || told.some(({ name }) => names.has(name)));
}

/** Why a pod could not be judged, or not as a whole; null where it could. */
export function whyUnjudged(pod: PodView): string | null {
  const { spec, status } = pod.pod;
  if (spec.containers.length === 0) return 'Its spec names no containers, so it could not be judged.';
  const names = new Set([...spec.initContainers, ...spec.containers].map((container) => container.name));
  const others = [...status.initContainerStatuses, ...status.containerStatuses].filter(({ name }) => !names.has(name));
  if (others.length > 0) {
    return `Its status tells of ${others.map(({ name }) => name).join(', ')}, which its spec does not name: that could not be judged.`;
  }
  return isSilent(pod) ? 'It has no status, so only its events and its log could be judged.' : null;
}
