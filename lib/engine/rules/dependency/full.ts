/** A server that answered, and has no connection left for one more client: it is reached, and full. */

import type { Remedy } from '../../../model/diagnosis';
import { ask } from '../../../remedy/look';
import type { LogFinding } from '../log-rule';

const words =
  /(?:sorry, )?too many (?:clients already|connections)(?: for (?:role|database) "[^"]{1,100}")?|remaining connection slots are reserved|no more connections allowed|query_wait_timeout|max(?: number of)? clients?(?: connections)? reached/i;

/** Its words; null where the log says something else. */
export function fullIn({ log }: LogFinding): string | null {
  return words.exec(log.digest.excerpt.find(({ n }) => n === log.hit.line)?.text ?? '')?.[0] ?? null;
}

/** Who holds them is seen at the server only. */
export function freeConnections(): Remedy {
  return ask(
    'free-connections',
    'See at the server who holds its connections',
    'Smaller pools, fewer replicas or a pooler before it leave room; its own limit (max_connections, maxclients) can be raised as far as its memory goes.',
  );
}
