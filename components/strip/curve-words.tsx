import type { SeriesView } from '@/lib/model/metrics';
import { plural } from '@/lib/format/count';
import { formatMeasure } from '@/lib/format/measure';
import { clockNear } from '../time/zone';
import type { CountedRestarts } from './counted-restarts';
import { curveKinds, type CurveId } from './curve-kinds';
import type { CurveModel } from './curve-model';

interface CurveWordsProps {
  series: SeriesView | 'waiting' | null;
  curve: CurveModel | null;
  chosen: CurveId | null;
  asked: CurveId | null;
  /** What the axis covers: "hour". */
  label: string;
}

/** What the curve shows, and what could not be had and why. */
export function CurveWords({ series, curve, chosen, asked, label }: CurveWordsProps) {
  if (series === null) return null;
  if (series === 'waiting') return <Line>Reading the numbers of Prometheus.</Line>;
  const own = curve?.lines.some((line) => line.own) ?? false;
  const others = curve?.lines.filter((line) => !line.own).length ?? 0;
  const said = [
    curve && sentence(curve.says),
    curve?.kind.share && curve.share.length > 0 && `Band: share ${curve.kind.shareName}, at most ${most(curve)}.`,
    ...(curve?.levels.filter(({ beyond }) => beyond).map(({ words }) => sentence(`${words}: far above, not drawn`)) ??
      []),
    own && others > 0 && 'Thin: the other pods.',
    curve && !own && 'Of other pods: for this one there is no number.',
    chosen && !curve && `No ${curveKinds[chosen].name} within the last ${label}.`,
    asked && chosen && asked !== chosen && `There are no numbers for ${curveKinds[asked].name}.`,
  ].filter((words) => typeof words === 'string');
  return (
    <>
      {said.length > 0 && <Line>{said.join(' ')}</Line>}
      {series.missing.length > 0 && (
        <Line>
          <b className="font-semibold">Not checked:</b> {unread(series).join('; ')}.
        </Line>
      )}
    </>
  );
}

/** What the ticks on the lane are. */
export function RestartWords({
  restarts,
  zone,
  asOf,
}: {
  restarts: readonly CountedRestarts[];
  zone: string;
  asOf: string;
}) {
  const last = restarts.at(-1);
  if (!last) return null;
  const count = plural(
    restarts.reduce((sum, { by }) => sum + by, 0),
    'more restart',
  );
  return (
    <Line>
      Ticks: {count} that Prometheus counted, the last before {clockNear(new Date(last.at).toISOString(), asOf, zone)}.
    </Line>
  );
}

/** What could not be had, one entry a reason. */
function unread({ missing }: SeriesView): string[] {
  return [...new Set(missing.map(({ why }) => why))].map(
    (why) =>
      `${missing
        .filter((row) => row.why === why)
        .map(({ what }) => what)
        .join(', ')}: ${why.replace(/\.$/, '')}`,
  );
}

function Line({ children }: { children: React.ReactNode }) {
  return <p className="text-label [overflow-wrap:anywhere] text-ink-2">{children}</p>;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}

function most({ share }: CurveModel): string {
  return formatMeasure(Math.max(...share.flat().map(([, value]) => value)), 'ratio');
}
