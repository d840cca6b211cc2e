/** The scheduler's own sentence taken apart: how many nodes, and which reason each gave (signals §3.7). */

import type { Evidence } from '../../../model/diagnosis';
import type { Pod } from '../../../model/kubernetes';
import type { PodView } from '../../facts/views';
import { conditionEvidence, eventEvidence, fields } from '../../evidence';
import type { DraftClaim } from '../../rule';

export interface Unschedulable {
  message: string;
  nodes: number;
  /** Reasons with the number of nodes that gave them, as written. */
  reasons: { count: number; text: string }[];
  /** What concerns the pod whatever the node: "pod has unbound immediate PersistentVolumeClaims". */
  before: string | null;
  evidence: Evidence;
}

const head = /^0\/(\d+) nodes are available: ?(.*)$/s;

/** Before 1.9 or so: "No nodes are available that match all of the predicates: Insufficient cpu (2), PodFitsHostPorts (1)." */
const oldHead = /^No nodes are available that match all of the (?:following )?predicates:+ (.*)$/s;

function parseOld(message: string): Omit<Unschedulable, 'evidence'> | null {
  const body = oldHead.exec(message)?.[1];
  if (body === undefined) return null;
  const reasons = body.split(', ').flatMap((part) => {
    const [, text = '', count] = /^([A-Z][^()]*) \((\d+)\)/.exec(part) ?? [];
    return count === undefined ? [] : [{ count: Number(count), text }];
  });
  return { message, nodes: Math.max(0, ...reasons.map((r) => r.count)), reasons, before: null };
}

/** Takes the sentence apart; null when it is none. */
export function parseUnschedulable(message: string): Omit<Unschedulable, 'evidence'> | null {
  const match = head.exec(message);
  if (!match) return parseOld(message);
  const body = (match[2] ?? '').split(/\.? ?preemption: /)[0] ?? '';
  const parts = body.replace(/\. no new claims to deallocate,?.*$/s, '').split(/(?:, |\. )(?=\d+ )/);
  const reasons: Unschedulable['reasons'] = [];
  const other: string[] = [];
  for (const part of parts) {
    const reason = /^(\d+) (.+?)\.?$/s.exec(part.trim());
    if (reason) reasons.push({ count: Number(reason[1]), text: reason[2] ?? '' });
    else if (part.trim() !== '') other.push(part.trim().replace(/\.$/, ''));
  }
  return { message, nodes: Number(match[1]), reasons, before: other[0] ?? null };
}

/** The newest sentence of the scheduler about a pod that waits for a node: the event, else the condition. */
export function unschedulable(view: PodView): Unschedulable | null {
  const pod: Pod = view.pod;
  const event = view.events.filter((e) => e.reason === 'FailedScheduling').at(-1);
  const condition = pod.status.conditions.find((c) => c.type === 'PodScheduled' && c.status === 'False');
  const fromEvent = event && parseUnschedulable(event.message);
  if (event && fromEvent)
    return { ...fromEvent, evidence: eventEvidence(event, ...fromEvent.reasons.map((r) => `${r.count} ${r.text}`)) };
  const fromCondition = condition && parseUnschedulable(condition.message);
  if (condition && fromCondition) {
    return {
      ...fromCondition,
      evidence: conditionEvidence(pod, condition, ...fromCondition.reasons.map((r) => `${r.count} ${r.text}`)),
    };
  }
  const message = event?.message ?? condition?.message;
  if (!message) return null;
  const evidence = event ? eventEvidence(event, event.message) : condition ? conditionEvidence(pod, condition) : null;
  return evidence && { message, nodes: 0, reasons: [], before: message, evidence };
}

/**
 * A node that is named for it before it is bound: most often the scheduler ends pods of lower priority there, and it waits for
 * their ends. Since 1.35 it names one for other waits too, and an autoscaler may: the field alone says of no preemption.
 */
export function nominatedClaim({ pod, label }: PodView): DraftClaim[] {
  const node = pod.status.nominatedNodeName;
  if (node === undefined) return [];
  return [
    {
      text: `Node ${node} is nominated for it: it is tried there first. It may be waiting for pods of lower priority that end there.`,
      evidence: [fields(label, null, { '!status.nominatedNodeName': node })],
    },
  ];
}

export type Obstacle = 'resources' | 'placement' | 'host-port' | 'volume' | 'other';

/** What kind of obstacle a reason is. A volume that is bound elsewhere is a matter of placement (design §5). */
export function obstacleOf(reason: string): Obstacle {
  if (/^Insufficient |^Too many pods|did not have enough free storage|exceed max volume count/.test(reason))
    return 'resources';
  if (/free ports for the requested pod ports|PodFitsHostPorts/.test(reason)) return 'host-port';
  if (
    /persistent volumes? to bind|unbound (?:immediate )?persistentvolumeclaims|persistentvolumeclaim (?:"|is not bound)|non-existent pv/i.test(
      reason,
    )
  )
    return 'volume';
  if (
    /taint|affinity|selector|MatchNodeSelector|NoVolumeZoneConflict|topology spread|were unschedulable|requested node name|volume zone|volume node affinity|anti-affinity|required features/i.test(
      reason,
    )
  )
    return 'placement';
  return 'other';
}
