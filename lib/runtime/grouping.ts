/** What the board puts each workload under: another workload that explains it, else its family (design §6, the reference board). */
import 'server-only';

import type { Group, Summary } from '../model/diagnosis';
import { workloadKey, type WorkloadRef } from '../model/workload';

const numberWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const inTrouble = (summary: Summary | undefined): boolean =>
  summary !== undefined && (summary.status === 'broken' || summary.status === 'degraded');

function titleOf(leader: WorkloadRef, isThere: boolean, isBroken: boolean, waiting: number): string {
  const state = !isThere ? 'is not there' : isBroken ? 'is down' : 'is degraded';
  const count = numberWords[waiting] ?? String(waiting);
  return `${leader.name} ${state}, and ${count} ${waiting === 1 ? 'workload waits' : 'workloads wait'} for it`;
}

/**
 * The workload at the end of the chain that `summary` waits for: in trouble itself, or not there at all. Null where what
 * it waits for is well, and where two wait for each other (neither explains the other).
 */
function rootOf(summary: Summary, rows: ReadonlyMap<string, Summary>): WorkloadRef | null {
  const seen = new Set([workloadKey(summary.workload)]);
  let root: WorkloadRef | null = null;
  for (let at: Summary | undefined = summary; at?.primary?.dependsOn;) {
    const next: WorkloadRef = at.primary.dependsOn.workload;
    const key = workloadKey(next);
    if (seen.has(key)) return null;
    seen.add(key);
    const row = rows.get(key);
    if (row !== undefined && !inTrouble(row)) return root;
    root = next;
    at = row;
  }
  return root;
}

/**
 * Groups that differ from the engine's own (which are by family): key of the workload → the group it stands in. Only
 * `dependents` (keys of rows that name another workload) are looked at, so it costs nothing on a healthy cluster.
 */
export function groupByCause(rows: ReadonlyMap<string, Summary>, dependents: Iterable<string>): Map<string, Group> {
  const followers = new Map<string, { leader: WorkloadRef; keys: string[] }>();
  for (const key of dependents) {
    const summary = rows.get(key);
    if (summary === undefined || !inTrouble(summary)) continue;
    const leader = rootOf(summary, rows);
    if (leader === null) continue;
    const leaderKey = workloadKey(leader);
    const group = followers.get(leaderKey) ?? { leader, keys: [] };
    group.keys.push(key);
    followers.set(leaderKey, group);
  }
  const groups = new Map<string, Group>();
  for (const [leaderKey, { leader, keys }] of followers) {
    const row = rows.get(leaderKey);
    const group: Group = {
      kind: 'cause',
      key: `workload:${leaderKey}`,
      title: titleOf(leader, row !== undefined, row?.status === 'broken', keys.length),
    };
    for (const key of row === undefined ? keys : [leaderKey, ...keys]) groups.set(key, group);
  }
  return groups;
}
