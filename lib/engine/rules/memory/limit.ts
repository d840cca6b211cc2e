/** A first guess for a memory limit that did not hold, where no history tells more. */

import { formatBytes } from '../../../format/quantity';

/** Twice the limit: enough to see within one run whether the program levels off or grows without end. */
export function raisedLimit(limitBytes: number): string {
  return formatBytes(limitBytes * 2);
}
