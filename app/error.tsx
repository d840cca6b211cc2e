'use client';

import { ErrorState } from '@/components/states/error-state';

export default function RootError(props: { error: unknown; retry: () => void }) {
  return (
    <main className="page">
      <ErrorState {...props} what="this page" />
    </main>
  );
}
