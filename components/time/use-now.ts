'use client';

import { useEffect, useRef, useState } from 'react';

/**
 * The instant the page shows. It begins with the server's (so both render the same) and, where the picture is live, goes
 * on by this machine's steady clock: a wrong wall clock in the browser changes nothing. Where `live` ends, it stands still
 * at what it last was; where it is live again, it shows the true time again.
 */
export function useNow(servedAt: string, live: boolean, everyMs = 10_000): string {
  const [passed, setPassed] = useState({ servedAt, ms: 0 });
  const begun = useRef({ servedAt: '', at: 0 });
  useEffect(() => {
    if (!live) return undefined;
    if (begun.current.servedAt !== servedAt) begun.current = { servedAt, at: performance.now() };
    const from = begun.current.at;
    const timer = window.setInterval(() => setPassed({ servedAt, ms: performance.now() - from }), everyMs);
    return () => window.clearInterval(timer);
  }, [servedAt, live, everyMs]);
  return instantAfter(servedAt, passed);
}

/** `passed` counts from the instant that it was begun with; of another it says nothing. */
export function instantAfter(servedAt: string, passed: { servedAt: string; ms: number }): string {
  if (passed.servedAt !== servedAt || passed.ms === 0) return servedAt;
  return new Date(Date.parse(servedAt) + passed.ms).toISOString();
}
