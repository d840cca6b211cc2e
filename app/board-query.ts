import type { BoardFilters } from '@/components/board/board-row';
import { isCauseId } from '@/lib/model/causes';
import type { Status } from '@/lib/model/diagnosis';
import type { DiagnosisList, ListQuery } from '@/lib/model/views';
import { listDiagnoses } from '@/lib/service/list-diagnoses';
import { one, type Query } from './parameters';

const statuses: readonly (Status | 'all')[] = ['broken', 'degraded', 'recovering', 'healthy', 'all'];

/** The most rows that a board carries; beyond it, filter. */
const mostRows = 5000;

/** The filters in the address. What is none is left out: a board is never refused for its address. */
export function boardFilters(query: Query): BoardFilters {
  const status = statuses.find((known) => known === one(query, 'status'));
  const cause = one(query, 'cause');
  return {
    namespace: one(query, 'namespace'),
    cause: cause !== undefined && isCauseId(cause) ? cause : undefined,
    status,
    q: one(query, 'q')?.slice(0, 200),
  };
}

/** All rows that pass the filters, page after page. */
export async function readBoard(
  filters: BoardFilters,
  place: Pick<ListQuery, 'source' | 'cluster'>,
): Promise<DiagnosisList> {
  const query: ListQuery = {
    ...place,
    namespace: filters.namespace,
    cause: filters.cause !== undefined && isCauseId(filters.cause) ? filters.cause : undefined,
    status: statuses.find((known) => known === filters.status),
    q: filters.q,
    limit: 500,
  };
  const list = await listDiagnoses(query);
  const items = [...list.items];
  let cursor = list.nextCursor;
  while (cursor !== null && items.length < mostRows) {
    const page = await listDiagnoses({ ...query, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return { ...list, items, nextCursor: cursor };
}
