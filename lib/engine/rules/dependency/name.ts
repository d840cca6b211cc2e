/** Whether a name that was not resolved is a Service of this cluster, as far as the snapshot can tell. */

import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';
import { neighbourEvidence, neighbourOf } from './neighbour';

export function nameClaim(found: LogFinding): DraftClaim[] {
  const neighbour = neighbourOf(found);
  const evidence = neighbour && neighbourEvidence(neighbour);
  if (!evidence) return [];
  return [
    {
      text: 'A Service of that name is there, so cluster DNS itself did not answer, or the name was asked in another namespace.',
      evidence: [evidence],
    },
  ];
}
