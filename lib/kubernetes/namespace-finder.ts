/** Where only some namespaces may be read and nobody named them: finds out which, by asking (F22). */
import 'server-only';
import { z } from 'zod';
import type { Kind } from '../model/kubernetes';
import type { ApiClient } from './api-client';
import { toApiError } from './api-error';
import type { Clock } from './clock';
import { rulesAllow, rulesIn, type NamespaceRules } from './permissions';

/** One question per namespace: a cluster with more names them by option. */
const MOST_NAMESPACES = 100;
/** Nineteen kinds are refused within a second of each other and share one answer. */
const ANSWER_AGE_MS = 60_000;

const namesSchema = z.object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })) });

export interface NamespaceFinder {
  /** Namespaces in which the kind may be listed and watched. Never rejects; empty where none is known. */
  find(kind: Kind): Promise<string[]>;
}

/** Finds the namespaces that may be read where the whole cluster may not, by asking for the rules in each candidate. */
export function createNamespaceFinder(
  client: ApiClient,
  /** The context's own namespace; always a candidate. */
  contextNamespace: string | null,
  signal: AbortSignal,
  clock: Clock,
): NamespaceFinder {
  let answer: { rules: Promise<NamespaceRules[]>; at: number } | null = null;

  async function candidates(): Promise<string[]> {
    const own = contextNamespace === null ? ['default'] : [contextNamespace];
    try {
      const list = await client.getJson('/api/v1/namespaces', {
        verb: 'list',
        signal,
        query: { limit: MOST_NAMESPACES },
      });
      return [...new Set([...own, ...namesSchema.parse(list).items.map((item) => item.metadata.name)])];
    } catch (error) {
      // Most accounts that may read only some namespaces may not list namespaces either: their own is the one known.
      if (toApiError(error).kind === 'aborted') return [];
      return own;
    }
  }

  async function allRules(): Promise<NamespaceRules[]> {
    const answers = await Promise.allSettled((await candidates()).map((name) => rulesIn(client, name, signal)));
    return answers.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  return {
    async find(kind) {
      if (answer === null || clock.monotonic() - answer.at > ANSWER_AGE_MS) {
        answer = { rules: allRules(), at: clock.monotonic() };
      }
      return (await answer.rules).filter((rules) => rulesAllow(rules, kind)).map((rules) => rules.namespace);
    },
  };
}
