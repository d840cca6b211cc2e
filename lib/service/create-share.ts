/** Freezes what the server itself knows of a workload under a secret link. A caller never sends a diagnosis. */
import 'server-only';

import type { Diagnosis } from '../model/diagnosis';
import type { SeriesView, SeriesWindow } from '../model/metrics';
import { Problem } from '../model/problem';
import type { CreatedShare } from '../model/views';
import type { WorkloadRef } from '../model/workload';
import { getRuntime, type Place } from '../runtime/runtime';
import { authorise } from './authorise';
import { valueOf } from './failure';
import type { Board } from '../runtime/board';
import { redactDeep } from './redact-frozen';
import { thinSeries, thinSnapshot } from './thin-series';

export const shareLives = { '1h': 3_600_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000 } as const;
export type ShareLife = keyof typeof shareLives;

/**
 * `source`: id of an opened recording, null for what is watched; `cluster`: which of several. The life is shortened to the configured longest one.
 * Throws `not-found` for a workload that is not known, and what the store throws at its quotas.
 */
export async function createShare(request: {
  source?: string | null | undefined;
  cluster?: Place['cluster'];
  workload: WorkloadRef;
  expiresIn?: ShareLife | undefined;
  /** The curves looked at; those of the last hour are kept in any case. */
  window?: SeriesWindow | undefined;
}): Promise<CreatedShare> {
  const caller = await authorise();
  const runtime = await getRuntime();
  const { config, store, redact } = runtime;
  const { namespace, kind, name } = request.workload;
  const board = runtime.board({ source: request.source ?? undefined, cluster: request.cluster });
  const judged = board.judge({ namespace, kind, name });
  if (judged === null) throw new Problem('not-found', `There is no ${kind} ${name} in ${namespace}.`);
  const series = await curvesOf(board, request.workload, request.window ?? '1h');
  const made = valueOf(
    await store.shares.create({
      snapshot: redactDeep(thinSnapshot(judged.snapshot, podsOf(judged.diagnosis)), redact),
      diagnosis: redactDeep(judged.diagnosis, redact),
      series: redactDeep(
        series.map((view) => thinSeries(view, podsOf(judged.diagnosis))),
        redact,
      ),
      expiresInMs: shareLives[request.expiresIn ?? '7d'],
      createdBy: caller.name,
    }),
  );
  const path = `/s/${made.token}`;
  // Never from the Host header, which the one who asks can choose (attack A12).
  return {
    id: made.id,
    path,
    url: config.publicUrl === null ? null : config.publicUrl + path,
    expiresAt: made.expiresAt,
  };
}

/** The last hour, and the window that was looked at; nothing where there is no Prometheus. */
async function curvesOf(board: Board, { namespace, kind, name }: WorkloadRef, window: SeriesWindow) {
  if ((board.prometheus()?.state ?? 'none') === 'none') return [];
  const views = await Promise.all(
    [...new Set<SeriesWindow>(['1h', window])].map(async (one) => board.series({ namespace, kind, name }, one)),
  );
  return views.filter((view): view is SeriesView => view !== null);
}

/** The pods whose runs ended first: their curves are kept before those of others. */
function podsOf({ runs }: Diagnosis): string[] {
  const ended = runs.filter(({ finishedAt }) => finishedAt !== null);
  return [...new Set([...ended, ...runs].map(({ pod }) => pod))];
}
