/** The scheduler's own sentence taken apart: how many nodes, and which reason each gave (signals §3.7). */

import type { Evidence } from '../../../model/diagnosis';
import type { Pod } from '../../../model/kubernetes';
import { lastScheduling } from '../../facts/scheduling';
import { timeMs, type PodView } from '../../facts/views';
import { conditionEvidence, eventEvidence, fields } from '../../evidence';
import type { DraftClaim, RuledOutDraft } from '../../rule';

export interface Unschedulable {
  message: string;
  /** How many the scheduler looked at; where it does not tell (`isUncounted`), so many at least. */
  nodes: number;
  isUncounted?: true;
  /** Reasons with the number of nodes that gave them, as written. */
  reasons: { count: number; text: string }[];
  /** What concerns the pod whatever the node: "pod has unbound immediate PersistentVolumeClaims". */
  before: string | null;
  /** It stands in an event that names no writer, and nowhere else. */
  isDoubtful: boolean;
  /** Its end is missing, and stands nowhere else. */
  isCut?: true;
  evidence: Evidence;
}

type Said = Omit<Unschedulable, 'evidence' | 'isDoubtful' | 'isCut'>;

const head = /^0\/(\d+) nodes are available: ?(.*)$/s;

/**
 * Before 1.9 or so: "No nodes are available that match all of the predicates: Insufficient cpu (2), PodFitsHostPorts (1)." Those
 * schedulers asked every predicate of each node, told all that failed, and not how many nodes there are: one reason is of all of
 * them; of several, none needs to be.
 */
const oldHead = /^No nodes are available that match all of the (?:following )?predicates:+ (.*)$/s;

function parseOld(message: string): Said | null {
  const body = oldHead.exec(message)?.[1];
  if (body === undefined) return null;
  const reasons = body.split(', ').flatMap((part) => {
    const [, text = '', count] = /^([A-Z][^()]*) \((\d+)\)/.exec(part) ?? [];
    return count === undefined ? [] : [{ count: Number(count), text }];
  });
  const nodes = Math.max(0, ...reasons.map((r) => r.count));
  return { message, nodes, ...(reasons.length > 1 ? { isUncounted: true } : {}), reasons, before: null };
}

