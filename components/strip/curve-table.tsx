import type { CurveModel, Reading } from './curve-model';
import { clockNear } from '../time/zone';

/** Rows enough to follow a curve, few enough to hear. */
const mostRows = 30;

interface CurveTableProps {
  curve: CurveModel;
  axis: { from: number; to: number };
  zone: string;
  asOf: string;
}

/** The curve in words: for each stretch of time its highest value, or that there was none. */
export function CurveTable({ curve, axis, zone, asOf }: CurveTableProps) {
  const cell = 'py-1 pr-4 text-left align-top font-normal whitespace-nowrap';
  const rows = stretches(curve.readings, axis);
  const when = (at: number): string => clockNear(new Date(at).toISOString(), asOf, zone);
  return (
    <details className="mt-1 text-small text-ink-2">
      <summary className="coarse:py-3">The curve as a table</summary>
      <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label="The curve as a table">
        <table className="mt-1 border-collapse">
          <thead>
            <tr className="text-label text-ink-3">
              {['from', 'to', `highest ${curve.kind.value}`, 'beside it'].map((head) => (
                <th key={head} scope="col" className={cell}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ from, to, highest }) => (
              <tr key={from} className="border-t border-line">
                <td className={cell}>{when(from)}</td>
                <td className={cell}>{when(to)}</td>
                <td className={cell}>{highest ? highest.value : 'no data'}</td>
                <td className={cell}>{highest?.beside.join(', ') || '—'}</td>
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
