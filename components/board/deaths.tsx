import { msBetween } from '@/lib/format/time';
import { plural } from '@/lib/format/count';
import type { Status } from '@/lib/model/diagnosis';
import { hourMs } from '@/lib/format/units';
import { statusInk } from '../words/status-shape';

const width = 148;

/** Deaths of the last hour as ticks, the present at the right edge. */
export function Deaths({ deaths, now, status }: { deaths: readonly string[]; now: string; status: Status }) {
  // A node's clock may run ahead, and an old board is as of what it heard last of all its pods.
  const ages = deaths.map((at) => Math.max(0, msBetween(at, now))).filter((age) => age <= hourMs);
  return (
    <svg
      width={width}
      height="18"
      viewBox={`0 0 ${width} 18`}
      role="img"
      aria-label={ages.length === 0 ? 'none' : plural(ages.length, 'death')}
      className={`block ${statusInk[status]}`}
    >
      <line x1="0" x2={width} y1="13.5" y2="13.5" className="stroke-line-strong" />
      {ages.map((age, index) => (
        <rect key={index} x={tickAt(age)} y="3" width="2.4" height="11" fill="currentColor" />
      ))}
    </svg>
  );
}

/** Left edge of a tick: an hour ago at 0, now at the end. */
export function tickAt(ageMs: number): number {
  return Math.round((1 - ageMs / hourMs) * (width - 2.4) * 10) / 10;
}
