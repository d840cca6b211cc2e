import { plainHeadline, type Certainty, type Group, type Status, type Summary } from '@/lib/model/diagnosis';
import type { CauseId } from '@/lib/model/causes';
import { search, shortHeadline } from '@/lib/model/search';
import { workloadKey } from '@/lib/model/workload';

/** What one line of the board needs of a Summary, and no more: five thousand of them travel to the browser. */
export interface BoardRow {
  key: string;
  namespace: string;
  kind: string;
  name: string;
  status: Status;
  cause: CauseId | null;
  what: string;
  certainty: Certainty | null;
  /** "0/3"; null where the workload has no count to meet. */
  ready: string | null;
  deaths: string[];
  restarts: number;
  since: string | null;
  pending: boolean;
  group: Group;
}

const healthyGroup: Group = { kind: 'recovering', key: 'healthy', title: 'Healthy' };

/** What the board draws of a workload: plain text only, so that a row weighs little in the page and in the stream. */
export function boardRow(summary: Summary): BoardRow {
  const { workload, impact, primary } = summary;
  return {
    key: workloadKey(workload),
    namespace: workload.namespace,
    kind: workload.kind,
    name: workload.name,
    status: summary.status,
    cause: primary?.cause ?? null,
    what: primary ? shortHeadline(plainHeadline(primary.headline)) : '',
    certainty: primary?.certainty ?? null,
    ready: impact.desired === null ? null : `${impact.ready}/${impact.desired}`,
    deaths: summary.deaths,
    restarts: summary.restarts.total,
    since: summary.since,
    pending: summary.pending.length > 0,
    group: summary.group ?? healthyGroup,
  };
}

export interface BoardFilters {
  namespace?: string | undefined;
  cause?: string | undefined;
  status?: string | undefined;
  q?: string | undefined;
}

/** Whether a row that arrives on the stream belongs to what the reader asked for; the server decides for the first list. */
export function passes(row: BoardRow, filters: BoardFilters): boolean {
  if (filters.namespace && row.namespace !== filters.namespace) return false;
  if (filters.cause && row.cause !== filters.cause) return false;
  if (filters.status !== 'all') {
    if (filters.status ? row.status !== filters.status : row.status === 'healthy') return false;
  }
  return search(filters.q)(row);
}

export interface RowGroup {
  group: Group;
  rows: BoardRow[];
}

const rankOfKind: Record<Group['kind'], number> = { cause: 0, family: 1, degraded: 2, recovering: 3 };

/** Rows under their groups, in the order they had; groups stand by kind, then where their first row stood. */
export function groupRows(rows: readonly BoardRow[]): RowGroup[] {
  const groups = new Map<string, RowGroup>();
  for (const row of rows) {
    const known = groups.get(row.group.key);
    if (known) known.rows.push(row);
    else groups.set(row.group.key, { group: row.group, rows: [row] });
  }
  for (const { group, rows: members } of groups.values()) {
    // What explains the others stands above them.
    const leader = members.findIndex((row) => group.key === `workload:${row.key}`);
    if (leader > 0) members.unshift(...members.splice(leader, 1));
  }
  return [...groups.values()].sort((a, b) => rankOfGroup(a.group) - rankOfGroup(b.group));
}

function rankOfGroup(group: Group): number {
  return group.key === healthyGroup.key ? 4 : rankOfKind[group.kind];
}
