import Link from 'next/link';
import type { ShareView } from '@/lib/model/views';
import { toMarkdown } from '@/lib/report/markdown';
import { Crumbs } from '../diagnosis/crumbs';
import { DiagnosisView } from '../diagnosis/diagnosis-view';
import { Notice } from '../states/notice';
import { parseWindow } from '../strip/geometry';
import { ageOf } from '../time/age';
import { clockNear, instant } from '../time/zone';
import { workloadPath } from '../words/addresses';
import { PageActions } from './page-actions';

interface SharedPageProps {
  share: ShareView;
  html: string;
  json: string;
  zone: string;
  window: string | undefined;
}

/** A diagnosis as it was frozen: the same words, however late, and beside them how it is now where that is known. */
export function SharedPage({ share: { diagnosis, expiresAt, now }, html, json, zone, window }: SharedPageProps) {
  const { workload, cluster, asOf } = diagnosis;
  return (
    <>
      <Notice tone="still">
        <b className="font-semibold">As it was at {instant(asOf, zone)}</b>, in {cluster.name}. This page does not
        change; the link ends in{' '}
        <span title={instant(expiresAt, zone)}>{ageOf(new Date().toISOString(), expiresAt)}</span>.
        {now && (
          <>
            {' '}
            <b className="font-semibold">Now:</b> {now.status}
            {now.headline && `, ${now.headline}`}, at {clockNear(now.at, asOf, zone)}.{' '}
            <Link href={workloadPath(workload)} prefetch={false}>
              Open it live
            </Link>
          </>
        )}
      </Notice>
      <Crumbs workload={workload} base={null} totals={null}>
        <PageActions markdown={toMarkdown(diagnosis)} html={html} share={null} back={null} />
      </Crumbs>
      <DiagnosisView
        diagnosis={diagnosis}
        place={{ base: null, zone, window: parseWindow(window), pod: null, live: false, json }}
      />
    </>
  );
}
