/** Where only some namespaces may be read and nobody named them: finds out which, by asking (F22). */
import 'server-only';
import { z } from 'zod';
import type { Kind } from '../model/kubernetes';
import type { ApiClient } from './api-client';
import { ApiError, toApiError, type ApiErrorKind } from './api-error';
import { Backoff } from './backoff';
import { pause, type Clock } from './clock';
import { kindPermission } from './kind-path';
import { mayDo, rulesAllow, rulesIn, type NamespaceRules } from './permissions';

/** One question per namespace: in a cluster with more, those that matter are named by option, and /about says so. */
export const MOST_NAMESPACES = 100;
/** Nineteen kinds are refused within a second of each other and share one answer. */
const ANSWER_AGE_MS = 60_000;
/** Reviews on their way together: each takes a connection. */
const AT_ONCE = 5;
/** So often is asked what the server was too busy to answer: about half a minute, or as long as it says. */
const TRIES = 6;

/** The server itself is not there: what it would say is still not known. */
const AWAY: ReadonlySet<ApiErrorKind> = new Set(['refused', 'unreachable', 'reset', 'timeout']);

const namesSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }).optional(),
  items: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
});

export interface NamespaceFinder {
  /** Namespaces in which the kind may be listed and watched. Never rejects; empty where none is known. */
  find(kind: Kind): Promise<string[]>;
  /** There are more namespaces than were asked about. */
  isCut(): boolean;
}

/** Finds the namespaces that may be read where the whole cluster may not, by asking for the rules in each candidate. */
export function createNamespaceFinder(
  client: ApiClient,
  /** The context's own namespace; always a candidate. */
  contextNamespace: string | null,
  /** Where pods were read while the whole cluster could be: candidates where namespaces may not be listed. */
  known: () => Iterable<string>,
  signal: AbortSignal,
  clock: Clock,
): NamespaceFinder {
  let cut = false;
  let answer: { rules: Promise<NamespaceRules[]>; at: number } | null = null;
  let lastFind: Promise<unknown> = Promise.resolve();

  /** Null: refused, given up, or stopped. To be busy is no refusal, nor to be away: that is asked again, the latter for ever. */
  async function answered<T>(ask: () => Promise<T>): Promise<T | null> {
    const backoff = new Backoff(clock);
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        return await ask();
      } catch (error) {
        const { status, retryAfterMs } = toApiError(error).details;
        const isAway = error instanceof ApiError && AWAY.has(error.kind);
        if (status === 403 || status === 404 || (tries >= TRIES && !isAway)) return null;
        await pause(clock, retryAfterMs ?? backoff.next(), signal).done;
      }
    }
    return null;
  }

  async function candidates(): Promise<string[]> {
    const own = contextNamespace === null ? ['default'] : [contextNamespace];
    const query = { limit: MOST_NAMESPACES };
    const names = await answered(async () => {
      const list = await client.getJson('/api/v1/namespaces', { verb: 'list', signal, query });
      const { metadata, items } = namesSchema.parse(list);
      cut = (metadata?.continue ?? '') !== '';
      return items.map((item) => item.metadata.name);
    });
    // Most accounts that may read only some namespaces may not list namespaces either: their own is the one known.
    if (names !== null) return [...new Set([...own, ...names])];
    const before = [...known()];
    cut = before.length > MOST_NAMESPACES;
    return [...new Set([...own, ...before.slice(0, MOST_NAMESPACES)])];
  }

  async function allRules(): Promise<NamespaceRules[]> {
    const known: NamespaceRules[] = [];
    await fewAtOnce(await candidates(), async (namespace) => {
      const rules = await answered(() => rulesIn(client, namespace, signal));
      if (rules === null) return;
      // A namespace without its pods has nothing to tell: there, no more is asked than this one question.
      known.push(rules.incomplete && !(await mayRead('Pod', rules)) ? { ...rules, incomplete: false } : rules);
    });
    return known;
  }

  /** Where the rules are not all known, what they do not allow is asked for by itself. */
  async function mayRead(kind: Kind, rules: NamespaceRules): Promise<boolean> {
    if (rulesAllow(rules, kind)) return true;
    const permission = kindPermission(kind, rules.namespace);
    return rules.incomplete && (await answered(() => mayDo(client, permission, signal))) === true;
  }

  async function findIn(rules: Promise<NamespaceRules[]>, kind: Kind): Promise<string[]> {
    const found: string[] = [];
    await fewAtOnce(await rules, async (one) => {
      if (await mayRead(kind, one)) found.push(one.namespace);
    });
    return found;
  }

  return {
    isCut: () => cut,
    async find(kind) {
      if (answer === null || clock.monotonic() - answer.at > ANSWER_AGE_MS) {
        const asked = { rules: allRules(), at: Infinity };
        void asked.rules.then(() => (asked.at = clock.monotonic()));
        answer = asked;
      }
      const { rules } = answer;
      // One kind after the other: a review takes a connection.
      const finding = lastFind.then(() => findIn(rules, kind));
      lastFind = finding;
      return finding;
    },
  };
}

async function fewAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const workInTurn = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workInTurn));
}
