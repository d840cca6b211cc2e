/** Ends a shared link and drops what it held. */
import 'server-only';

import { Problem } from '../model/problem';
import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';
import { valueOf } from './failure';

/** Revoking twice is no error. Throws `not-found` where there is no share with this id. */
export async function revokeShare(id: string): Promise<void> {
  const caller = await authorise();
  const { store } = await getRuntime();
  if (!valueOf(await store.shares.revoke(id, caller.name))) throw new Problem('not-found', 'There is no such link.');
}
