import type { CurveModel, Level, Sample } from './curve-model';
import type { TimeAxis } from './geometry';

interface CurveSvgProps {
  curve: CurveModel;
  axis: TimeAxis;
  /** Pixels from the top of the strip, and how high. */
  top: number;
  height: number;
}

/** Percent of the height: lines as near as this are one, and words as near as that would lie upon each other. */
const [sameLine, tickRoom] = [4, 12];
/** The bands of shares take the lower part. */
const shareHeight = 0.4;

/** A curve over the axis of the runs: stretched in width, so that nothing has to be measured; its lines are not. */
export function CurveSvg({ curve, axis, top, height }: CurveSvgProps) {
  const x = (at: number): number => cut(((at - axis.from) / (axis.to - axis.from)) * 100);
  const y = (value: number): number => cut(100 - (Math.max(0, value) / curve.top) * 100);
  const share = (value: number): number => cut(100 - Math.min(1, Math.max(0, value)) * shareHeight * 100);
  const own = curve.lines.filter((line) => line.own);
  const levels = curve.levels.filter(({ beyond }) => !beyond);
  // A limit or request says its own value; a second word on its line, or where its words end at the left, would be in the way.
  const ticks = curve.ticks.filter(
    ({ value }) =>
      !levels.some((level) => Math.abs(y(level.last) - y(value)) < (x(endOf(level)) < 40 ? tickRoom : sameLine)),
  );
  return (
    <>
      <svg
        y={top}
        width="100%"
        height={height}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        className="overflow-visible"
      >
        <path d="M0 100H100" vectorEffect="non-scaling-stroke" className="stroke-line" />
        {curve.ticks.map(({ value }) => (
          <path key={value} d={`M0 ${y(value)}H100`} vectorEffect="non-scaling-stroke" className="stroke-line" />
        ))}
        {curve.share.map((piece, index) => (
          <path key={index} d={area(piece, x, share)} className="fill-degraded opacity-35" />
        ))}
        {own.length === 1 &&
          own[0]?.pieces.map((piece, index) => (
            <path key={index} d={area(piece, x, y)} className="fill-ink opacity-[.06]" />
          ))}
        {curve.lines.map(({ key, own: isOwn, pieces, detail }) => (
          <path
            key={key}
            d={pieces.map((piece) => line(piece, x, y)).join('')}
            fill="none"
            strokeWidth={isOwn ? 1.6 : 1}
            strokeLinecap="round"
            strokeLinejoin="round"
            strokeDasharray={
              isOwn && detail !== null && own.length > 1 ? dashOf(own.findIndex((one) => one.key === key)) : undefined
            }
            vectorEffect="non-scaling-stroke"
            className={isOwn ? 'stroke-ink' : 'stroke-ink-3 opacity-60'}
            data-line={isOwn ? 'own' : 'other'}
          />
        ))}
        {levels.map((level) => (
          <path
            key={level.name}
            d={level.pieces.map((piece) => steps(piece, x, y)).join('')}
            fill="none"
            strokeWidth="1.4"
            strokeDasharray="4 3"
            vectorEffect="non-scaling-stroke"
            className={level.name === 'limit' ? 'stroke-broken' : 'stroke-ink-3'}
            data-level={level.name}
          />
        ))}
      </svg>
      {ticks.map(({ value, words }) => (
        <Halo key={value} x="0%" y={top + (y(value) / 100) * height - 3} anchor="start" ink="fill-ink-3">
          {words}
        </Halo>
      ))}
      {levels.map((level) => (
        <Halo
          key={level.name}
          x={`${x(endOf(level))}%`}
          y={top + (y(level.last) / 100) * height + (level.name === 'limit' ? -5 : 13)}
          anchor="end"
          ink={level.name === 'limit' ? 'fill-broken' : 'fill-ink-3'}
        >
          {level.words}
        </Halo>
      ))}
    </>
  );
}

interface HaloProps {
  x: string;
  y: number;
  anchor: 'start' | 'end';
  ink: string;
  children: string;
}

/** Words over lines stay readable: the surface shows around the letters. */
function Halo({ x, y, anchor, ink, children }: HaloProps) {
  return (
    <text x={x} y={y} textAnchor={anchor} className={`${ink} stroke-raise [paint-order:stroke]`} strokeWidth="3">
      {children}
    </text>
  );
}

const endOf = (level: Level): number => level.pieces.at(-1)?.at(-1)?.[0] ?? 0;

type Scale = (value: number) => number;

/** A lone sample is a dot: a line of no length with round ends. */
export function line(piece: readonly Sample[], x: Scale, y: Scale): string {
  return (
    piece.map(([at, value], index) => `${index === 0 ? 'M' : 'L'}${x(at)} ${y(value)}`).join('') +
    (piece.length === 1 ? 'h0' : '')
  );
}

/** Never a slope: a limit holds until another one does. */
export function steps(piece: readonly Sample[], x: Scale, y: Scale): string {
  let last: number | null = null;
  let path = '';
  for (const [at, value] of piece) {
    if (last === null) path += `M${x(at)} ${y(value)}`;
    else path += `H${x(at)}${value === last ? '' : `V${y(value)}`}`;
    last = value;
  }
  return path;
}

function area(piece: readonly Sample[], x: Scale, y: Scale): string {
  const [first, last] = [piece[0], piece.at(-1)];
  if (!first || !last || piece.length < 2) return '';
  return `M${x(first[0])} 100${piece.map(([at, value]) => `L${x(at)} ${y(value)}`).join('')}L${x(last[0])} 100z`;
}

function dashOf(index: number): string | undefined {
  return [undefined, '6 3', '1.5 3'][index];
}

function cut(percent: number): number {
  return Math.round(percent * 100) / 100;
}
