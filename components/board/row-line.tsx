import { memo } from 'react';
import { lastingOf } from '@/lib/format/time';
import { instant, secondNear } from '../time/zone';
import { workloadPath } from '../words/addresses';
import { statusWord } from '../words/certainty-words';
import { StatusShape } from '../words/status-shape';
import type { BoardRow } from './board-row';
import { oldAt } from './old-words';
import { Deaths } from './deaths';
import { ClusterLink } from '../shell/cluster-link';

interface RowLineProps {
  row: BoardRow;
  base: string;
  now: string;
  /** Namespaces that are not watched any more, and when they were last heard. */
  old: Record<string, string>;
  /** Nothing is read at this moment, for the API server is away. */
  waits?: boolean;
  zone: string;
  index: number;
  leaving: boolean;
}

/** One workload on one line. Its name is the link; the whole line can be pressed. Scrolling draws none anew. */
export const RowLine = memo(function RowLine({
  row,
  base,
  now: shownAt,
  old,
  waits,
  zone,
  index,
  leaving,
}: RowLineProps) {
  const heardAt = oldAt(old, row.namespace);
  const now = heardAt ?? shownAt;
  const end = 'text-right whitespace-nowrap';
  return (
    <div
      role="row"
      aria-rowindex={index}
      data-row={row.key}
      className={`board-columns relative min-h-8 border-b border-line focus-within:bg-raise focus-within:shadow-[inset_2px_0_0_var(--color-ink)] hover:bg-raise coarse:min-h-11 ${leaving ? 'opacity-55' : ''} ${heardAt === undefined ? '' : 'grayscale-75'}`}
    >
      <span role="cell" className="flex pt-[5px] wide:pt-0">
        <StatusShape status={row.status} label={statusWord[row.status]} />
      </span>
      <span
        role="rowheader"
        className="truncate font-normal"
        title={heardAt === undefined ? undefined : `As of ${instant(heardAt, zone)}`}
      >
        <ClusterLink
          href={workloadPath(row, base)}

          className="font-semibold text-ink after:absolute after:inset-0 hover:no-underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {row.name}
        </ClusterLink>{' '}
        <span className="text-ink-3">
          {row.namespace} · {row.kind}
        </span>
      </span>
      <span role="cell" className="col-start-2 col-end-4 min-w-0 wide:col-auto wide:flex" title={row.what}>
        <span className="min-w-0 roomy:truncate">{row.what}</span>
        {row.certainty && <span className="shrink-0 whitespace-pre text-ink-3"> · {row.certainty}</span>}
        {row.pending && (
          <span className="shrink-0 whitespace-pre text-ink-3">
            {' '}
            · {waits || heardAt !== undefined ? 'not read yet' : 'still reading'}
          </span>
        )}
        {heardAt !== undefined && (
          <span className="shrink-0 text-ink-3 wide:whitespace-pre"> · as of {secondNear(heardAt, shownAt, zone)}</span>
        )}
      </span>
      <span role="cell" className="col-start-3 row-start-1 text-right whitespace-nowrap wide:col-auto wide:row-auto">
        {row.ready ?? '—'}
      </span>
      <span role="cell" className="hidden roomy:block">
        <Deaths deaths={row.deaths} now={now} status={row.status} />
      </span>
      <span role="cell" className={`hidden roomy:block ${end}`}>
        {row.restarts}
      </span>
      <span
        role="cell"
        className={`hidden wide:block ${end}`}
        title={row.since ? `since ${instant(row.since, zone)}` : undefined}
      >
        {(row.since && lastingOf(row.since, now)) ?? '—'}
      </span>
    </div>
  );
});
