import type { ReactNode } from 'react';
import type { KindState } from '@/lib/model/source';
import { ClusterLink } from '../shell/cluster-link';
import { clockToday } from '../time/zone';
import { PageState } from './page-state';

/** What keeps the pods of a namespace from being read. */
export interface UnreadPods {
  /** Readers that would have its pods; empty where only other namespaces were named to be read. */
  readers: readonly KindState[];
  /** When its pods were last heard; null: never. */
  heardAt: string | null;
}

const isRead = ({ state }: KindState): boolean => state === 'live' || state === 'stale' || state === 'frozen';

/** Null where the pods of this namespace are read: then a pod that is not among them can be called not known. */
export function unreadPods(kinds: readonly KindState[], namespace: string): UnreadPods | null {
  const pods = kinds.filter(({ kind }) => kind === 'Pod');
  const readers = pods.filter((state) => state.namespace === null || state.namespace === namespace);
  if (pods.length === 0 || readers.some(isRead)) return null;
  const times = readers.flatMap(({ heardAt }) => heardAt ?? []);
  return { readers, heardAt: times.sort().at(-1) ?? null };
}

interface PodsUnreadProps {
  pod: string;
  namespace: string;
  unread: UnreadPods;
  zone: string;
  /** The rule that would let them be read. */
  children: ReactNode;
}

/** Other namespaces may be read, and this one is not: nothing was looked through for this pod. */
export function PodsUnread({ pod, namespace, unread: { readers, heardAt }, zone, children }: PodsUnreadProps) {
  const why = readers.findLast(({ failure }) => failure !== null)?.failure?.message;
  return (
    <PageState title={`The pods of ${namespace} are not read.`}>
      <p>
        Whether there is a pod <b className="font-semibold text-ink">{pod}</b> in it is not known.{' '}
        {readers.length === 0 ? 'Unloop was told to read other namespaces only (UNLOOP_NAMESPACES).' : why}
      </p>
      {heardAt !== null && <p>They were last heard at {clockToday(heardAt, zone)}, and it was not among them.</p>}
      {children}
      <p>
        This page goes on by itself when they are read. <ClusterLink href="/about">See what is missing</ClusterLink>
      </p>
      <p>
        <ClusterLink href="/">Board</ClusterLink>
      </p>
    </PageState>
  );
}
