'use client';

import { useEffect, useRef, useState } from 'react';

/**
 * The instant the page shows. It begins with the server's (so both render the same) and, where the picture is live, goes
 * on by what passes here: a wrong wall clock in the browser changes nothing. Where `live` ends, it stands still at what it
 * last was; where it is live again, it shows the true time again.
 */
export function useNow(servedAt: string, live: boolean, everyMs = 10_000): string {
  const [passed, setPassed] = useState({ servedAt, ms: 0 });
  const begun = useRef<{ servedAt: string; at: Clocks } | null>(null);
  useEffect(() => {
    if (!live) return undefined;
    if (begun.current?.servedAt !== servedAt) begun.current = { servedAt, at: readClocks() };
    const from = begun.current.at;
    const timer = window.setInterval(() => setPassed({ servedAt, ms: msBetween(from, readClocks()) }), everyMs);
    return () => window.clearInterval(timer);
  }, [servedAt, live, everyMs]);
  return instantAfter(servedAt, passed);
}

/** In milliseconds. In most browsers the steady clock stands still while the machine sleeps (F42); the wall clock may be set. */
interface Clocks {
  steady: number;
  wall: number;
}

const readClocks = (): Clocks => ({ steady: performance.now(), wall: Date.now() });

/** The longer of both: a sleep shows on the wall clock only, and one that is set back shows on neither. */
export function msBetween(from: Clocks, to: Clocks): number {
  return Math.max(to.steady - from.steady, to.wall - from.wall);
}

/** `passed` counts from the instant that it was begun with; of another it says nothing. */
export function instantAfter(servedAt: string, passed: { servedAt: string; ms: number }): string {
  if (passed.servedAt !== servedAt || passed.ms === 0) return servedAt;
  return new Date(Date.parse(servedAt) + passed.ms).toISOString();
}
