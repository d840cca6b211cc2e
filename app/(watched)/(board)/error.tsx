'use client';

import { ErrorState } from '@/components/states/error-state';

export default function BoardError(props: { error: unknown; retry: () => void }) {
  return <ErrorState {...props} what="the board" />;
}
