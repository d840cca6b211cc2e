import { tickOf } from '../time/zone';
import type { CountedRestarts } from './counted-restarts';
import type { CurveModel } from './curve-model';
import { CurveSvg } from './curve-svg';
import {
  curveHeight,
  curveTop,
  laneMiddle,
  type Bar,
  type Flag,
  type Lane,
  type Span,
  type StripModel,
} from './geometry';
import { countedTick, MarkShape } from './marks';

interface LaneSvgProps {
  model: StripModel;
  lane: Lane;
  flags: boolean;
  zone: string;
  /** Drawn above the bars; `waiting` where only its place is kept. */
  curve?: CurveModel | 'waiting' | null;
  restarts?: readonly CountedRestarts[];
}

const barHeight = 12;
/** Percent of a phone's width that two words of the axis need. */
const roomOfWords = 15;

/**
 * One lane on the time axis. Places are percent of the width and sizes are pixels, so nothing is stretched on a phone and
 * no script measures anything; a curve over the same axis is one nested, stretched drawing above the bars.
 */
export function LaneSvg({ model, lane, flags, zone, curve = null, restarts = [] }: LaneSvgProps) {
  const shown = flags ? model.flags : [];
  const middle = laneMiddle(shown.length > 0, curve !== null);
  const height = middle + 44;
  const { axis } = model;
  const step = (axis.ticks[1] ?? 0) - (axis.ticks[0] ?? 0);
  const place = (at: number): number => ((at - axis.from) / (axis.to - axis.from)) * 100;
  // A week of a fast loop has a thousand: what lies upon each other is drawn once.
  const ticks = [...new Set(restarts.map(({ at }) => Math.round(place(at) * 4) / 4))];
  return (
    <svg aria-hidden="true" width="100%" height={height} className="block overflow-visible text-tick">
      {axis.ticks.map((at) => (
        <line key={at} x1={`${place(at)}%`} x2={`${place(at)}%`} y1="4" y2={middle + 16} className="stroke-line" />
      ))}
      <line
        x1={`${place(axis.now)}%`}
        x2={`${place(axis.now)}%`}
        y1="4"
        y2={middle + 16}
        className="stroke-line-strong"
      />
      {curve !== null && curve !== 'waiting' && (
        <CurveSvg curve={curve} axis={axis} top={curveTop(shown.length > 0)} height={curveHeight} />
      )}
      {lane.backoff.map((span, index) => (
        <line
          key={index}
          x1={`${span.left}%`}
          x2={`${span.left + span.width}%`}
          y1={middle}
          y2={middle}
          strokeDasharray="2 4"
          strokeWidth="2"
          className="stroke-ink-3"
        />
      ))}
      {lane.bars.map((bar, index) => (
        <BarShape key={index} bar={bar} middle={middle} />
      ))}
      {ticks.map((left) => (
        <svg key={left} x={`${left}%`} y={middle} className="overflow-visible">
          <path d={countedTick} strokeWidth="1.6" className="stroke-broken" data-restart="" />
        </svg>
      ))}
      {lane.next !== null && (
        <svg x={`${lane.next}%`} y={middle} className="overflow-visible">
          <path d="M0 -9V9" strokeWidth="2" className="stroke-recovering" />
        </svg>
      )}
      {shown.map((flag, index) => (
        <FlagShape key={index} flag={flag} bottom={middle + 16} />
      ))}
      {axis.ticks
        .map((at) => ({ at, left: place(at) }))
        // Words at an edge are moved inwards: where the next is near, a phone would show one upon the other.
        .filter(({ left }) => place(axis.from + step) >= roomOfWords || (left >= 4 && left <= 96))
        .map(({ at, left }) => (
          <TickWord key={at} place={left} y={height - 6} text={tickOf(new Date(at).toISOString(), step, zone)} />
        ))}
    </svg>
  );
}

function BarShape({ bar: { bar, running, deaf, end, run }, middle }: { bar: Bar; middle: number }) {
  const top = middle - barHeight / 2;
  const width = (span: Span): string => `max(2px, ${span.width}%)`;
  return (
    <>
      <rect
        x={`${bar.left}%`}
        y={top}
        height={barHeight}
        rx="2"
        style={{ width: width(bar) }}
        className={running ? 'fill-recovering' : 'fill-ink-3 opacity-50'}
      />
      {deaf && (
        <>
          <rect
            x={`${deaf.left}%`}
            y={top}
            height={barHeight}
            style={{ width: width(deaf) }}
            className="fill-broken opacity-30"
          />
          <line x1={`${deaf.left}%`} x2={`${deaf.left}%`} y1={top - 10} y2={top + 18} className="stroke-ink-2" />
          <text x={`${deaf.left}%`} y={top - 14} textAnchor="end" className="fill-ink-3">
            TERM
          </text>
          <svg x={`${deaf.left + deaf.width}%`} className="overflow-visible">
            <text x="8" y={top - 14} className="fill-ink-3">
              KILL
            </text>
          </svg>
        </>
      )}
      {end && end.at >= 0 && (
        <svg x={`${end.at}%`} y={middle} className="overflow-visible">
          <MarkShape mark={end.mark} />
          {end.mark === 'exit' && run.exitCode !== null && (
            <text y="21" textAnchor="middle" className="fill-ink-2">
              {run.exitCode}
            </text>
          )}
        </svg>
      )}
    </>
  );
}

function FlagShape({ flag: { at, change }, bottom }: { flag: Flag; bottom: number }) {
  const late = at > 60;
  return (
    <>
      <line x1={`${at}%`} x2={`${at}%`} y1="4" y2={bottom} strokeWidth="1.5" className="stroke-degraded" />
      <svg x={`${at}%`} className="overflow-visible">
        <text x={late ? -6 : 6} y="15" textAnchor={late ? 'end' : 'start'} className="fill-degraded">
          {changeWords(change)}
        </text>
      </svg>
    </>
  );
}

/** "revision 7: limits.memory 512Mi → 256Mi" */
export function changeWords(change: Flag['change']): string {
  const what = change.revision === null ? change.kind : `revision ${change.revision}`;
  const field = change.field.split('.').slice(-2).join('.');
  const values = change.from !== null || change.to !== null ? ` ${change.from ?? 'none'} → ${change.to ?? 'none'}` : '';
  return field === '' ? what : `${what}: ${field}${values}`;
}

function TickWord({ place, y, text }: { place: number; y: number; text: string }) {
  const anchor = place < 4 ? 'start' : place > 96 ? 'end' : 'middle';
  return (
    <text x={`${place}%`} y={y} textAnchor={anchor} className="fill-ink-3">
      {text}
    </text>
  );
}
