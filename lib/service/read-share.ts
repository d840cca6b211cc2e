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

/** The same workload at this moment, or as it was last heard; null where this process does not watch its cluster, or it is gone. */
function nowOf(frozen: Diagnosis, { clusters }: Runtime): ShareView['now'] {
  const { id: frozenId, name: frozenName } = frozen.cluster;
  const same = clusters.filter(({ board }) => {
    const { id, name } = board.cluster();
    return board.source.kind === 'cluster' && id === frozenId && (id !== '' || name === frozenName);
  });
  // Two contexts may lead to one cluster: the one that was looked through then, as its account saw it.
  const board = (same.find((one) => one.board.cluster().name === frozenName) ?? same[0])?.board;
  const row = board?.row(frozen.workload);
  if (board === undefined || row === undefined) return null;
  const headline = row.primary === null ? '' : plainHeadline(row.primary.headline);
  const cluster = clusters.length > 1 ? board.cluster().name : null;
  const { state, showing, old } = board.freshness();
  // Where the cluster, or the pods of this namespace alone, are not heard: the moment that the row is of.
  const at = old?.[frozen.workload.namespace] ?? showing;
  return { status: row.status, headline, at, heard: at === showing && state === 'live', cluster };
}
