import type { ReactNode } from 'react';

const tones = {
  bad: 'border-broken bg-broken-wash',
  warning: 'border-degraded bg-degraded-wash',
  still: 'border-recovering bg-recovering-wash',
} as const;

/** A line above the page that changes how it is to be read. */
export function Notice({ tone, children }: { tone: keyof typeof tones; children: ReactNode }) {
  return (
    <div className={`notice my-3.5 rounded-r-md border-l-3 px-3.5 py-2.5 [overflow-wrap:anywhere] ${tones[tone]}`}>
      {children}
    </div>
  );
}
