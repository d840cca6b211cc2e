'use client';

import { ErrorState } from '@/components/states/error-state';

export default function ShareError(props: { error: unknown; retry: () => void }) {
  return (
    <main className="page">
      <ErrorState {...props} what="this shared page" />
    </main>
  );
}
