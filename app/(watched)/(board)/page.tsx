import type { Metadata } from 'next';
import { cache } from 'react';
import { boardTitle } from '@/components/board/board-title';
import { AsRead } from '@/components/live/as-read';
import { BoardView } from '@/components/board/board-view';
import { Refusal } from '@/components/states/refusal';
import { getFreshness } from '@/lib/service/get-freshness';
import { getLiveId } from '@/lib/service/get-live-id';
import { listDiagnoses } from '@/lib/service/list-diagnoses';
import { askedCluster } from '@/app/asked-cluster';
import { boardFilters, readBoard } from '@/app/board-query';
import type { Query } from '@/app/parameters';
import { readPreferences } from '@/app/preferences';
import { ask } from '@/app/refusals';

const look = cache(() =>
  ask(async () => {
    const cluster = await askedCluster();
    return { freshness: await getFreshness({ cluster }), first: await listDiagnoses({ cluster, limit: 1 }) };
  }),
);

export async function generateMetadata(): Promise<Metadata> {
  const seen = await look();
  return { title: seen.ok ? boardTitle(seen.value.first.totals, seen.value.freshness) : 'Unloop' };
}

export default async function BoardPage({ searchParams }: { searchParams: Promise<Query> }) {
  const filters = boardFilters(await searchParams);
  const cluster = await askedCluster();
  const [preferences, board] = await Promise.all([
    readPreferences(),
    ask(async () => {
      // First: what is told while the board is read is told to it once more.
      const upTo = await getLiveId({ cluster });
      const list = await readBoard(filters, { cluster });
      return { reading: { upTo }, view: { list, freshness: await getFreshness({ cluster }) } };
    }),
  ]);
  if (!board.ok) return <Refusal problem={board.problem} />;
  const { reading, view } = board.value;
  return (
    <AsRead reading={reading}>
      <BoardView {...view} filters={filters} base="" zone={preferences.zone} />
    </AsRead>
  );
}
