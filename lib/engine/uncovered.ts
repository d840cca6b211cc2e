/** What is in trouble and no named cause is about: that is `unknown`, however sure the cause of something else is. */

import { familyOf } from '../model/causes';
import { isOfUnmade, type Candidate } from './rank';
import { mostTelling, type TroubledPod } from './facts/pod-trouble';
import { blameless, type TroubledContainer } from './facts/trouble';
import { decisiveLog, type DecisiveLog } from './facts/table';
import { spanMs, type ContainerView } from './facts/views';
import { awaitsItsOwnPod } from './rules/dependency/own-pod';

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

/** A helper that ends with the container that it serves has done so by then. */
const togetherMs = 10_000;

/** Whether its last end came with one of the other's, whose ends are as many at least: that one takes it along. */
function endsWith({ endings: [last], container }: TroubledContainer, other: TroubledContainer): boolean {
  const ownRestarts = container.status?.restartCount ?? 0;
  return (
    ownRestarts <= (other.container.status?.restartCount ?? 0) &&
    other.endings.some(({ exit }) => {
      const lateMs = spanMs(exit.finishedAt, last?.exit.finishedAt ?? null);
      return lateMs !== null && lateMs >= 0 && lateMs <= togetherMs;
    })
  );
}

/** Whether it ended for a call of its own pod that nothing took, where one of these does not run. */
function callsOneOf(others: readonly TroubledContainer[], container: ContainerView, log: DecisiveLog): boolean {
  const { cause, captures } = log.hit;
  const views = others.map((other) => other.container);
  return cause === 'dependency-unreachable' && awaitsItsOwnPod({ container, captures, log }, views);
}

/**
 * Whether it ends again and again beside others that keep their pod from working. Containers start and end each by itself (signals
 * §4.2), so those others are no reason for it, but where it ends with one of them, or for want of one; one that has not got to run waits for them.
 */
function failsByItself(one: TroubledContainer, others: readonly TroubledContainer[]): boolean {
  const { container, endings, trouble } = one;
  const log = decisiveLog(one);
  const { waiting } = container.status?.state ?? {};
  const [last] = endings;
  return (
    last !== undefined &&
    !blameless(last) &&
    (trouble === 'looping' || trouble === 'ended' || waiting?.reason === 'CrashLoopBackOff') &&
    (container.status?.restartCount ?? 0) > 1 &&
    !others.some((other) => endsWith(one, other)) &&
    !(log && callsOneOf(others, container, log))
  );
}

/**
 * All troubled pods where nothing has a name; else the pods, and in them the containers, that none of these causes is about. A pod that one of them holds back now is
 * its matter as a whole, but for a container that fails by itself beside those that they are about; one that stands as one of theirs does, in a pod of which less was
 * heard, is theirs too.
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
  /** Where none of them holds the pod back, each container stands for itself; where one that is about the pod as such does, none. */
  const isLeft = (one: TroubledPod, container: TroubledContainer): boolean => {
    const holding = current.filter((candidate) => holds(candidate, one));
    if (holding.length === 0) return true;
    const names = holding.map((candidate) => candidate.container?.name);
    const others = one.containers.filter(({ container: { name } }) => names.includes(name));
    return (
      one.podTrouble === null &&
      !names.includes(undefined) &&
      !others.includes(container) &&
      failsByItself(container, others)
    );
  };
  const left = troubled
    .map((one) => ({
      ...one,
      containers: one.containers.filter((c) => !c.recovering && !alike.has(standsAs(c)) && isLeft(one, c)),
    }))
    .filter(({ containers }) => containers.length > 0);
  return left.length > 0 ? left : null;
}

/** What is told of all of them at once, then each of those in which the same container is in trouble: it may have ended otherwise there. */
export function wholeAndEach(left: readonly TroubledPod[] | null): (readonly TroubledPod[])[] {
  if (left === null) return [];
  const told = mostTelling(left)?.container;
  const others = left.filter((one) => {
    const its = mostTelling([one]);
    return its && !its.recovering && its.container.name === told?.name && its.container.type === told.type;
  });
  return [left, ...others.map((one) => [one])];
}
