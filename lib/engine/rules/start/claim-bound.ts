/** Of a pod whose claims are bound by now, while the last that the scheduler said of them is from before. */

import type { Evidence, NonEmpty } from '../../../model/diagnosis';
import type { PersistentVolumeClaim } from '../../../model/kubernetes';
import { describeObject } from '../../../remedy/look';
import type { Explanation } from '../../rule';
import { short } from '../log-rule';
import { waitForTry } from './no-longer-closed';

/** What was, in the past tense. `evidence`: the scheduler's word, then the claims; `said`: what it said of the binding. */
export function explainBound(
  namespace: string,
  bound: readonly PersistentVolumeClaim[],
  said: string | null,
  [scheduler, ...claims]: NonEmpty<Evidence>,
): Explanation {
  const name = bound[0]?.metadata.name ?? '';
  const others = bound.length - 1;
  return {
    headline: [
      'The pod waited for its claim ',
      { code: name },
      ...(others > 0 ? [`, or one of ${others} more,`] : []),
      ' which was ',
      { mark: 'not bound in time' },
      ...(said === null ? [] : [`: ${short(said)}`]),
    ],
    claims: [
      { text: 'The scheduler held the pod back for a claim that was not bound.', evidence: [scheduler] },
      { text: 'By now its claims are bound: a new try may find another answer.', evidence: claims },
    ],
    remedies: [
      waitForTry,
      describeObject(namespace, 'pvc', name, 'Its events say when it was bound, and what it waited for.'),
    ],
    container: null,
    wouldDisprove: 'A new word of the scheduler for a claim that is not bound.',
  };
}
