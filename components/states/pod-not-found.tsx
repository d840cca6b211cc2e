import Link from 'next/link';
import type { Freshness } from '@/lib/model/views';
import { LiveRefresh } from '../live/live-refresh';
import { boardPath } from '../words/addresses';
import { PageState } from './page-state';

interface PodNotFoundProps {
  namespace: string;
  pod: string;
  freshness: Freshness;
}

/** No workload for a pod: says what was looked at, and that it may only not have been read yet. */
export function PodNotFound({ namespace, pod, freshness }: PodNotFoundProps) {
  const { state, source, missing } = freshness;
  if (state === 'connecting') {
    return (
      <PageState title={`Looking for pod ${pod}.`}>
        <p role="status">{source.name} is still being read. This page goes on by itself when the pods are listed.</p>
        <LiveRefresh workload={null} status={null} />
      </PageState>
    );
  }
  return (
    <PageState title={`Pod ${pod} is not known in ${namespace}.`}>
      <p>
        Looked among all pods of {source.kind === 'sample' ? 'the sample cluster' : source.name}, those that are there
        and those that were deleted within the last hour, and among the names that a controller gives its pods.
      </p>
      {missing.length > 0 && (
        <p>
          Not looked at: {missing.join('; ')}. <Link href="/about">See what is missing</Link>
        </p>
      )}
      <p>
        <Link href={boardPath('', { namespace })}>What is broken in {namespace}</Link>
      </p>
    </PageState>
  );
}
