/**
 * How far the kubelet came with a pod. It does one thing after the other: all volumes, the sandbox, the image, what the
 * container refers to and who it runs as, its start (signals §1.2, §1.3, §3.3). What it has come past keeps nothing back.
 */

import type { Evidence } from '../../model/diagnosis';
import { eventEvidence, fields } from '../evidence';
import { endingsOf } from './ending';
import { standing } from './standing';
import { configFailure, startFailure } from './start-error';
import type { ContainerView, PodView } from './views';

/** What shows that the newest instance was started: it runs, or it ended after a start. Null where neither is told. */
export function startOf(container: ContainerView): Evidence | null {
  const running = container.status?.state.running;
  if (running) {
    const path = `${container.statusPath}.state.running.startedAt`;
    return running.startedAt
      ? fields(container.pod.label, running.startedAt, { [`!${path}`]: running.startedAt })
      : null;
  }
  const [ending] = endingsOf(container);
  return ending && ending.verdict !== 'never-started' && ending.exit.startedAt !== null ? ending.exit.evidence : null;
}

/** Waiting reasons of a container for which nothing was asked yet (signals §1.2). */
const beforeAsked = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** Words about a mount, in a refusal to make one container: its volume is there, and may be at fault all the same. */
const ofMount = /mount|volume|subPath|rootfs/i;

/** What shows that the sandbox is there: a container of it was asked for. */
export function pastSandbox(pod: PodView): Evidence | null {
  for (const container of pod.containers) {
    const { running, terminated, waiting } = container.status?.state ?? {};
    const started = running || terminated ? startOf(container) : null;
    if (started) return started;
    if (waiting && !beforeAsked.has(waiting.reason))
      return fields(pod.label, null, { [`!${container.statusPath}.state.waiting.reason`]: waiting.reason });
  }
  return null;
}

const sandboxRefused = new Set(['FailedCreatePodSandBox']);
const mountRefused = new Set(['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']);

/** The newest word of the kubelet that it could not make the sandbox, where nothing came after it. */
export function sandboxRefusal(pod: PodView): Evidence | null {
  const event = standing(pod, sandboxRefused).at(-1);
  return event ? eventEvidence(event) : null;
}

/** The newest word of a volume that cannot be mounted, where neither a sandbox was asked for nor anything else came after it. */
export function mountRefusal(pod: PodView): Evidence | null {
  const event = standing(pod, mountRefused).at(-1);
  return event ? eventEvidence(event) : null;
}

/** What shows that all volumes are mounted; null while one is refused, and where a container is refused for a mount of its own. */
export function pastVolumes(pod: PodView): Evidence | null {
  const refusals = pod.containers.map((one) => startFailure(one) ?? configFailure(one));
  if (refusals.some((one) => one && ofMount.test(one.message)) || mountRefusal(pod)) return null;
  return pastSandbox(pod) ?? sandboxRefusal(pod);
}
