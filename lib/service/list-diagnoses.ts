/** Lists workloads worst first, filtered and in pages, with totals over all of them. */
import 'server-only';

import { z } from 'zod';
import { type Summary, plainHeadline } from '../model/diagnosis';
import { Problem } from '../model/problem';
import { type Searched, search, shortHeadline } from '../model/search';
import type { DiagnosisList, ListQuery } from '../model/views';
import { comparePlaces, type Place, placeOf } from '../runtime/order';
import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';

const cursorShape = z.tuple([z.number().int().min(0).max(3), z.string().max(40), z.string().max(800)]);

function readCursor(text: string): Place {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new Problem('bad-request', 'The cursor is not one that this list has given.', {
      field: 'cursor',
      remedy: 'Take nextCursor of the page before, or leave it out to begin again.',
    });
  }
}

const writeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function searchedOf({ workload, primary }: Summary): Searched {
  const what = primary === null ? '' : shortHeadline(plainHeadline(primary.headline));
  return { ...workload, cause: primary?.cause ?? null, what };
}

function filterOf(query: ListQuery): (row: Summary) => boolean {
  const { namespace, cause, status } = query;
  const matches = search(query.q);
  return (row) =>
    (status === 'all' || (status === undefined ? row.status !== 'healthy' : row.status === status)) &&
    (namespace === undefined || row.workload.namespace === namespace) &&
    (cause === undefined || row.primary?.cause === cause) &&
    (query.q === undefined || matches(searchedOf(row)));
}

/**
 * A page of at most `query.limit` rows. The totals do not depend on the filters. Throws `bad-request` for a cursor that
 * is none, `not-found` for a recording that is no longer open and for an unknown cluster. Before the first full picture the list is empty: ask
 * `getFreshness` whether that means anything.
 */
export async function listDiagnoses(query: ListQuery): Promise<DiagnosisList> {
  await authorise();
  const board = (await getRuntime()).board(query);
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const limit = Math.min(Math.max(query.limit ?? 100, 1), 500);
  const wanted = filterOf(query);
  const rows: { row: Summary; place: Place }[] = [];
  for (const row of board.rows()) {
    if (!wanted(row)) continue;
    const place = placeOf(row);
    if (after === null || comparePlaces(place, after) > 0) rows.push({ row, place });
  }
  rows.sort((a, b) => comparePlaces(a.place, b.place));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    // Where it is not heard (F02): the moment that its rows are of.
    asOf: board.freshness().showing,
    items: page.map(({ row }) => row),
    totals: board.totals(),
    nextCursor: last !== undefined && rows.length > limit ? writeCursor(last.place) : null,
  };
}
