'use client';

import { PageState } from './page-state';
import { ClusterLink } from '../shell/cluster-link';

interface ErrorStateProps {
  error: unknown;
  retry: () => void;
  /** What this page would have shown. */
  what: string;
}

/** A fault of Unloop itself. Nothing of it goes outside but its number in the log. */
export function ErrorState({ error, retry, what }: ErrorStateProps) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <PageState title={`Unloop failed to show ${what}.`}>
      <p>
        This is a fault of Unloop, not of the cluster. Its log says more
        {digest && (
          <>
            {' '}
            under <code>{digest}</code>
          </>
        )}
        . The other pages still work.
      </p>
      <p className="flex flex-wrap items-center gap-3">
        <button type="button" className="button" onClick={() => retry()}>
          Try again
        </button>
        <ClusterLink href="/">Board</ClusterLink>
        <ClusterLink href="/about">Connection</ClusterLink>
      </p>
    </PageState>
  );
}
