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

/**
 * Takes the colour from what is shown while nothing newer can come: the server lost the cluster, or this browser lost the
 * server. Not its contrast: it must be read all the same.
 */
export function AsLastHeard({ live, stale, children }: AsLastHeardProps) {
  const connection = useConnection(live);
  const dimmed = stale || !isHeard(connection);
  return <div className={dimmed ? 'grayscale-75' : undefined}>{children}</div>;
}
