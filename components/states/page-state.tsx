import type { ReactNode } from 'react';

/** A page that has no answer to show: what is so, and what still works. */
export function PageState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="max-w-[80ch]">
      <h1 className="mt-7 mb-2 text-lead font-medium tracking-[-.01em] [overflow-wrap:anywhere]">{title}</h1>
      <div className="space-y-2 text-ink-2 [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}
