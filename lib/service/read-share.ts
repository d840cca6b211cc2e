/** Opens a shared link: the diagnosis as it was frozen, under the newest redaction, and how the workload is now. */
import 'server-only';

import { isWatched } from '../collect/unread';
import { type Diagnosis, plainHeadline } from '../model/diagnosis';
import { isKind } from '../model/kinds';
import type { ShareView } from '../model/views';
import type { WorkloadRef } from '../model/workload';
import { stepsThatAreLeft } from '../remedy/gone';
import type { Board } from '../runtime/board';
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
  const frozen = redactDeep(share.diagnosis, runtime.redact);
  const series = redactDeep(share.series, runtime.redact);
  const board = boardOf(frozen, runtime);
  const now = board && nowOf(frozen, board, runtime);
  const gone = board && now === null ? goneOf(frozen.workload, board) : null;
  const diagnosis = gone === null ? frozen : { ...frozen, remedies: stepsThatAreLeft(frozen) };
  return { diagnosis, series, sharedAt: share.createdAt, expiresAt: share.expiresAt, now, gone };
}

/** The board of its cluster; null where this process does not watch it. */
function boardOf(frozen: Diagnosis, { clusters }: Runtime): Board | null {
  const { id: frozenId, name: frozenName } = frozen.cluster;
  const same = clusters.filter(({ board }) => {
    const { id, name } = board.cluster();
    return board.source.kind === 'cluster' && id === frozenId && (id !== '' || name === frozenName);
  });
  // Two contexts may lead to one cluster: the one that was looked through then, as its account saw it.
  return (same.find((one) => one.board.cluster().name === frozenName) ?? same[0])?.board ?? null;
}

/** The same workload at this moment, or as it was last heard; null where it is not there, or not seen. */
function nowOf(frozen: Diagnosis, board: Board, { clusters }: Runtime): ShareView['now'] {
  const row = board.row(frozen.workload);
  if (row === undefined) return null;
  const headline = row.primary === null ? '' : plainHeadline(row.primary.headline);
  const cluster = clusters.length > 1 ? board.cluster().name : null;
  const { state, showing, old } = board.freshness();
  // Where the cluster, or the pods of this namespace alone, are not heard: the moment that the row is of.
  const { namespace } = frozen.workload;
  const at = (old && Object.hasOwn(old, namespace) ? old[namespace] : null) ?? showing;
  return { status: row.status, headline, at, heard: at === showing && state === 'live', cluster };
}

/** Of a workload without a row: whether it is gone, or only not seen. It is remembered for an hour; after that, what is not there counts. */
function goneOf(workload: WorkloadRef, board: Board): ShareView['gone'] {
  if (!board.ready()) return null;
  const last = board.judgeLastSeen(workload);
  if (last !== null) return { noticedAt: last.goneAt };
  const { kind, namespace } = workload;
  const states = board.states();
  const isSeen = isKind(kind) && isWatched(kind, states, namespace) && isWatched('Pod', states, namespace);
  return isSeen ? { noticedAt: null } : null;
}
