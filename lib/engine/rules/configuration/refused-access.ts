/** A service that answered and refused who asks: a password, a key or a role is wrong or may too little, and no file of the program is. */

import type { Remedy } from '../../../model/diagnosis';
import { ask } from '../../../remedy/look';

const refused =
  /authentication failed|authentication required|invalid credentials|access denied for user|AccessDenied|not authorized to perform|login failed for user|\bWRONGPASS\b|\bNOAUTH\b|ACCESS_REFUSED|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidClientTokenId|\b40[13] (?:Unauthorized|Forbidden)\b|status(?: code)?:? ?=?40[13]\b|^permission denied$|\bCode: 40[13]\. Errors:/i;

/** Whether what it says is such an answer, not a value that it reads. */
export function isRefusedAccess(said: string): boolean {
  return refused.test(said);
}

export function mendAccess(): Remedy {
  return ask(
    'mend-credentials',
    'Compare its credentials with what the service has',
    'A user or password that was changed on one side only, a key that was withdrawn, or a role that was never given the right. A variable from a Secret is read at the start: after a change the pod has to start anew.',
  );
}

export const accessDisproved = 'The same credentials accepted by the same service from a shell in the same pod.';
