import type { ReactNode } from 'react';
import { isKind } from '@/lib/model/kinds';
import type { Permission } from '@/lib/model/result';
import type { ClusterView, Freshness } from '@/lib/model/views';
import { LiveRefresh } from '../live/live-refresh';
import { PermissionRule } from '../permissions/permission-rule';
import { clockToday } from '../time/zone';
import { AskedPod } from './asked-pod';
import { FailedState, StaleNotice } from './cluster-states';
import { PageState } from './page-state';
import { PodsUnread, type UnreadPods } from './pods-unread';
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

/** True where all pods are known as they are now (or were, of a recording): only then is a pod that is not found not there. */
export function isWhole({ freshness }: ClusterView): boolean {
  return freshness.state === 'live' || freshness.state === 'frozen';
}

interface PodUnseenProps {
  pod: string;
  namespace: string;
  /** Where it was looked for; one of them is not whole, or does not read this namespace. */
  clusters: ClusterView[];
  /** Of the only cluster: null where it reads the pods of this namespace. */
  unread: UnreadPods | null;
  /** There is a picture, and it is old. */
  seen: boolean;
  /** What would let the pods be read; empty where nothing forbids it. */
  permissions: readonly Permission[];
  zone: string;
}

/** A pod that is not in what could be read: whether it is there is not known, and the page goes on by itself. */
export function PodUnseen({ pod, namespace, clusters, unread, seen, permissions, zone }: PodUnseenProps) {
  const [only, ...others] = clusters;
  if (only === undefined || others.length > 0) {
    return (
      <>
        {/* The stream of this page is of one cluster, and the pod may be in any. */}
        <meta httpEquiv="refresh" content="10" />
        <PodNotFound clusters={clusters} />
      </>
    );
  }
  const { freshness } = only;
  const rule = permissions.length > 0 && <PermissionRule permissions={permissions} />;
  const isOld = !isWhole(only);
  if (isOld && !seen) {
    return (
      <FailedState freshness={freshness} zone={zone}>
        <p>
          Whether there is a pod <b className="font-semibold text-ink">{pod}</b> in {namespace} is not known.
        </p>
        {rule}
      </FailedState>
    );
  }
  // An old picture may have pods of this namespace, and then it was looked through.
  if (unread && (!isOld || unread.heardAt === null)) {
    return (
      <>
        {isOld ? <StaleNotice freshness={freshness} zone={zone} /> : <LiveRefresh workload={null} status={null} />}
        <PodsUnread pod={pod} namespace={namespace} unread={unread} zone={zone}>
          {rule}
        </PodsUnread>
      </>
    );
  }
  return (
    <>
      <StaleNotice freshness={freshness} zone={zone} />
      <PodNotFound clusters={clusters}>
        <p>
          The picture is old: a pod that was made after {clockToday(freshness.showing, zone)} is not in it. This page
          goes on by itself when the pods are read again.
        </p>
        {rule}
      </PodNotFound>
    </>
  );
}

/** Of each of `missing`, "Kind in namespace: why": what is not read of another kind hides no pod. */
function concernsPods(words: string): boolean {
  const [first = ''] = words.split(/[ :]/, 1);
  return first === 'Pod' || !isKind(first);
}

/** No workload for a pod: says what was looked at. */
export function PodNotFound({ clusters, children }: { clusters: ClusterView[]; children?: ReactNode }) {
  const several = clusters.length > 1;
  const looked = clusters
    .filter(({ freshness }) => !several || freshness.state !== 'failed')
    .map(({ name, freshness: { source, missing } }) => {
      const where = source.kind === 'sample' ? 'the sample cluster' : name;
      return missing.some(concernsPods) ? `the pods of ${where} that are read` : `all pods of ${where}`;
    });
  const unread = clusters.flatMap(({ name, freshness: { state, missing, why } }) => {
    if (several && state === 'failed')
      return [`${name}, which cannot be read${why === null ? '' : ` (${why.replace(/\.$/, '')})`}`];
    if (several && state === 'stale') return [`what is new in ${name}, which is not heard`];
    return missing.filter(concernsPods).map((words) => (several ? `${name}: ` : '') + words.replace(/\.$/, ''));
  });
  return (
    <div className="max-w-[80ch]">
      <AskedPod />
      <div className="space-y-2 [overflow-wrap:anywhere] text-ink-2">
        {children}
        {looked.length > 0 && (
          <p>
            Looked among {looked.join(', ')}: those that are there and those that were deleted within the last hour.
          </p>
        )}
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
