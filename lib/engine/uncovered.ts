/** What is in trouble and no named cause is about: that is `unknown`, however sure the cause of something else is. */

import { familyOf } from '../model/causes';
import { isOfUnmade, type Candidate } from './rank';
import type { TroubledPod } from './facts/pod-trouble';
import type { TroubledContainer } from './facts/trouble';

/** What has stopped happening, or happened to earlier runs only, is no cause of what goes on. */
function isPast({ draft, subject }: Candidate): boolean {
  return draft.earlier === true || subject.container?.recovering === true;
}

/** How a container stands, to tell whether its like in another pod fares the same: by its end, else by what it waits for. */
function standsAs({ container, endings: [ending] }: TroubledContainer): string {
  const { state } = container.status ?? {};
  const how = ending ? `ended ${ending.exit.exitCode} ${ending.exit.reason}` : (state?.waiting?.reason ?? 'runs');
  return `${container.type} ${container.name} ${how}`;
}

/**
 * All troubled pods where nothing has a name; else the pods, and in them the containers, that none of these causes is about. A pod that one of them holds back now is
 * its matter as a whole; a container that stands as one of theirs does, in a pod of which less was heard, is too.
 */
export function uncovered(
  troubled: readonly TroubledPod[],
  candidates: readonly Candidate[],
): readonly TroubledPod[] | null {
  const named = candidates.filter(({ cause }) => familyOf(cause) !== 'contributing');
  if (named.length === 0) return troubled;
  const current = named.filter((candidate) => !isPast(candidate) && !isOfUnmade(candidate));
  const isOf = (candidate: Candidate, { pod }: TroubledPod): boolean =>
    candidate.pods.size === 0 || candidate.pods.has(pod.pod.metadata.name);
  const alike = new Set(
    current.flatMap((candidate) =>
      troubled
        .filter((one) => isOf(candidate, one))
        .flatMap(({ containers }) => containers)
        .filter(({ container }) => candidate.container === null || candidate.container.name === container.name)
        .map(standsAs),
    ),
  );
  /** A container that is ready for now keeps no other one of its pod from working. */
  const holds = (candidate: Candidate, one: TroubledPod): boolean =>
    isOf(candidate, one) &&
    !one.containers.some(({ container, readyNow }) => readyNow && candidate.container?.name === container.name);
  const left = troubled
    .filter((one) => !current.some((candidate) => holds(candidate, one)))
    .map((one) => ({ ...one, containers: one.containers.filter((c) => !c.recovering && !alike.has(standsAs(c))) }))
    .filter(({ containers }) => containers.length > 0);
  return left.length > 0 ? left : null;
}
