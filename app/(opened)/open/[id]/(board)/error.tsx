'use client';

import { ErrorState } from '@/components/states/error-state';

export default function OpenedBoardError(props: { error: unknown; retry: () => void }) {
  return <ErrorState {...props} what="this recording" />;
}
