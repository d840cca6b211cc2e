import Link from 'next/link';
import type { Freshness } from '@/lib/model/views';
import { LiveRefresh } from '../live/live-refresh';
import { AskedPod } from './asked-pod';
import { PageState } from './page-state';

/** The pods are not all listed yet, so nothing is known of this one. */
export function PodNotYetKnown({ pod, freshness }: { pod: string; freshness: Freshness }) {
  return (
    <PageState title={`Looking for pod ${pod}.`}>
      <p role="status">
        {freshness.source.name} is still being read. This page goes on by itself when the pods are listed.
      </p>
      {freshness.why && <p>In trouble: {freshness.why}</p>}
      <LiveRefresh workload={null} status={null} />
    </PageState>
  );
}

/** No workload for a pod: says what was looked at. */
export function PodNotFound({ freshness }: { freshness: Freshness }) {
  const { source, missing } = freshness;
  return (
    <div className="max-w-[80ch]">
      <AskedPod />
      <div className="space-y-2 [overflow-wrap:anywhere] text-ink-2">
        <p>
          Looked among all pods of {source.kind === 'sample' ? 'the sample cluster' : source.name}: those that are there
          and those that were deleted within the last hour.
        </p>
        {missing.length > 0 && (
          <p>
            Not looked at: {missing.map((words) => words.replace(/\.$/, '')).join('; ')}.{' '}
            <Link href="/about">See what is missing</Link>
          </p>
        )}
        <p>
          <Link href="/">Board</Link>
        </p>
      </div>
    </div>
  );
}
