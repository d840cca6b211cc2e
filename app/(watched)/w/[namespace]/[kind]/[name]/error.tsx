'use client';

import { ErrorState } from '@/components/states/error-state';

export default function DiagnosisError(props: { error: unknown; retry: () => void }) {
  return <ErrorState {...props} what="this diagnosis" />;
}
