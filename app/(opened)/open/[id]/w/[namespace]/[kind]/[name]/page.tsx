import type { Metadata } from 'next';
import { diagnosisTitle } from '@/components/diagnosis/diagnosis-title';
import { WorkloadPage } from '@/components/diagnosis/workload-page';
import { Refusal } from '@/components/states/refusal';
import { parseCurve, seriesWindowFor } from '@/components/strip/curve-kinds';
import { parseWindow } from '@/components/strip/geometry';
import { listDiagnoses } from '@/lib/service/list-diagnoses';
import { pageSeries } from '@/lib/service/page-series';
import { one, part, type Query } from '@/app/parameters';
import { readPreferences } from '@/app/preferences';
import { readWorkload, type Params } from './read';

export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  const { id, namespace, kind, name } = await params;
  const view = await readWorkload(id, namespace, kind, name);
  return { title: view.ok ? diagnosisTitle(view.value.diagnosis) : 'Unloop' };
}

interface PageProps {
  params: Promise<Params>;
  searchParams: Promise<Query>;
}

export default async function OpenedDiagnosisPage({ params, searchParams }: PageProps) {
  const [{ id, namespace, kind, name }, query, preferences] = await Promise.all([
    params,
    searchParams,
    readPreferences(),
  ]);
  const view = await readWorkload(id, namespace, kind, name);
  if (!view.ok) return <Refusal problem={view.problem} />;
  const { totals } = await listDiagnoses({ source: id, limit: 1 });
  const window = parseWindow(one(query, 'window'));
  const { series } = await pageSeries({
    source: id,
    namespace: part(namespace),
    kind: part(kind),
    name: part(name),
    window: seriesWindowFor(window),
  });
  return (
    <WorkloadPage
      view={view.value}
      totals={totals}
      source={id}
      cluster={null}
      zone={preferences.zone}
      window={window}
      curve={parseCurve(one(query, 'curve'))}
      series={series}
      pod={one(query, 'pod')}
    />
  );
}
