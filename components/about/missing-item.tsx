import type { ReactNode } from 'react';

interface MissingItemProps {
  what: string;
  why: string;
  /** What cannot be known because of it; empty where nothing is lost. */
  unknowable: string;
  children?: ReactNode;
}

/** One thing that is not there to be read, and what that hides. */
export function MissingItem({ what, why, unknowable, children }: MissingItemProps) {
  return (
    <li className="grid gap-x-3 gap-y-0.5 border-t border-line py-2.5 [overflow-wrap:anywhere] wide:grid-cols-[190px_minmax(0,1fr)]">
      <b className="font-semibold">{what}</b>
      <div className="min-w-0">
        <p className="text-ink-2">{why}</p>
        {unknowable && <p>Cannot be known because of it: {unknowable}</p>}
        {children}
      </div>
    </li>
  );
}
