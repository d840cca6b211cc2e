/** Under which service account a pod runs, as a claim. */

import { fields } from '../../evidence';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

/** The service account that the pod runs under; nothing where the spec names none. */
export function accountClaim({ container }: LogFinding): DraftClaim[] {
  const account = container.pod.pod.spec.serviceAccountName;
  if (account === null) return [];
  return [
    {
      text: `The pod runs under the service account \`${account}\`.`,
      evidence: [fields(container.pod.label, null, { '!spec.serviceAccountName': account })],
    },
  ];
}