/** Takes the sentence apart; null when it is none. */
export function parseUnschedulable(message: string): Said | null {
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

/** The parts of the sentence that say why. */
function whyIn({ reasons, before }: Said): string[] {
  return [...reasons.map((r) => `${r.count} ${r.text}`), ...(before === null ? [] : [before])];
}

/**
 * The scheduler cuts what it writes into an event at 1,024 bytes (kube-scheduler, `truncateMessage`); the condition keeps all. Up to
 * 1.1 it told one reason only ("Failed for reason PodFitsPorts and possibly others").
 */
const isCutOff = (message: string) => message.endsWith(' ...') || message.endsWith(' and possibly others');

/**
 * The newest sentence of the scheduler about a pod that waits for a node: the event, else the condition, which goes before an event
 * that names no writer or was cut off.
 */
export function unschedulable(view: PodView): Unschedulable | null {
  const pod: Pod = view.pod;
  const condition = pod.status.conditions.find((c) => c.type === 'PodScheduled' && c.status === 'False');
  const said = lastScheduling(view);
  const isPoor = said !== null && (said.isDoubtful || isCutOff(said.event.message));
  const event = isPoor && condition?.message ? undefined : said?.event;
  const isDoubtful = event !== undefined && said?.isDoubtful === true;
  const fromEvent = event && parseUnschedulable(event.message);
  const cut = isCutOff((event ?? condition)?.message ?? '') ? { isCut: true as const } : {};
  if (event && fromEvent)
    return { ...fromEvent, ...cut, isDoubtful, evidence: eventEvidence(event, ...whyIn(fromEvent)) };
  const fromCondition = condition && parseUnschedulable(condition.message);
  if (condition && fromCondition)
    return {
      ...fromCondition,
      ...cut,
      isDoubtful: false,
      evidence: conditionEvidence(pod, condition, ...whyIn(fromCondition)),
    };
  const message = event?.message ?? condition?.message;
  if (!message) return null;
  const evidence = event
    ? eventEvidence(event, event.message)
    : condition
      ? conditionEvidence(pod, condition, message)
      : null;
  return evidence && { message, nodes: 0, reasons: [], before: message, ...cut, isDoubtful, evidence };
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

/** So many nodes, at least, gave a reason of this kind: that of its commonest one, since a node may give several. */
export function atLeast({ reasons }: Pick<Unschedulable, 'reasons'>, obstacle: Obstacle): number {
  return Math.max(0, ...reasons.filter(({ text }) => obstacleOf(text) === obstacle).map(({ count }) => count));
}

/**
 * Schedulers before 1.12 or so named what is a taint since: a condition of the node, or a cordon (signals §2.3), and the oldest say
 * it by the name of the predicate.
 */
const ofNode =
  /^node\(s\) (?:were not ready|were out of disk space|had (?:disk|memory|pid) pressure|had network not available|had unknown conditions)|^Node(?:NotReady|OutOfDisk|NetworkUnavailable|Unschedulable|Under(?:Disk|Memory|PID)Pressure|UnknownCondition)$|^HostName$/;

/** What kind of obstacle a reason is, by its words, or up to 1.2 by the name of the predicate ("Failed for reason PodFitsPorts and possibly others"). A volume that is bound elsewhere is a matter of placement (design §5). */
export function obstacleOf(reason: string): Obstacle {
  if (
    /^insufficient |^too many pods|cannot allocate all claims|^(?:0\/0 nodes are available|no nodes available)|did not have enough free storage|exceed max volume count|^MaxVolumeCount$|PodFitsResources|PodExceedsFree/i.test(
      reason,
    )
  )
    return 'resources';
  if (/free ports for the requested pod ports|PodFits(?:Host)?Ports/.test(reason)) return 'host-port';
  if (
    /persistent volumes? to bind|binding volumes: |unbound (?:immediate )?persistentvolumeclaims|persistentvolumeclaim(?: is not bound|s? ")|non-existent pv/i.test(
      reason,
    )
  )
    return 'volume';
  if (ofNode.test(reason)) return 'placement';
  if (
    /taint|affinity|selector|MatchNodeSelector|NoVolumeZoneConflict|topology spread|were unschedulable|requested node name|volume zone|volume node affinity|anti-affinity|required features/i.test(
      reason,
    )
  )
    return 'placement';
  return 'other';
}

const unnamed: Readonly<Record<Exclude<Obstacle, 'other'>, string>> = {
  resources: 'The scheduler counts no node that is short of room.',
  placement: 'The scheduler names no taint, selector or affinity.',
  'host-port': 'The scheduler names no port of a node that is taken.',
  volume: 'The scheduler names no claim that is not bound.',
};

/** Why it is not this obstacle: its pod was given a node, or the scheduler's whole sentence names others only. */
export function otherObstacle(view: PodView, obstacle: keyof typeof unnamed): RuledOutDraft | undefined {
  const { spec, status } = view.pod;
  const placed = status.conditions.find((c) => c.type === 'PodScheduled' && c.status === 'True');
  // A kubelet may refuse for the same what it was sent, and the pod has failed then (signals §2.1).
  const refusedMs = timeMs(lastScheduling(view)?.event.at) ?? 0;
  const isPlaced = placed && refusedMs <= (timeMs(placed.lastTransitionTime) ?? 0);
  if (spec.nodeName !== null && isPlaced && status.phase !== 'Failed')
    return {
      because: `${view.label} was given node ${spec.nodeName}.`,
      evidence: [fields(view.label, null, { '!spec.nodeName': spec.nodeName }), conditionEvidence(view.pod, placed)],
    };
  const why = unschedulable(view);
  if (!why || why.reasons.length === 0 || why.isCut || why.isDoubtful) return undefined;
  const named = [...why.reasons.map(({ text }) => text), ...(why.before === null ? [] : [why.before])].map(obstacleOf);
  if (named.includes(obstacle) || named.includes('other')) return undefined;
  return { because: unnamed[obstacle], evidence: [why.evidence] };
}
