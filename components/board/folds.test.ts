import { describe, expect, it } from 'vitest';
import type { CauseId } from '@/lib/model/causes';
import type { BoardRow, RowGroup } from './board-row';
import { byCause, linesOf, type Line } from './folds';

function row(name: string, cause: CauseId): BoardRow {
  const group = { kind: 'family', key: 'family:memory', title: 'Memory' } as const;
  return {
    key: `shop/Pod/${name}`,
    namespace: 'shop',
    kind: 'Pod',
    name,
    status: 'broken',
    cause,
    what: '',
    certainty: null,
    ready: null,
    deaths: [],
    restarts: 0,
    since: null,
    pending: false,
    group,
  };
}
const rows = (cause: CauseId, count: number) =>
  Array.from({ length: count }, (_, at) => row(`${cause}-${String(at)}`, cause));
const group = (members: BoardRow[], key = 'family:memory'): RowGroup => ({
  group: { kind: 'family', key, title: 'Memory' },
  rows: members,
});
const words = (line: Line): string => {
  if ('head' in line) return `${line.head.group.title} (${line.fold ?? 'whole'})`;
  return 'row' in line ? `${line.index} ${line.row.name}` : `${line.hidden} more`;
};

describe('a board of hundreds of rows', () => {
  it('is read by causes, the one of the worst row first', () => {
    const mixed = group([...rows('oom-killed-node', 1), ...rows('oom-killed-limit', 2), ...rows('oom-killed-node', 1)]);
    expect(byCause([mixed]).map((part) => [part.group.title, part.rows.length])).toEqual([
      ['Memory: OOM-killed, node out of memory', 2],
      ['Memory: OOM-killed at limit', 2],
    ]);
  });

  it('leaves what waits for one workload together', () => {
    const waiting: RowGroup = {
      ...group([...rows('port-in-use', 1), ...rows('segfault', 1)]),
      group: { kind: 'cause', key: 'workload:shop/Pod/postgres', title: 'postgres is down' },
    };
    expect(byCause([waiting])).toEqual([waiting]);
  });

  it('shows the first rows of each group and says how many more there are, numbered as though all were there', () => {
    const groups = [group(rows('oom-killed-limit', 6), 'a'), group(rows('segfault', 5), 'b')];
    expect(linesOf(groups, new Set(['b'])).map(words)).toEqual([
      'Memory (folded)',
      '2 oom-killed-limit-0',
      '3 oom-killed-limit-1',
      '4 oom-killed-limit-2',
      '3 more',
      'Memory (open)',
      '8 segfault-0',
      '9 segfault-1',
      '10 segfault-2',
      '11 segfault-3',
      '12 segfault-4',
    ]);
  });

  it('folds neither a group that is alone nor one that is nearly shown', () => {
    expect(linesOf([group(rows('segfault', 9))], new Set()).map(words)).toHaveLength(10);
    const short = linesOf([group(rows('segfault', 4), 'a'), group(rows('segfault', 1), 'b')], new Set());
    expect(short.filter((line) => 'more' in line)).toEqual([]);
  });
});
