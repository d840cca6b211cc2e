/** What Unloop is connected to, what it may not read, and what it costs. */
import 'server-only';

import { engineVersion } from '../engine/version';
import type { About, PrometheusView } from '../model/views';
import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';
import { productVersion } from './version';

const none: PrometheusView = {
  state: 'none',
  address: null,
  foundBy: null,
  why: null,
  has: [],
  missing: [],
  scrapeSeconds: null,
  requests: 0,
};

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
    prometheus: board.prometheus() ?? none,
  };
}
