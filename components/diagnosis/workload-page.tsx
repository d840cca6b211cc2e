import type { SeriesView } from '@/lib/model/metrics';
import type { DiagnosisView as Shown, Totals } from '@/lib/model/views';
import { workloadKey } from '@/lib/model/workload';
import { formatInstant } from '@/lib/format/time';
import { toMarkdown } from '@/lib/report/markdown';
import { AsLastHeard } from '../live/as-last-heard';
import { LiveRefresh } from '../live/live-refresh';
import { PageActions } from '../share/page-actions';
import { oldAt } from '../board/old-words';
import { isOld } from '../shell/freshness-words';
import { OldNamespace, StaleNotice } from '../states/cluster-states';
import { Notice } from '../states/notice';
import { seriesWindowFor, type CurveId } from '../strip/curve-kinds';
import type { WindowChoice } from '../strip/geometry';
import { reportPath, withCluster, workloadPath } from '../words/addresses';
import { Crumbs } from './crumbs';
import { DiagnosisView } from './diagnosis-view';
import { FocusAnswer } from './focus-answer';

interface WorkloadPageProps {
  view: Shown;
  totals: Totals;
  /** Id of an opened recording; null for the watched cluster. */
  source: string | null;
  /** Where several are watched. */
  cluster: string | null;
  zone: string;
  window: WindowChoice | null;
  curve: CurveId | null;
  /** The numbers of Prometheus, on their way; null where there is none. */
  series: Promise<SeriesView> | null;
  pod: string | undefined;
}

/** The page of a workload that this process knows: of the watched cluster, or of an opened recording. */
export function WorkloadPage({
  view: { diagnosis, freshness, goneAt },
  totals,
  source,
  cluster,
  zone,
  window,
  curve,
  series,
  pod,
}: WorkloadPageProps) {
  const { workload } = diagnosis;
  const heardAt = oldAt(freshness.old, workload.namespace);
  const stale = isOld(freshness) || heardAt !== undefined;
  const base = source === null ? '' : `/open/${source}`;
  const api = `/api/v1/diagnoses/${[workload.namespace, workload.kind, workload.name].map(encodeURIComponent).join('/')}`;
  return (
    <>
      <Crumbs workload={workload} base={base} totals={totals}>
        <PageActions
          markdown={toMarkdown(diagnosis)}
          html={withCluster(reportPath(workloadPath(workload, base), window), cluster)}
          share={{ workload, source, cluster, zone, window: seriesWindowFor(window) }}
          back={base || '/'}
        />
      </Crumbs>
      <FocusAnswer workload={workloadKey(workload)} />
      {/* Of one that is gone its return is told, with whatever status it comes back. */}
      {source === null && (
        <LiveRefresh workload={workloadKey(workload)} status={goneAt === undefined ? diagnosis.status : null} />
      )}
      {goneAt !== undefined && (
        <Notice tone="still">
          <b>This workload is gone</b>, noticed at {formatInstant(goneAt)}. This is how it was last seen; it is
          remembered for an hour. A shared link keeps it.
        </Notice>
      )}
      {isOld(freshness) && <StaleNotice freshness={freshness} zone={zone} />}
      {heardAt !== undefined && (
        <OldNamespace freshness={freshness} namespace={workload.namespace} heardAt={heardAt} zone={zone} />
      )}
      <AsLastHeard live={source === null} stale={stale}>
        <DiagnosisView
          diagnosis={diagnosis}
          place={{
            base,
            zone,
            window,
            curve,
            series,
            pod: pod ?? null,
            waits: isOld(freshness),
            live: freshness.state === 'live' && !stale && goneAt === undefined,
            gone: goneAt !== undefined,
            json: source === null ? withCluster(api, cluster) : `${api}?source=${encodeURIComponent(source)}`,
          }}
        />
      </AsLastHeard>
    </>
  );
}
