import type { Metadata } from 'next';
import { diagnosisTitle } from '@/components/diagnosis/diagnosis-title';
import { WorkloadPage } from '@/components/diagnosis/workload-page';
import { listDiagnoses } from '@/lib/service/list-diagnoses';
import { NotShown } from '@/app/not-shown';
import { one, type Query } from '@/app/parameters';
import { readPreferences } from '@/app/preferences';
import { readWorkload, type Params } from './read';

export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  const { namespace, kind, name } = await params;
  const view = await readWorkload(namespace, kind, name);
  return { title: view.ok ? diagnosisTitle(view.value.diagnosis) : 'Unloop' };
}

interface PageProps {
  params: Promise<Params>;
  searchParams: Promise<Query>;
}

export default async function DiagnosisPage({ params, searchParams }: PageProps) {
  const [{ namespace, kind, name }, query, preferences] = await Promise.all([params, searchParams, readPreferences()]);
  const view = await readWorkload(namespace, kind, name);
  if (!view.ok) return <NotShown problem={view.problem} zone={preferences.zone} />;
  const { totals } = await listDiagnoses({ limit: 1 });
  return (
    <WorkloadPage
      view={view.value}
      totals={totals}
      source={null}
      zone={preferences.zone}
      window={one(query, 'window')}
      pod={one(query, 'pod')}
    />
  );
}
