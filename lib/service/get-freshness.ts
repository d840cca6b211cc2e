/** How fresh the picture is, and what of it is missing. */
import 'server-only';

import type { Freshness } from '../model/views';
import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';

/** Throws `not-found` for a recording that is no longer open. */
export async function getFreshness({ source }: { source?: string | undefined } = {}): Promise<Freshness> {
  await authorise();
  return (await getRuntime()).board(source).freshness();
}
