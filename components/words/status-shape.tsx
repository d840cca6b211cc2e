import type { Status } from '@/lib/model/diagnosis';

export const statusInk: Record<Status, string> = {
  broken: 'text-broken',
  degraded: 'text-degraded',
  recovering: 'text-recovering',
  healthy: 'text-healthy',
};

/** Severity by shape: triangle, diamond, ring, disc. The word stands beside it or is its label. */
export function StatusShape({ status, label }: { status: Status; label?: string }) {
  return (
    <svg
      viewBox="0 0 10 10"
      width="10"
      height="10"
      className={`shrink-0 ${statusInk[status]}`}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {status === 'broken' && <path d="M5 0l5 10H0z" fill="currentColor" />}
      {status === 'degraded' && <path d="M5 0l5 5-5 5-5-5z" fill="currentColor" />}
      {status === 'recovering' && <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="2" />}
      {status === 'healthy' && <circle cx="5" cy="5" r="3" fill="currentColor" />}
    </svg>
  );
}
