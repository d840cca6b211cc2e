'use client';

import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { LiveEvent } from '@/lib/model/views';
import { createLiveFeed, type Connection, type LiveFeed, type Stream } from './live-feed';

let feed: LiveFeed | null = null;

/** A page that was out of sight this long is read anew when it comes back. */
const hiddenMs = 30_000;

/** EventSource is the Stream the feed speaks of; only its event types are wider. */
function openEventSource(lastEventId: string): Stream {
  const query = lastEventId === '' ? '' : `?lastEventId=${encodeURIComponent(lastEventId)}`;
  return new EventSource(`/api/v1/live${query}`) as unknown as Stream;
}

function pageFeed(): LiveFeed {
  if (feed) return feed;
  const made = createLiveFeed({
    open: openEventSource,
    now: () => new Date().toISOString(),
    later: (run, ms) => window.setTimeout(run, ms),
  });
  feed = made;
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
  const handle = useEffectEvent(onEvent);
  useEffect(() => {
    if (!enabled) return undefined;
    return pageFeed().subscribe((event) => handle(event));
  }, [enabled]);
}

const nothing = (): void => undefined;

/** The state of the page's stream. */
export function useConnection(enabled: boolean): Connection {
  return useSyncExternalStore(
    (changed) => (enabled ? pageFeed().watch(changed) : nothing),
    () => (enabled ? pageFeed().connection() : idle),
    () => idle,
  );
}
