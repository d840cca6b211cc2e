/** The names of the columns; on a phone, where rows have two lines, only for those who hear them. */
export function BoardHeads() {
  const end = 'text-right';
  return (
    <div role="rowgroup" className="sr-only wide:not-sr-only">
      <div role="row" aria-rowindex={1} className="board-columns mt-[22px] text-label text-ink-3 max-wide:contents">
        <span role="columnheader">
          <span className="sr-only">status</span>
        </span>
        <span role="columnheader">workload</span>
        <span role="columnheader">cause</span>
        <span role="columnheader" className={end}>
          ready
        </span>
        <span role="columnheader" className="hidden roomy:block">
          known deaths, last hour
        </span>
        <span role="columnheader" className={`hidden roomy:block ${end}`}>
          restarts
        </span>
        <span role="columnheader" className={`hidden wide:block ${end}`}>
          for
        </span>
      </div>
    </div>
  );
}
