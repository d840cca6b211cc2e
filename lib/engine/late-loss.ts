/** A node that went away when the workload had long been in trouble elsewhere: that trouble goes before the loss. */

import { isDead } from './facts/dead';
import { lostAtMs, type TroubledPod } from './facts/pod-trouble';
import { timeMs } from './facts/views';
import { sinceOf } from './impact';
import type { Candidate } from './rank';

/** The node controller takes a node for lost after forty to fifty seconds of silence (signals §3.9); what it was to others ended then. */
const silenceMs = 60_000;

/** Since when containers of a pod that is not lost cannot start or die again and again, as far back as is known. */
function deadSinceMs(pod: TroubledPod): number | null {
  const containers = pod.podTrouble === null ? pod.containers.filter(isDead) : [];
  return containers.length === 0 ? null : timeMs(sinceOf([{ ...pod, containers }]));
}

/** Whether it is the loss of nodes, and each was lost after a container began to die in a pod that has its node. */
export function isLateLoss({ cause, pods, subject: { troubledPods } }: Candidate): boolean {
  if (cause !== 'node-lost') return false;
  const lost = troubledPods.filter(({ pod }) => pods.has(pod.pod.metadata.name));
  const lostMs = Math.min(...lost.map((one) => lostAtMs(one) ?? 0));
  return troubledPods.some((one) => (deadSinceMs(one) ?? Infinity) + silenceMs < lostMs);
}
