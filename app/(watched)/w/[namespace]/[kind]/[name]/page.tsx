import type { Metadata } from 'next';
import { diagnosisTitle } from '@/components/diagnosis/diagnosis-title';
import { WorkloadPage } from '@/components/diagnosis/workload-page';
import { isOld, oldTitle } from '@/components/shell/freshness-words';
import { parseCurve, seriesWindowFor } from '@/components/strip/curve-kinds';
import { parseWindow } from '@/components/strip/geometry';
import { listDiagnoses } from '@/lib/service/list-diagnoses';
import { pageSeries } from '@/lib/service/page-series';
import { askedCluster } from '@/app/asked-cluster';
import { NotShown } from '@/app/not-shown';
import { one, part, type Query } from '@/app/parameters';
import { readPreferences } from '@/app/preferences';
import { readWorkload, type Params } from './read';

export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  const { namespace, kind, name } = await params;
  const view = await readWorkload(namespace, kind, name);
  if (!view.ok) return { title: 'Unloop' };
  const { diagnosis, freshness } = view.value;
  return { title: (isOld(freshness) ? oldTitle : '') + diagnosisTitle(diagnosis) };
}

interface PageProps {
  params: Promise<Params>;
  searchParams: Promise<Query>;
}

export default async function DiagnosisPage({ params, searchParams }: PageProps) {
  const [{ namespace, kind, name }, query, preferences] = await Promise.all([params, searchParams, readPreferences()]);
  const view = await readWorkload(namespace, kind, name);
  if (!view.ok) return <NotShown problem={view.problem} zone={preferences.zone} />;
  const cluster = await askedCluster();
  const { totals } = await listDiagnoses({ cluster, limit: 1 });
  const window = parseWindow(one(query, 'window'));
  const { series } = await pageSeries({
    cluster,
    namespace: part(namespace),
    kind: part(kind),
    name: part(name),
    window: seriesWindowFor(window),
  });
  return (
    <WorkloadPage
      view={view.value}
      totals={totals}
      source={null}
      cluster={cluster ?? null}
      zone={preferences.zone}
      window={window}
      curve={parseCurve(one(query, 'curve'))}
      series={series}
      pod={one(query, 'pod')}
    />
  );
}
