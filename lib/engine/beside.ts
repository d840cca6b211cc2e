/** A container that is unwell because of another one of its pod: why that one is goes before it. */

import { familyOf } from '../model/causes';
import type { Candidate } from './rank';
import { callsItsOwnPod } from './rules/dependency/own-pod';
import { isDead } from './facts/dead';
import { decisiveLog } from './facts/table';
import type { TroubledContainer } from './facts/trouble';

/** Whether its own words are that another container of its pod did not take its call. */
function wantsMate(troubled: TroubledContainer): boolean {
  const log = decisiveLog(troubled);
  return log?.hit.cause === 'dependency-unreachable' && callsItsOwnPod({ captures: log.hit.captures, log });
}

/**
 * Whether the finding only tells what another container of the pod leads to. A dead one leads a probe to fail beside it, where
 * that one runs and is not ready, or was killed after it had called in vain; one that is not ready leads its callers to end.
 */
export function isLedTo({ cause, subject: { pod, container: own } }: Candidate): boolean {
  if (!pod || !own) return false;
  const mates = pod.containers.filter((mate) => mate !== own);
  if (familyOf(cause) === 'probe')
    return mates.some((mate) => isDead(mate) && !wantsMate(mate)) && (own.trouble === 'not-ready' || wantsMate(own));
  return cause === 'dependency-unreachable' && mates.some(({ trouble }) => trouble === 'not-ready') && wantsMate(own);
}
