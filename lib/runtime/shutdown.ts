/** A graceful end at SIGTERM and SIGINT: not ready at once, streams ended, everything stopped, gone in under 10 s. */
import 'server-only';

import type { Runtime } from './runtime';

/** Under the 10 s of design §9, and far under the 30 s that a kubelet waits. */
const deadlineMs = 8000;

/** Where signals arrive: the process, or a test's. */
interface Signals {
  once(signal: 'SIGTERM' | 'SIGINT', listener: (signal: 'SIGTERM' | 'SIGINT') => void): unknown;
}

/**
 * Next's own handler stays in charge of the listener: it takes no new connection, waits for all answers and ends with
 * 143 (130 at SIGINT). It would wait for ever for one open event stream (stack.md, traps), so ours ends those, and whatever
 * is left at the deadline. Where NEXT_MANUAL_SIG_HANDLE turns Next's handler off, ours ends the process by itself.
 */
export function endGracefully(
  runtime: Pick<Runtime, 'stop'>,
  { signals, exit }: { signals: Signals; exit: (code: number) => void } = {
    signals: process,
    exit: (code) => process.exit(code),
  },
): void {
  const end = (signal: 'SIGTERM' | 'SIGINT'): void => {
    const code = signal === 'SIGTERM' ? 143 : 130;
    const force = setTimeout(() => {
      console.error(`Unloop: still busy ${deadlineMs / 1000} s after ${signal}, ending now.`);
      exit(code);
    }, deadlineMs);
    force.unref();
    void runtime.stop().then(() => {
      if (process.env['NEXT_MANUAL_SIG_HANDLE']) exit(code);
    });
  };
  signals.once('SIGTERM', end);
  signals.once('SIGINT', end);
}
