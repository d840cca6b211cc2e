'use client';

import { useSearchParams } from 'next/navigation';

/** `?cluster=` of this address; null where only one is watched, and where a page is drawn outside of the app (tests). */
export function useCluster(): string | null {
  const params: { get(name: string): string | null } | null = useSearchParams();
  return params?.get('cluster') ?? null;
}
