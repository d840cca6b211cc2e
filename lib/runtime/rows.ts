/** The board's rows: the newest summary of every workload, each in its group, and what changed since the last look. */
import 'server-only';

import type { Group, Summary } from '../model/diagnosis';
import type { Totals } from '../model/views';
import { groupByCause } from './grouping';
import { countTotals } from './totals';

export interface RowChanges {
  changed: Summary[];
  gone: string[];
}

export interface Rows {
  /** `anew`: tell of it also where the row is the same, for its page is not. */
  put(key: string, summary: Summary, anew?: boolean): void;
  drop(key: string): void;
  /** Regroups, and takes what changed since the last call. Rows that differ in `asOf` alone have not changed. */
  take(): RowChanges;
  get(key: string): Summary | undefined;
  values(): Iterable<Summary>;
  size(): number;
  totals(): Totals;
}

/** Equal but for the instant of judging, which moves with each look. */
function sameRow(a: Summary, b: Summary): boolean {
  return JSON.stringify({ ...a, asOf: '' }) === JSON.stringify({ ...b, asOf: '' });
}

/** A board without rows. */
export function createRows(): Rows {
  /** As the engine gave them: grouped by family. */
  const judged = new Map<string, Summary>();
  /** As they are shown. Healthy rows are the same objects as in `judged`. */
  const shown = new Map<string, Summary>();
  const dependents = new Set<string>();
  let groups = new Map<string, Group>();
  let touched = new Set<string>();
  const told = new Set<string>();
  let totals: Totals | null = null;

  const regroup = (): void => {
    if (dependents.size === 0 && groups.size === 0) return;
    const next = groupByCause(judged, dependents);
    for (const key of [...groups.keys(), ...next.keys()]) {
      if (groups.get(key)?.title !== next.get(key)?.title || groups.get(key)?.key !== next.get(key)?.key)
        touched.add(key);
    }
    groups = next;
  };

  return {
    put(key, summary, anew = false) {
      judged.set(key, summary);
      if (anew) told.add(key);
      if (summary.primary?.dependsOn) dependents.add(key);
      else dependents.delete(key);
      touched.add(key);
    },
    drop(key) {
      judged.delete(key);
      dependents.delete(key);
      touched.add(key);
    },
    take() {
      regroup();
      const changes: RowChanges = { changed: [], gone: [] };
      for (const key of touched) {
        const summary = judged.get(key);
        const before = shown.get(key);
        if (summary === undefined) {
          if (shown.delete(key)) changes.gone.push(key);
          continue;
        }
        const group = groups.get(key);
        const row = group === undefined ? summary : { ...summary, group };
        shown.set(key, row);
        if (before === undefined || told.has(key) || !sameRow(before, row)) changes.changed.push(row);
      }
      touched = new Set();
      told.clear();
      if (changes.changed.length > 0 || changes.gone.length > 0) totals = null;
      return changes;
    },
    get: (key) => shown.get(key),
    values: () => shown.values(),
    size: () => shown.size,
    totals: () => (totals ??= countTotals(shown.values())),
  };
}
