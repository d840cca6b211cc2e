'use client';

import { use, useEffectEvent, useLayoutEffect, useSyncExternalStore } from 'react';
import type { LiveEvent } from '@/lib/model/views';
import { useCluster } from '../shell/use-cluster';
import { withCluster } from '../words/addresses';
import { ReadingContext } from './as-read';
import { createLiveFeed, names, type Connection, type LiveFeed, type Stream } from './live-feed';
import { openShared, type Channel, type Word } from './shared-stream';

/** By cluster; a feed without listeners has no stream. */
const feeds = new Map<string | null, LiveFeed>();

/** A page that was out of sight this long is read anew when it comes back. */
const hiddenMs = 30_000;

/** EventSource is the Stream the feed speaks of; only its event types are wider. */
function openEventSource(cluster: string | null, lastEventId: string): Stream {
  const path = '/api/v1/live' + (lastEventId === '' ? '' : `?lastEventId=${encodeURIComponent(lastEventId)}`);
  return new EventSource(withCluster(path, cluster)) as unknown as Stream;
}

function later(run: () => void, ms: number): () => void {
  const timer = window.setTimeout(run, ms);
  return () => window.clearTimeout(timer);
}

function tabs(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    // Nobody else than these pages speaks on it.
    onWord: (hear) => channel.addEventListener('message', ({ data }: MessageEvent<Word>) => hear(data)),
    postMessage: (word) => channel.postMessage(word),
    close: () => channel.close(),
  };
}

/** Tabs share one; a page that came over http from another host has no locks, and opens its own. */
function openStream(cluster: string | null, lastEventId: string): Stream {
  const open = (from: string): Stream => openEventSource(cluster, from);
  // Its type says that it is always there.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return open(lastEventId);
  return openShared({
    name: `unloop-live ${cluster ?? ''}`,
    lastEventId,
    events: [...names, 'heartbeat'],
    open,
    locks,
    channel: tabs,
    later,
  });
}

/** The one feed of this page for a cluster; made when it is first asked for. */
export function pageFeed(cluster: string | null): LiveFeed {
  const known = feeds.get(cluster);
  if (known) return known;
  const made = createLiveFeed({
    open: (lastEventId) => openStream(cluster, lastEventId),
    now: () => new Date().toISOString(),
    drawnAt: new Date(performance.timeOrigin).toISOString(),
    later,
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

/**
 * Calls `onEvent` for each event of the page's one stream; none is opened where `enabled` is false (a frozen picture). With
 * each reading it is called `again` for those that the reading does not know, before anything of it is painted.
 */
export function useLive(enabled: boolean, onEvent: (event: LiveEvent, again: boolean) => void): void {
  const cluster = useCluster();
  const reading = use(ReadingContext);
  const handle = useEffectEvent(onEvent);
  useLayoutEffect(() => {
    if (!enabled) return undefined;
    return pageFeed(cluster).subscribe((event) => handle(event, false));
  }, [enabled, cluster]);
  useLayoutEffect(() => {
    if (!enabled) return;
    for (const event of pageFeed(cluster).since(reading?.upTo ?? null)) handle(event, true);
  }, [enabled, cluster, reading]);
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
