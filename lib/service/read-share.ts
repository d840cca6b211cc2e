/** Opens a shared link: the diagnosis as it was frozen, under the newest redaction, and how the workload is now. */
import 'server-only';

import { type Diagnosis, plainHeadline } from '../model/diagnosis';
import type { ShareView } from '../model/views';
import { getRuntime, type Runtime } from '../runtime/runtime';
import { authorise } from './authorise';
import { valueOf } from './failure';
import { redactDeep } from './redact-frozen';

/**
 * Null for a link that is unknown, expired or revoked, without a difference. `seen: false` where a chat only unfurls the
 * link: that is no view. Throws `not-ready` where the database does not answer.
 */
export async function readShare(token: string, options: { seen: boolean } = { seen: true }): Promise<ShareView | null> {
  await authorise();
  const runtime = await getRuntime();
  const share = valueOf(await runtime.store.shares.read(token, options));
  if (share === null) return null;
  const diagnosis = redactDeep(share.diagnosis, runtime.redact);
  const series = redactDeep(share.series, runtime.redact);
  return { diagnosis, series, sharedAt: share.createdAt, expiresAt: share.expiresAt, now: nowOf(diagnosis, runtime) };
}

/** The same workload at this moment; null where this process does not watch its cluster, or it is gone. */
function nowOf(frozen: Diagnosis, runtime: Runtime): ShareView['now'] {
  const board = runtime.board();
  const { id, name } = board.cluster();
  const same = frozen.cluster.id === '' ? frozen.cluster.name === name && id === '' : frozen.cluster.id === id;
  const row = same && board.source.kind === 'cluster' ? board.row(frozen.workload) : undefined;
  if (row === undefined) return null;
  const headline = row.primary === null ? '' : plainHeadline(row.primary.headline);
  return { status: row.status, headline, at: board.now() };
}
