/** Made-up secrets in the forms they leak in. */

import { assignments } from './assignments';
import { connections } from './connections';
import { headers } from './headers';
import { hidden } from './hidden';
import { dialects } from './dialects';
import { keys } from './keys';
import type { Leak } from './made-up';
import { refused } from './refused';
import { sentences } from './sentences';
import { wrappedTokens } from './tokens';

export const leaks: readonly Leak[] = [
  ...sentences,
  ...wrappedTokens,
  ...connections,
  ...assignments,
  ...headers,
  ...keys,
  ...hidden,
  ...dialects,
  ...refused,
];
