import type { Metadata } from 'next';
import { LeftOut } from '@/components/open/left-out';
import { BoardView } from '@/components/board/board-view';
import { Refusal } from '@/components/states/refusal';
import { Notice } from '@/components/states/notice';
import { instant } from '@/components/time/zone';
import { getAbout } from '@/lib/service/get-about';
import { getFreshness } from '@/lib/service/get-freshness';
import { boardFilters, readBoard } from '@/app/board-query';
import type { Query } from '@/app/parameters';
import { readPreferences } from '@/app/preferences';
import { ask } from '@/app/refusals';

export const metadata: Metadata = { title: 'An opened recording' };

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Query>;
}

export default async function OpenedBoardPage({ params, searchParams }: PageProps) {
  const [{ id }, query, { zone }] = await Promise.all([params, searchParams, readPreferences()]);
  const filters = boardFilters(query);
  const board = await ask(async () => ({
    list: await readBoard(filters, { source: id }),
    freshness: await getFreshness({ source: id }),
    missing: (await getAbout({ source: id })).missing,
  }));
  if (!board.ok) return <Refusal problem={board.problem} />;
  const { missing, ...view } = board.value;
  return (
    <>
      <Notice tone="still">
        <b className="font-semibold">As it was at {instant(view.list.asOf, zone)}.</b> Opened from{' '}
        {view.freshness.source.name}; kept in memory for 30 minutes after the last look.
        <LeftOut missing={missing} />
      </Notice>
      <BoardView {...view} filters={filters} base={`/open/${id}`} zone={zone} />
    </>
  );
}
