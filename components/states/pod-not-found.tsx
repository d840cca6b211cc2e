import type { ClusterView, Freshness } from '@/lib/model/views';
import { LiveRefresh } from '../live/live-refresh';
import { AskedPod } from './asked-pod';
import { PageState } from './page-state';
import { ClusterLink } from '../shell/cluster-link';

/** The pods are not all listed yet, so nothing is known of this one. */
export function PodNotYetKnown({ pod, freshness, several }: { pod: string; freshness: Freshness; several: boolean }) {
  return (
    <PageState title={`Looking for pod ${pod}.`}>
      <p role="status">
        {freshness.source.name} is still being read. This page goes on by itself when the pods are listed.
      </p>
      {freshness.why && <p>In trouble: {freshness.why}</p>}
      {/* The stream of this page is of one cluster, and the pod may be in any. */}
      {several ? <meta httpEquiv="refresh" content="3" /> : <LiveRefresh workload={null} status={null} />}
    </PageState>
  );
}

/** The clusters in which a pod was looked for: the one that the address names, or all. */
export function lookedThrough(clusters: ClusterView[], asked: string | undefined): ClusterView[] {
  const named = clusters.filter(({ name }) => name === asked);
  return named.length > 0 ? named : clusters;
}

/** No workload for a pod: says what was looked at. */
export function PodNotFound({ clusters }: { clusters: ClusterView[] }) {
  const several = clusters.length > 1;
  const names = clusters.map(({ name, freshness: { source } }) =>
    source.kind === 'sample' ? 'the sample cluster' : name,
  );
  const unread = clusters.flatMap(({ name, freshness: { state, missing } }) => {
    if (several && state === 'failed') return [`${name}, which cannot be reached`];
    return missing.map((words) => (several ? `${name}: ` : '') + words.replace(/\.$/, ''));
  });
  return (
    <div className="max-w-[80ch]">
      <AskedPod />
      <div className="space-y-2 [overflow-wrap:anywhere] text-ink-2">
        <p>
          Looked among all pods of {names.join(', ')}: those that are there and those that were deleted within the last
          hour.
        </p>
        {unread.length > 0 && (
          <p>
            Not looked at: {unread.join('; ')}. <ClusterLink href="/about">See what is missing</ClusterLink>
          </p>
        )}
        <p>
          <ClusterLink href="/">Board</ClusterLink>
        </p>
      </div>
    </div>
  );
}
