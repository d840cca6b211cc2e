'use client';

import { ErrorState } from '@/components/states/error-state';

export default function PodError(props: { error: unknown; retry: () => void }) {
  return <ErrorState {...props} what="the workload of this pod" />;
}
