'use client';

import type { ReactNode } from 'react';
import { useConnection } from './use-live';
import { isHeard } from './live-feed';

interface AsLastHeardProps {
  /** The page has a stream. */
  live: boolean;
  /** The server itself says that it does not hear the cluster. */
  stale: boolean;
  children: ReactNode;
}

/** Dims what is shown while nothing newer can come: the server lost the cluster, or this browser lost the server. */
export function AsLastHeard({ live, stale, children }: AsLastHeardProps) {
  const connection = useConnection(live);
  const dimmed = stale || !isHeard(connection);
  return <div className={dimmed ? 'opacity-80 saturate-50' : undefined}>{children}</div>;
}
