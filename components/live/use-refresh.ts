'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect, useRef, useState } from 'react';
import { useCluster } from '../shell/use-cluster';
import { createReadings } from './readings';
import { pageFeed } from './use-live';

/** Several changes in one breath are one reading. */
const breathMs = 60;

/** A server that takes longer than this to say "ok" would not answer with a page either. */
const answerMs = 5000;

/** Whether Unloop itself answers, and not a proxy, a page to sign in, or nobody. */
async function serverAnswers(): Promise<boolean> {
  try {
    const answer = await fetch('/livez', {
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMs),
    });
    return answer.ok && (await answer.text()) === 'ok\n';
  } catch (error) {
    // The network is away, or nothing came in time; whatever fetch failed with, there is no page to be had.
    if (error instanceof Error) return false;
    throw error;
  }
}

function later(run: () => void, ms: number): () => void {
  const timer = window.setTimeout(run, ms);
  return () => window.clearTimeout(timer);
}

/** Renders the page anew from the server, soon, one reading at a time; a server that does not answer leaves it as it is. */
export function useRefresh(): () => void {
  const router = useRouter();
  const cluster = useCluster();
  const due = useRef<number | null>(null);
  // Counted in the transition that shows the reading, so that its end comes with it and can't be missed.
  const [shown, setShown] = useState(0);
  const [readings] = useState(() => {
    const who = {};
    return createReadings({
      answers: serverAnswers,
      begin: () =>
        startTransition(() => {
          router.refresh();
          setShown((count) => count + 1);
        }),
      late: (isLate) => pageFeed(cluster).late(who, isLate),
      came: () => pageFeed(cluster).read(),
      later,
    });
  });

  useEffect(() => {
    if (shown > 0) readings.ended();
  }, [shown, readings]);
  useEffect(
    () => () => {
      window.clearTimeout(due.current ?? undefined);
      due.current = null;
      readings.stop();
    },
    [readings],
  );

  return () => {
    due.current ??= window.setTimeout(() => {
      due.current = null;
      readings.ask();
    }, breathMs);
  };
}
