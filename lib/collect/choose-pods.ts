// Of very many pods, one of each kind of trouble, from different nodes, and a few healthy ones.
import 'server-only';

import type { Pod } from '../model/kubernetes';
import { isCalm, statusesOf } from './pod-state';

const maxTroubled = 12;
const maxCalm = 3;

/**
 * At most 12 pods in trouble and 3 calm ones, in the order they came in (newest first). Fewer pods than that are all taken.
 * The kinds of trouble take turns, so that a thousand pods that wait do not hide the one that crashes; within a kind, nodes
 * take turns, for a trouble of one node is one of few pods.
 */
export function choosePods(pods: readonly Pod[], nowMs: number): Pod[] {
  if (pods.length <= maxTroubled + maxCalm) return [...pods];
  const calm = pods.filter((pod) => isCalm(pod, nowMs));
  const troubled = pods.filter((pod) => !isCalm(pod, nowMs));
  const chosen = new Set([...takeTurns(troubled, maxTroubled), ...takeTurns(calm, maxCalm)]);
  return pods.filter((pod) => chosen.has(pod));
}

function takeTurns(pods: readonly Pod[], limit: number): Pod[] {
  const groups = [...group(pods, kindOfTrouble).values()].map(byNodeInTurns);
  return interleave(groups).slice(0, limit);
}

function byNodeInTurns(pods: Pod[]): Pod[] {
  return interleave([...group(pods, (pod) => pod.spec.nodeName ?? '').values()]);
}

/** First of each, then second of each, … */
function interleave(lists: Pod[][]): Pod[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat();
}

function group(pods: readonly Pod[], keyOf: (pod: Pod) => string): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>();
  for (const pod of pods) {
    const key = keyOf(pod);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [pod]);
    else list.push(pod);
  }
  return groups;
}

/** What two pods must share to count as the same trouble. Never a time or a message: those differ in every pod. */
function kindOfTrouble(pod: Pod): string {
  const containers = statusesOf(pod).map(({ name, ready, state, lastState }) => [
    name,
    ready,
    state.waiting?.reason ?? null,
    state.terminated?.exitCode ?? null,
    lastState.terminated?.exitCode ?? null,
    lastState.terminated?.reason ?? null,
  ]);
  const scheduled = pod.status.conditions.find(({ type }) => type === 'PodScheduled')?.status;
  return JSON.stringify([
    pod.status.phase,
    pod.status.reason,
    pod.metadata.deletionTimestamp !== null,
    scheduled,
    containers,
  ]);
}
