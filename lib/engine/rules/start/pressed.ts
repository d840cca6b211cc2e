/** A pod that waits for a node which is closed by the very pressure that its siblings were evicted for (signals §2.1, §2.3, §3.7). */
import type { Evidence, NonEmpty } from '../../../model/diagnosis';
import { conditionEvidence } from '../../evidence';
import { evictionsOf } from '../../facts/evictions';
import type { TroubledPod } from '../../facts/pod-trouble';
import type { WorkloadView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import { ailingNodes, deciding } from './deciding';

export interface Pressed {
  pod: string;
  evidence: NonEmpty<Evidence>;
}

/** What the kubelet ran out of, by the condition that it sets for that; nodefs and imagefs are old names of disks. */
const conditionOf: readonly (readonly [RegExp, string])[] = [
  [/low on resource: memory/, 'MemoryPressure'],
  [/low on resource: (?:ephemeral-storage|inodes|nodefs|imagefs)/, 'DiskPressure'],
  [/low on resource: pids?\b/, 'PIDPressure'],
];

/** Null for an eviction for a limit of the pod's own: that puts its node under no pressure. */
function pressureOf(message: string): string | null {
  return (
    conditionOf.find(([words]) => words.test(message))?.[1] ?? /had condition: \[(\w+)\]/.exec(message)?.[1] ?? null
  );
}

/**
 * What keeps the pod off each node that it could have, where that is the pressure of nodes from which pods of this workload were
 * evicted for it: the kubelet sets the condition, and the control plane the taint, so it is no cause of its own. Null for anything
 * else, and where one of those nodes is under pressure for others.
 */
export function pressedOut(view: WorkloadView, { pod, podTrouble }: TroubledPod): Pressed | null {
  const evictions = podTrouble === 'unscheduled' ? evictionsOf(view) : [];
  const decided = evictions.length > 0 ? deciding(view, pod) : null;
  const ailing = (decided?.obstacle === 'placement' && ailingNodes(view, pod, decided)) || [];
  const isOfEviction = ({ node, condition }: (typeof ailing)[number]): boolean =>
    evictions.some((one) => one.node === node.metadata.name && pressureOf(one.message) === condition.type);
  if (!decided || ailing.length === 0 || !ailing.every(isOfEviction)) return null;
  const conditions = ailing
    .slice(0, 3)
    .map(({ node, condition }) => conditionEvidence(node, condition, condition.type));
  return { pod: pod.pod.metadata.name, evidence: [decided.why.evidence, ...conditions] };
}

export function pressedClaim(pressed: Pressed | undefined): DraftClaim[] {
  if (!pressed) return [];
  const text = `Pod \`${pressed.pod}\` finds no node since: the control plane closes one with a taint as long as that lasts.`;
  return [{ text, evidence: pressed.evidence }];
}
