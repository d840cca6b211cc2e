'use client';

import { ErrorState } from '@/components/states/error-state';

export default function AboutError(props: { error: unknown; retry: () => void }) {
  return <ErrorState {...props} what="the connection" />;
}
