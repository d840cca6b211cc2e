'use client';

import { isHeard } from '../live/live-feed';
import { useConnection } from '../live/use-live';
import { countdown } from '../time/age';
import { useNow } from '../time/use-now';

/** When the next try is due: counts down, and says so while it is made. */
export function NextTry({ at, now: servedAt }: { at: string; now: string }) {
  const now = useNow(servedAt, isHeard(useConnection(true)), 1000);
  const left = Date.parse(at) - Date.parse(now);
  return left < 500 ? (
    'trying now'
  ) : (
    <>
      next in{' '}
      <time dateTime={at} role="timer" aria-live="off" className="font-semibold">
        {countdown(left)}
      </time>
    </>
  );
}

/** What is left until an instant; stands still where the picture does, also while only this browser hears nothing. */
export function Countdown({ at, now: servedAt, live }: { at: string; now: string; live: boolean }) {
  const heard = isHeard(useConnection(live));
  const now = useNow(servedAt, live && heard, 1000);
  return (
    <time dateTime={at} role="timer" aria-live="off" className="font-semibold">
      {countdown(Date.parse(at) - Date.parse(now))}
    </time>
  );
}
