import Link from 'next/link';
import type { ShareView } from '@/lib/model/views';
import { toMarkdown } from '@/lib/report/markdown';
import { Crumbs } from '../diagnosis/crumbs';
import { DiagnosisView } from '../diagnosis/diagnosis-view';
import { Notice } from '../states/notice';
import { keptSeries, type CurveId } from '../strip/curve-kinds';
import type { WindowChoice } from '../strip/geometry';
import { ageOf } from '@/lib/format/time';
import { clockNear, instant } from '../time/zone';
import { withCluster, workloadPath } from '../words/addresses';
import { PageActions } from './page-actions';

interface SharedPageProps {
  share: ShareView;
  html: string;
  json: string;
  zone: string;
  window: WindowChoice | null;
  curve: CurveId | null;
}

/** A diagnosis as it was frozen: the same words, however late, and beside them how it is now where that is known. */
export function SharedPage({
  share: { diagnosis, series, expiresAt, now, gone },
  html,
  json,
  zone,
  window,
  curve,
}: SharedPageProps) {
  const { workload, cluster, asOf } = diagnosis;
  const kept = keptSeries(series, window);
  const windows = series.map((view) => view.window);
  return (
    <>
      <Notice tone="still">
        <b className="font-semibold">As it was at {instant(asOf, zone)}</b>, in {cluster.name}. This page does not
        change; the link ends in{' '}
        <span title={instant(expiresAt, zone)}>{ageOf(new Date().toISOString(), expiresAt)}</span>
        <span className="print-only">, at {instant(expiresAt, zone)}</span>.
        {now && (
          <>
            {' '}
            <b className="font-semibold">{now.heard ? 'Now:' : 'Last heard:'}</b> {now.status}
            {now.headline && `, ${now.headline}`}, at{' '}
            {now.heard ? clockNear(now.at, asOf, zone) : instant(now.at, zone)}.{' '}
            <Link href={withCluster(workloadPath(workload), now.cluster)} prefetch={false}>
              Open it live
            </Link>
          </>
        )}
        {gone && (
          <>
            {' '}
            <b className="font-semibold">Now:</b> gone
            {gone.noticedAt !== null && `, noticed at ${clockNear(gone.noticedAt, asOf, zone)}`}.
          </>
        )}
      </Notice>
      <Crumbs workload={workload} base={null} totals={null}>
        <PageActions markdown={toMarkdown(diagnosis)} html={html} share={null} back={null} />
      </Crumbs>
      <DiagnosisView
        diagnosis={diagnosis}
        place={{
          base: null,
          zone,
          window,
          windows,
          curve,
          series: kept,
          pod: null,
          live: false,
          gone: gone !== null,
          json,
        }}
      />
    </>
  );
}
