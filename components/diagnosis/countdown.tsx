'use client';

import { countdown } from '../time/age';
import { useNow } from '../time/use-now';

/** What is left until an instant; stands still where the picture does. */
export function Countdown({ at, now: servedAt, live }: { at: string; now: string; live: boolean }) {
  const now = useNow(servedAt, live, 1000);
  return (
    <time dateTime={at} role="timer" aria-live="off" className="font-semibold">
      {countdown(Date.parse(at) - Date.parse(now))}
    </time>
  );
}
