import type { Diagnosis } from '@/lib/model/diagnosis';
import { plural } from '@/lib/format/count';
import { laneMiddle, stripOf, type WindowChoice } from './geometry';
import { LaneRuns } from './lane-runs';
import { LaneSvg } from './lane-svg';
import { Legend } from './legend';
import { RunsTable } from './runs-table';

interface StripProps {
  diagnosis: Diagnosis;
  window: WindowChoice | null;
  pod: string | null;
  zone: string;
}

/** The loop, unrolled: one lane a container, the one in trouble first and the others folded. Drawn on the server. */
export function Strip({ diagnosis, window, pod, zone }: StripProps) {
  const model = stripOf(diagnosis, window, pod);
  const [first, ...others] = model.lanes;
  if (!first) return null;
  const lane = { model, zone, asOf: diagnosis.asOf };
  return (
    <section
      aria-labelledby="strip"
      className="rounded-lg border border-line bg-raise px-2.5 pt-2.5 pb-2 wide:px-4 wide:pt-3.5"
    >
      <header className="mb-1.5 flex flex-col justify-between gap-x-6 wide:flex-row">
        <h2 id="strip" className="min-w-0 text-section font-semibold [overflow-wrap:anywhere]">
          The loop, unrolled{' '}
          <span className="font-normal text-ink-2">
            · {first.container} in {first.pod}, last {model.axis.label}
          </span>
        </h2>
        <Legend model={model} />
      </header>
      <div className="relative">
        <LaneSvg lane={first} flags {...lane} />
        <LaneRuns lane={first} top={laneMiddle(model.flags.length > 0)} {...lane} />
      </div>
      {others.length > 0 && (
        <details className="mt-1 text-small text-ink-2">
          <summary className="coarse:py-3">{plural(others.length, 'other container')}</summary>
          {others.map((other) => (
            <div key={other.key} className="mt-2">
              <p className="[overflow-wrap:anywhere]">
                {other.container} in {other.pod}
              </p>
              <div className="relative">
                <LaneSvg lane={other} flags={false} {...lane} />
                <LaneRuns lane={other} top={laneMiddle(false)} {...lane} />
              </div>
            </div>
          ))}
        </details>
      )}
      <RunsTable diagnosis={diagnosis} zone={zone} />
    </section>
  );
}
