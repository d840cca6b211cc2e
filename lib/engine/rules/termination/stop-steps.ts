/** What to do about a container that is not done when its grace is over: let it hear the signal, or leave it more time. */
import type { Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import type { Stop } from './bad-stops';

/** `signal`: what it is told to stop by. */
export function hearSignal(signal: string): Remedy {
  return changeByHand(
    'handle-sigterm',
    `Let the program hear ${signal}`,
    `Handle the signal in the program; start it by exec where a shell starts it; or put a small init (tini, dumb-init) before it. ${signal === 'SIGTERM' ? 'STOPSIGNAL in the image helps where it listens to another one.' : 'Where it listens to another one, such as SIGTERM, `lifecycle.stopSignal` or STOPSIGNAL in the image is wrong.'}`,
  );
}

/** More of the grace for the signal: a program that heard it needs longer, any other may have got it late. */
export function longerGrace({ grace, heard }: Stop): Remedy {
  // A deletion takes its grace from the pod's own.
  const path = grace.path.startsWith('metadata.') ? 'spec.terminationGracePeriodSeconds' : grace.path;
  return changeByHand(
    'longer-grace',
    heard ? 'Give it longer to end, or less to finish' : `Leave ${grace.signal} more of the grace`,
    heard
      ? `Raise \`${path}\` above what it needs to finish its work, or shorten that: close idle connections, set a deadline for open requests.`
      : `Raise \`${path}\` above what the preStop hook and the program need together, or shorten the hook: its time is taken from the same grace.`,
  );
}

/** A program that ends at once though it may take longer. */
export function finishRequests({ signal, seconds }: Stop['grace']): Remedy {
  return changeByHand(
    'finish-requests',
    'Let it answer what is open before it ends',
    `On ${signal}: take no new request, answer those that are open, then exit; it has ${seconds} s for that, and its own limit for a graceful stop, where it has one, may be longer. A process that has no handler needs one: an init before it only passes the signal on.`,
  );
}
