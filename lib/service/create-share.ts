/** Freezes what the server itself knows of a workload under a secret link. A caller never sends a diagnosis. */
import 'server-only';

import { Problem } from '../model/problem';
import type { CreatedShare } from '../model/views';
import type { WorkloadRef } from '../model/workload';
import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';
import { valueOf } from './failure';
import { redactDeep } from './redact-frozen';

export const shareLives = { '1h': 3_600_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000 } as const;
export type ShareLife = keyof typeof shareLives;

/**
 * `source`: id of an opened recording, null for what is watched. The life is shortened to the configured longest one.
 * Throws `not-found` for a workload that is not known, and what the store throws at its quotas.
 */
export async function createShare(request: {
  source?: string | null | undefined;
  workload: WorkloadRef;
  expiresIn?: ShareLife | undefined;
}): Promise<CreatedShare> {
  const caller = await authorise();
  const runtime = await getRuntime();
  const { config, store, redact } = runtime;
  const { namespace, kind, name } = request.workload;
  const judged = runtime.board(request.source ?? undefined).judge({ namespace, kind, name });
  if (judged === null) throw new Problem('not-found', `There is no ${kind} ${name} in ${namespace}.`);
  const made = valueOf(
    await store.shares.create({
      snapshot: redactDeep(judged.snapshot, redact),
      diagnosis: redactDeep(judged.diagnosis, redact),
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
