/** The whole diagnosis of one workload, made at this moment. */
import 'server-only';

import { Problem } from '../model/problem';
import type { DiagnosisView } from '../model/views';
import type { WorkloadRef } from '../model/workload';
import { getRuntime, type Place } from '../runtime/runtime';
import { authorise } from './authorise';

/** A page never waits longer for Prometheus; what comes later comes with the next judging. */
const metricsPatienceMs = 800;

/** Throws `not-found` where the workload is not there, `not-ready` before the first full picture. */
export async function diagnoseWorkload(request: WorkloadRef & Place): Promise<DiagnosisView> {
  await authorise();
  const { namespace, kind, name } = request;
  const board = (await getRuntime()).board(request);
  await board.look({ namespace, kind, name }, metricsPatienceMs);
  const judged = board.judge({ namespace, kind, name });
  const freshness = board.freshness();
  if (judged !== null) return { diagnosis: judged.diagnosis, freshness };
  if (!board.ready()) {
    throw new Problem('not-ready', freshness.why ?? 'The first picture of the cluster is not complete yet.', {
      retryAfterSeconds: 2,
    });
  }
  const last = board.judgeLastSeen({ namespace, kind, name });
  if (last !== null) return { diagnosis: last.diagnosis, freshness, goneAt: last.goneAt };
  throw new Problem('not-found', `There is no ${kind} ${name} in ${namespace}.`, {
    remedy: 'It may have been deleted. Look at the board, or open a link that was shared before.',
  });
}
