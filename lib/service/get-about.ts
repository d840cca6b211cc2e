/** What Unloop is connected to, what it may not read, and what it costs. */
import 'server-only';

import { engineVersion } from '../engine/version';
import type { About } from '../model/views';
import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';
import { productVersion } from './version';

export async function getAbout({ source }: { source?: string | undefined } = {}): Promise<About> {
  await authorise();
  const runtime = await getRuntime();
  const board = runtime.board(source);
  const { missing, serverVersion } = board.capabilities();
  return {
    version: productVersion,
    engine: engineVersion,
    freshness: board.freshness(),
    serverVersion,
    kinds: board.states(),
    missing,
    requests: runtime.requests(),
    memoryBytes: process.memoryUsage.rss(),
  };
}
