/** How fresh the picture is, and what of it is missing. */
import 'server-only';

import type { Freshness } from '../model/views';
import { getRuntime, type Place } from '../runtime/runtime';
import { authorise } from './authorise';

/** Throws `not-found` for a recording that is no longer open, and for an unknown cluster. */
export async function getFreshness(place: Place = {}): Promise<Freshness> {
  await authorise();
  return (await getRuntime()).board(place).freshness();
}
