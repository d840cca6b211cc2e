'use client';

import { useEffect, useState } from 'react';

/**
 * The instant the page shows. It begins with the server's (so both render the same) and, where the picture is live, goes
 * on by this machine's steady clock: a wrong wall clock in the browser changes nothing.
 */
export function useNow(servedAt: string, live: boolean, everyMs = 10_000): string {
  const [passed, setPassed] = useState({ servedAt, ms: 0 });
  useEffect(() => {
    if (!live) return undefined;
    const from = performance.now();
    const timer = window.setInterval(() => setPassed({ servedAt, ms: performance.now() - from }), everyMs);
    return () => window.clearInterval(timer);
  }, [servedAt, live, everyMs]);
  if (!live || passed.servedAt !== servedAt) return servedAt;
  return new Date(Date.parse(servedAt) + passed.ms).toISOString();
}
