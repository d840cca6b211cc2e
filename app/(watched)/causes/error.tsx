'use client';

import { ErrorState } from '@/components/states/error-state';

export default function CausesError(props: { error: unknown; retry: () => void }) {
  return <ErrorState {...props} what="the causes" />;
}
