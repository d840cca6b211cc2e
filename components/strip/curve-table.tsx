import { plural } from '@/lib/format/count';
import type { CountedRestarts } from './counted-restarts';
import type { CurveModel, Reading } from './curve-model';
import { clockNear } from '../time/zone';

/** Rows enough to follow a curve, few enough to hear. */
const mostRows = 30;

interface CurveTableProps {
  curve: CurveModel;
  axis: { from: number; to: number };
  zone: string;
  asOf: string;
  /** "app in cart-7d9c", where there are several. */
  of?: string;
  restarts?: readonly CountedRestarts[];
}

/** The curve in words: for each stretch of time its highest value, or that there was none. */
export function CurveTable({ curve, axis, zone, asOf, of, restarts = [] }: CurveTableProps) {
  const cell = 'py-1 pr-4 text-left align-top font-normal whitespace-nowrap';
  // Each stretch begins where the one before it ended, so a phone does without the end.
  const end = `${cell} max-wide:hidden`;
  const beside = 'py-1 text-left align-top font-normal';
  const title = of === undefined ? 'The curve as a table' : `The curve of ${of} as a table`;
  const counted = (from: number, to: number): string[] => {
    const sum = restarts.reduce((all, { at, by }) => (at >= from && at < to ? all + by : all), 0);
    return sum > 0 ? [plural(sum, 'restart')] : [];
  };
  const rows = stretches(curve.readings, axis);
  const when = (at: number): string => clockNear(new Date(at).toISOString(), asOf, zone);
  return (
    <details className="no-print mt-1 text-small text-ink-2">
      <summary className="coarse:py-3">{title}</summary>
      <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={title}>
        <table className="mt-1 border-collapse">
          <thead>
            <tr className="text-label text-ink-3">
              <th scope="col" className={cell}>
                from
              </th>
              <th scope="col" className={end}>
                to
              </th>
              <th scope="col" className={cell}>
                highest {curve.kind.value}
              </th>
              <th scope="col" className={beside}>
                beside it
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ from, to, highest }) => (
              <tr key={from} className="border-t border-line">
                <td className={cell}>{when(from)}</td>
                <td className={end}>{when(to)}</td>
                <td className={cell}>{highest ? highest.value : 'no data'}</td>
                <td className={beside}>{[...(highest?.beside ?? []), ...counted(from, to)].join(', ') || '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** Equal stretches from the first reading to the last; those without one are named, not left out. */
export function stretches(
  readings: readonly Reading[],
  axis: { from: number; to: number },
): { from: number; to: number; highest: Reading | null }[] {
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) return [];
  const size = Math.max(1000, Math.ceil((axis.to - axis.from) / mostRows / 1000) * 1000);
  const count = Math.floor((last.at - first.at) / size) + 1;
  return Array.from({ length: count }, (_, index) => {
    const from = first.at + index * size;
    const inside = readings.filter(({ at }) => at >= from && at < from + size);
    const highest = inside.reduce<Reading | null>((best, one) => (best && best.size >= one.size ? best : one), null);
    return { from, to: from + size, highest };
  });
}
