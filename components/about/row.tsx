import type { ReactNode } from 'react';

/** A name and what stands for it, in a list of both. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="max-wide:mb-2">{children}</dd>
    </>
  );
}
