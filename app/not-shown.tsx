import { ConnectingState, FailedState } from '@/components/states/cluster-states';
import { Refusal } from '@/components/states/refusal';
import type { Problem } from '@/lib/model/problem';
import { getFreshness } from '@/lib/service/get-freshness';
import { askedCluster } from './asked-cluster';

/** Why a page of the watched cluster cannot be shown: no picture yet, or the service's own words. */
export async function NotShown({ problem, zone }: { problem: Problem; zone: string }) {
  if (problem.code !== 'not-ready') return <Refusal problem={problem} />;
  const freshness = await getFreshness({ cluster: await askedCluster() });
  if (freshness.state === 'failed') return <FailedState freshness={freshness} zone={zone} />;
  return <ConnectingState freshness={freshness} />;
}
