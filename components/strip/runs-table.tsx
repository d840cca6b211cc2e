import type { Diagnosis } from '@/lib/model/diagnosis';
import { clockNear, instant } from '../time/zone';
import { markWords } from './marks';
import { endOf, lastedOf } from './run-words';

/** The columns that a phone has room for. */
const onPhone = new Set(['from', 'lasted', 'ended']);

/** The same as the drawing, in words. */
export function RunsTable({ diagnosis, zone }: { diagnosis: Diagnosis; zone: string }) {
  const { runs, asOf, changes } = diagnosis;
  const cell = 'py-1 pr-4 text-left align-top font-normal';
  // What the strip above names already, and what follows from the cells beside it: no room for them on a phone.
  const wideOnly = `${cell} max-wide:hidden`;
  const several = new Set(runs.map(({ container, pod }) => `${container} ${pod}`)).size > 1;
  const when = (at: string | null): string => (at === null ? 'not known' : clockNear(at, asOf, zone));
  return (
    <details className="mt-1 text-small text-ink-2">
      <summary className="coarse:py-3">The runs as a table</summary>
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Runs as a table">
        <table className="mt-1 min-w-full border-collapse">
          <thead>
            <tr className="text-label text-ink-3">
              {(['container', 'pod', 'from', 'to', 'lasted', 'ended'] as const).map((head) => (
                <th key={head} scope="col" className={onPhone.has(head) ? cell : wideOnly}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run, index) => (
              <tr key={index} className="border-t border-line">
                <td className={wideOnly}>{run.container}</td>
                <td className={wideOnly}>{run.pod}</td>
                <td
                  className={`${cell} whitespace-nowrap`}
                  title={run.startedAt ? instant(run.startedAt, zone) : undefined}
                >
                  {when(run.startedAt)}
                </td>
                <td className={`${wideOnly} whitespace-nowrap`}>{endOf(run, asOf, zone)}</td>
                <td className={`${cell} whitespace-nowrap`}>{lastedOf(run, asOf) ?? '—'}</td>
                <td className={`${cell} [overflow-wrap:anywhere]`}>
                  {several && (
                    <span className="block text-ink-3 wide:hidden">
                      {run.container} in {run.pod}
                    </span>
                  )}
                  {run.endedBy === null ? endOf(run, asOf, zone) : endWords(run)}
                  {run.lastLine && (
                    <span className="block font-mono text-tick">
                      <span className="sr-only">Last line: </span>
                      {run.lastLine}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {changes.length > 0 && (
          <ul className="mt-2">
            {changes.map((change, index) => (
              <li key={index}>
                {when(change.at)}: {change.revision === null ? change.kind : `revision ${change.revision}`}{' '}
                {change.field} {change.from ?? 'none'} → {change.to ?? 'none'}
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

function endWords(run: Diagnosis['runs'][number]): string {
  const how = run.endedBy === null ? '' : run.endedBy === 'replaced' ? 'replaced' : markWords[run.endedBy];
  const code = run.exitCode === null ? '' : `exit code ${run.exitCode}`;
  return [how, run.reason, code].filter(Boolean).join(', ') || '—';
}
