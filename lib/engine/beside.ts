/** A container that is unwell because of another one of its pod: why that one is goes before it. */

import { familyOf } from '../model/causes';
import type { Candidate } from './rank';
import { callsItsOwnPod } from './rules/dependency/own-pod';
import { restartPolicyOf } from './facts/restarts';
import { decisiveLog } from './facts/table';
import { blameless, type TroubledContainer } from './facts/trouble';

/**
 * Whether it cannot start, is not started again, or dies again and again. One end alone may be of another matter; one that is
 * ready by its readiness probe serves.
 */
function isDead({ container, trouble, endings, readyNow, recovering }: TroubledContainer): boolean {
  const last = endings.find((ending) => !blameless(ending));
  if (container.type === 'init' || recovering || trouble === 'not-ready') return false;
  if (last === undefined) return trouble === 'waiting';
  if (trouble === 'ended' && restartPolicyOf(container) === 'Never') return true;
  return (container.status?.restartCount ?? 0) > 1 && !(readyNow && container.spec.readinessProbe !== null);
}

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
