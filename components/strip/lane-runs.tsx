import type { Run } from '@/lib/model/diagnosis';
import { clockNear } from '../time/zone';
import { runFacts, type Lane } from './geometry';
import { endOf, lastedOf } from './run-words';

interface LaneRunsProps {
  lane: Lane;
  top: number;
  zone: string;
  asOf: string;
}

/** Over each bar a button that shows on hover, focus and touch what the run was. No script. */
export function LaneRuns({ lane, top, zone, asOf }: LaneRunsProps) {
  return (
    <ol aria-label={`Runs of ${lane.container} in ${lane.pod}`} className="no-print">
      {lane.bars.map(({ run, bar, deaf }, index) => (
        <li key={index}>
          <button
            type="button"
            aria-label={spoken(run, zone, asOf)}
            className="run absolute block h-7 -translate-y-1/2 rounded-sm coarse:h-11"
            style={{ left: `${bar.left}%`, width: `max(12px, ${bar.width + (deaf?.width ?? 0)}%)`, top }}
          />
          <span
            aria-hidden="true"
            className="run-card"
            style={{ left: `clamp(0px, ${bar.left}%, 100% - min(340px, 100%))`, top: top + 18 }}
          >
            <RunWords run={run} zone={zone} asOf={asOf} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function RunWords({ run, zone, asOf }: { run: Run; zone: string; asOf: string }) {
  const from = run.startedAt ? clockNear(run.startedAt, asOf, zone) : 'not known';
  const lasted = lastedOf(run, asOf);
  return (
    <>
      <span className="block">
        {from}
        {run.finishedAt === null ? ', ' : ' to '}
        {endOf(run, asOf, zone)}
        {lasted && <span className="text-ink-2">, {lasted}</span>}
      </span>
      {runFacts(run) && <span className="block font-semibold">{runFacts(run)}</span>}
      {run.termAt && <span className="block text-ink-2">told to stop at {clockNear(run.termAt, asOf, zone)}</span>}
      {run.lastLine && (
        <span className="mt-1 block font-mono text-tick [overflow-wrap:anywhere] text-ink-2">{run.lastLine}</span>
      )}
    </>
  );
}

function spoken(run: Run, zone: string, asOf: string): string {
  const from = run.startedAt ? ` from ${clockNear(run.startedAt, asOf, zone)}` : '';
  const to = `${run.finishedAt === null ? ',' : ' to'} ${endOf(run, asOf, zone)}`;
  const last = run.lastLine ? `. Last line: ${run.lastLine}` : '';
  return `Run${from}${to}${runFacts(run) && `: ${runFacts(run)}`}${last}`;
}
