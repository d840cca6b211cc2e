/** A node whose disk is full: what the kubelet or the runtime could not unpack, create or start for it (signals §1.3, §1.4, §1.7). */
import type { Certainty, ContainerRef, Evidence, NonEmpty } from '../../../model/diagnosis';
import { eventEvidence } from '../../evidence';
import { pullFailure } from '../../facts/pull';
import { standing } from '../../facts/standing';
import { configFailure, startFailure } from '../../facts/start-error';
import type { TroubledPod } from '../../facts/pod-trouble';

export interface NodeFull {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  container: ContainerRef | null;
  how: 'unpack' | 'start' | 'sandbox';
}

/** A control group that cannot be made is out of the kernel's numbers, not of disk. */
const full = /(?<!\/sys\/fs\/cgroup\S{0,300}: )no space left on device|disk quota exceeded/i;

export function isFull(message: string): boolean {
  return full.test(message);
}

const sandboxReasons = new Set(['FailedCreatePodSandBox', 'FailedCreatePodContainer']);

/** Null where nobody says so. A full volume of the program's own is another matter: its log tells. */
export function nodeFullOf({ pod, containers }: TroubledPod): NodeFull | null {
  for (const { container } of containers) {
    const place = { name: container.name, type: container.type };
    const pull = pullFailure(container);
    const [pulled, ...said] = pull?.evidence ?? [];
    if (pull?.cause === 'disk-full-or-evicted' && pulled)
      return { certainty: 'proven', evidence: [pulled, ...said], container: place, how: 'unpack' };
    const failure = startFailure(container) ?? configFailure(container);
    const [first, ...rest] = failure?.evidence ?? [];
    if (failure && first && full.test(failure.message))
      return { certainty: 'likely', evidence: [first, ...rest], container: place, how: 'start' };
  }
  const event = containers.some(({ trouble }) => trouble === 'stuck')
    ? standing(pod, sandboxReasons).at(-1)
    : undefined;
  const words = event && full.exec(event.message)?.[0];
  return event && words !== undefined
    ? { certainty: 'likely', evidence: [eventEvidence(event, words)], container: null, how: 'sandbox' }
    : null;
}
