'use client';

import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { LiveEvent } from '@/lib/model/views';
import { useCluster } from '../shell/use-cluster';
import { withCluster } from '../words/addresses';
import { createLiveFeed, type Connection, type LiveFeed, type Stream } from './live-feed';

/** By cluster; a feed without listeners has no stream. */
const feeds = new Map<string | null, LiveFeed>();

/** A page that was out of sight this long is read anew when it comes back. */
const hiddenMs = 30_000;

/** EventSource is the Stream the feed speaks of; only its event types are wider. */
function openEventSource(cluster: string | null, lastEventId: string): Stream {
  const path = '/api/v1/live' + (lastEventId === '' ? '' : `?lastEventId=${encodeURIComponent(lastEventId)}`);
  return new EventSource(withCluster(path, cluster)) as unknown as Stream;
}

function pageFeed(cluster: string | null): LiveFeed {
  const known = feeds.get(cluster);
  if (known) return known;
  const made = createLiveFeed({
    open: (lastEventId) => openEventSource(cluster, lastEventId),
    now: () => new Date().toISOString(),
    later: (run, ms) => {
      const timer = window.setTimeout(run, ms);
      return () => window.clearTimeout(timer);
    },
  });
  feeds.set(cluster, made);
  let hiddenAt = 0;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (hiddenAt > 0 && Date.now() - hiddenAt > hiddenMs) made.restart('the page was out of sight');
  });
  window.addEventListener('online', () => made.restart('the network came back'));
  return made;
}

const idle: Connection = { state: 'idle' };

/** Calls `onEvent` for each event of the page's one stream; none is opened where `enabled` is false (a frozen picture). */
export function useLive(enabled: boolean, onEvent: (event: LiveEvent) => void): void {
  const cluster = useCluster();
  const handle = useEffectEvent(onEvent);
  useEffect(() => {
    if (!enabled) return undefined;
    return pageFeed(cluster).subscribe((event) => handle(event));
  }, [enabled, cluster]);
}

const nothing = (): void => undefined;

/** The state of the page's stream. */
export function useConnection(enabled: boolean): Connection {
  const cluster = useCluster();
  return useSyncExternalStore(
    (changed) => (enabled ? pageFeed(cluster).watch(changed) : nothing),
    () => (enabled ? pageFeed(cluster).connection() : idle),
    () => idle,
  );
}
