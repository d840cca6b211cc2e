'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, useTransition } from 'react';
import { createReadings } from './readings';

/** Several changes in one breath are one reading. */
const breathMs = 60;

/** Renders the page anew from the server, soon, one reading at a time. */
export function useRefresh(): () => void {
  const router = useRouter();
  const due = useRef<number | null>(null);
  const [pending, startTransition] = useTransition();
  const [readings] = useState(() => createReadings(() => startTransition(() => router.refresh())));
  const wasPending = useRef(false);

  useEffect(() => {
    if (wasPending.current && !pending) readings.ended();
    wasPending.current = pending;
  }, [pending, readings]);
  useEffect(() => () => window.clearTimeout(due.current ?? undefined), []);

  return () => {
    due.current ??= window.setTimeout(() => {
      due.current = null;
      readings.ask();
    }, breathMs);
  };
}
