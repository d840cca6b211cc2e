import type { Mark } from './geometry';

/** A restart of which only a counter tells: how the run ended is not known. */
export const countedTick = 'M0 -7V7';

/** How a run ended, each by its own shape, drawn around the origin. */
export function MarkShape({ mark }: { mark: Mark }) {
  switch (mark) {
    case 'memory':
      return <path d="M-4.5 -5.5L4.5 5.5M4.5 -5.5L-4.5 5.5" className="stroke-broken" strokeWidth="2.2" />;
    case 'probe':
      return <path d="M0 -7L7 0L0 7L-7 0z" className="fill-broken" />;
    case 'unhandled-stop':
      return <path d="M-6 -7H6L-6 7H6z" fill="none" className="stroke-broken" strokeWidth="2" />;
    case 'exit':
      return <circle r="5" className="fill-broken" />;
    case 'stopped':
      return <circle r="4" strokeWidth="2" className="fill-raise stroke-ink-2" />;
    case 'node':
      return <rect x="-5" y="-5" width="10" height="10" className="fill-degraded" />;
    case 'silent':
      return <path d="M0 -7V7" strokeDasharray="2 2" strokeWidth="2" className="stroke-degraded" />;
    case 'unknown':
      return <path d="M0 -6V6" className="stroke-ink-2" strokeWidth="2.4" />;
  }
}

export const markWords: Record<Mark, string> = {
  memory: 'killed for memory',
  probe: 'killed by a probe',
  'unhandled-stop': 'did not end on SIGTERM, killed',
  exit: 'ended by itself, with its code',
  stopped: 'stopped as it was told',
  node: 'ended by its node',
  silent: 'not heard since, its node is silent',
  unknown: 'ended, not known how',
};
