'use client';

import { ErrorState } from '@/components/states/error-state';

export default function WatchedError(props: { error: unknown; retry: () => void }) {
  return <ErrorState {...props} what="this page" />;
}
