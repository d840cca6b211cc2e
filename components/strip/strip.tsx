import type { Diagnosis } from '@/lib/model/diagnosis';
import { seriesWindows, type SeriesView, type SeriesWindow } from '@/lib/model/metrics';
import { plural } from '@/lib/format/count';
import { curveOfCause, drawable, type CurveId } from './curve-kinds';
import { countedRestarts } from './counted-restarts';
import { curveModel } from './curve-model';
import { CurveReader } from './curve-reader';
import { CurveTable } from './curve-table';
import { curveHeight, curveTop, laneMiddle, stripOf, type WindowChoice } from './geometry';
import { LaneRuns } from './lane-runs';
import { LaneSvg } from './lane-svg';
import { Legend } from './legend';
import { RunsTable } from './runs-table';
import { StripChoices } from './strip-choices';
import { CurveWords, RestartWords } from './curve-words';

interface StripProps {
  diagnosis: Diagnosis;
  window: WindowChoice | null;
  pod: string | null;
  zone: string;
  /** Numbers of Prometheus; `waiting` while they are read; null where there is none, and then the strip is without them. */
  series?: SeriesView | 'waiting' | null;
  /** The curve that was asked for; null: the one of the cause. */
  curve?: CurveId | null;
  windows?: readonly SeriesWindow[] | undefined;
}

/** The loop, unrolled: one lane a container, the one in trouble first and the others folded. Drawn on the server. */
export function Strip({
  diagnosis,
  window,
  pod,
  zone,
  series = null,
  curve: asked = null,
  windows = seriesWindows,
}: StripProps) {
  const model = stripOf(diagnosis, window, pod);
  const [first, ...others] = model.lanes;
  if (!first) return null;
  const { axis } = model;
  const lane = { model, zone, asOf: diagnosis.asOf };
  const view = series === 'waiting' ? null : series;
  const choices = view ? drawable(view, first.container, curveOfCause(diagnosis.primary)) : [];
  const chosen = choices.find((id) => id === asked) ?? choices[0] ?? null;
  const curve = view && chosen ? curveModel(chosen, view, first, axis) : null;
  const restarts = view ? countedRestarts(view, first, axis) : [];
  const drawn = series === 'waiting' ? 'waiting' : curve;
  const flags = model.flags.length > 0;
  const place = { top: curveTop(flags), height: curveHeight, axis: { from: axis.from, to: axis.to } };
  return (
    <section
      aria-labelledby="strip"
      className="rounded-lg border border-line bg-raise px-2.5 pt-2.5 pb-2 wide:px-4 wide:pt-3.5"
    >
      <header className="mb-1.5 flex flex-col justify-between gap-x-6 wide:flex-row">
        <h2 id="strip" className="min-w-0 text-section font-semibold [overflow-wrap:anywhere]">
          The loop, unrolled{' '}
          <span className="font-normal text-ink-2">
            · {first.container} in {first.pod}, last {axis.label}
          </span>
        </h2>
        <Legend model={model} counted={restarts.length > 0} />
      </header>
      {view && <StripChoices curves={choices} curve={chosen} windows={windows} window={window} pod={pod} />}
      <CurveWords series={series} curve={curve} chosen={chosen} asked={asked} label={axis.label} />
      <RestartWords restarts={restarts} zone={zone} asOf={diagnosis.asOf} />
      <div className="relative">
        <LaneSvg lane={first} flags curve={drawn} restarts={restarts} {...lane} />
        {curve && (
          <CurveReader
            label={`${curve.kind.value} of ${first.container} in ${first.pod}`}
            name={curve.kind.value}
            readings={curve.readings}
            pauseMs={curve.pauseMs}
            zone={zone}
            asOf={diagnosis.asOf}
            {...place}
          />
        )}
        <LaneRuns lane={first} top={laneMiddle(flags, drawn !== null)} {...lane} />
      </div>
      {others.length > 0 && (
        <details className="mt-1 text-small text-ink-2">
          <summary className="coarse:py-3">{plural(others.length, 'other container')}</summary>
          {others.map((other) => {
            const drawnHere = view && chosen ? curveModel(chosen, view, other, axis) : null;
            // Only its own numbers: those of other pods are drawn with the first lane.
            const own = drawnHere?.lines.some((line) => line.own) ? drawnHere : null;
            const name = `${other.container} in ${other.pod}`;
            return (
              <div key={other.key} className="mt-2">
                <p className="[overflow-wrap:anywhere]">
                  {name}
                  {own && `: ${own.says}`}
                </p>
                <div className="relative">
                  <LaneSvg lane={other} flags={false} curve={own} {...lane} />
                  <LaneRuns lane={other} top={laneMiddle(false, own !== null)} {...lane} />
                </div>
                {own && <CurveTable curve={own} axis={axis} zone={zone} asOf={diagnosis.asOf} of={name} />}
              </div>
            );
          })}
        </details>
      )}
      {curve && <CurveTable curve={curve} axis={axis} zone={zone} asOf={diagnosis.asOf} restarts={restarts} />}
      <RunsTable diagnosis={diagnosis} zone={zone} />
    </section>
  );
}
