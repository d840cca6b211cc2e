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

export interface FoundNamespaces {
  /** In these the kind may be listed and watched. */
  allowed: string[];
  /** Of those asked about: not there any more. Empty where namespaces may not be listed, for then nobody says. */
  gone: string[];
}

export interface NamespaceFinder {
  /** Never rejects; empty where none is known. */
  find(kind: Kind, unread: string[]): Promise<FoundNamespaces>;
  /** There are more namespaces than were asked about. */
  isCut(): boolean;
}

/** What was found out at one time, for all kinds. */
interface Answer {
  rules: NamespaceRules[];
  /** Null: namespaces may not be listed. */
  listed: ListedNamespaces | null;
}

interface ListedNamespaces {
  names: Set<string>;
  /** There are more than these. */
  isCut: boolean;
}

/** Finds the namespaces that may be read where the whole cluster may not, by asking for the rules in each candidate. */
export function createNamespaceFinder(
  client: ApiClient,
  /** The context's own namespace; always a candidate. */
  contextNamespace: string | null,
  /** Where there are pods, as far as is known: candidates before all others. */
  known: () => Iterable<string>,
  signal: AbortSignal,
  clock: Clock,
): NamespaceFinder {
  let cut = false;
  let answer: { found: Promise<Answer>; at: number } | null = null;
  let lastFind: Promise<unknown> = Promise.resolve();

  /** Null: refused, given up, or stopped. To be busy is no refusal, nor to be away: that is asked again, the latter for ever. */
  async function answered<T>(ask: () => Promise<T>): Promise<T | null> {
    const backoff = new Backoff(clock);
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        return await ask();
      } catch (error) {
        const { status, retryAfterMs = 0 } = toApiError(error).details;
        const isAway = error instanceof ApiError && AWAY.has(error.kind);
        if (status === 403 || status === 404 || (tries >= TRIES && !isAway)) return null;
        await pause(clock, Math.max(retryAfterMs, backoff.next()), signal).done;
      }
    }
    return null;
  }

  async function list(query: Record<string, string | number>): Promise<ListedNamespaces | null> {
    return answered(async () => {
      const page = await client.getJson('/api/v1/namespaces', { verb: 'list', signal, query });
      const { metadata, items } = namesSchema.parse(page);
      const names = new Set(items.map((item) => item.metadata.name));
      return { names, isCut: (metadata?.continue ?? '') !== '' };
    });
  }

  /** Most accounts that may read only some namespaces may not list namespaces either: their own is the one known. */
  function candidates(listed: ListedNamespaces | null): string[] {
    const own = contextNamespace ?? 'default';
    const others = new Set([...known(), ...(listed?.names ?? [])]);
    const isGone = (name: string): boolean => listed?.isCut === false && !listed.names.has(name);
    for (const name of others) if (name === own || isGone(name)) others.delete(name);
    cut = listed?.isCut === true || others.size > MOST_NAMESPACES;
    return [own, ...[...others].slice(0, MOST_NAMESPACES)];
  }

  async function askAll(): Promise<Answer> {
    const listed = await list({ limit: MOST_NAMESPACES });
    const rules: NamespaceRules[] = [];
    await fewAtOnce(candidates(listed), async (namespace) => {
      const one = await answered(() => rulesIn(client, namespace, signal));
      if (one === null) return;
      // A namespace without its pods has nothing to tell: there, no more is asked than this one question.
      rules.push(one.incomplete && !(await mayRead('Pod', one)) ? { ...one, incomplete: false } : one);
    });
    return { rules, listed };
  }

  /** Where the rules are not all known, what they do not allow is asked for by itself. */
  async function mayRead(kind: Kind, rules: NamespaceRules): Promise<boolean> {
    if (rulesAllow(rules, kind)) return true;
    const permission = kindPermission(kind, rules.namespace);
    return rules.incomplete && (await answered(() => mayDo(client, permission, signal))) === true;
  }

  /**
   * The list may be cut, and is of a time before what was read since: the namespace is asked for by its name, in a list of it
   * alone, which needs no other permission.
   */
  async function isGone(name: string, { listed }: Answer): Promise<boolean> {
    // No cluster is without any: that list was filtered.
    if (listed === null || listed.names.size === 0 || listed.names.has(name)) return false;
    const found = await list({ fieldSelector: `metadata.name=${name}` });
    if (found?.names.has(name) === true) listed.names.add(name);
    return found?.names.size === 0;
  }

  async function findIn(found: Promise<Answer>, kind: Kind, unread: string[]): Promise<FoundNamespaces> {
    const answer = await found;
    const allowed: string[] = [];
    await fewAtOnce(answer.rules, async (one) => {
      if (await mayRead(kind, one)) allowed.push(one.namespace);
    });
    const gone: string[] = [];
    await fewAtOnce(unread, async (name) => {
      if (!allowed.includes(name) && (await isGone(name, answer))) gone.push(name);
    });
    return { allowed, gone };
  }

  return {
    isCut: () => cut,
    async find(kind, unread) {
      if (answer === null || clock.monotonic() - answer.at > ANSWER_AGE_MS) {
        const asked = { found: askAll(), at: Infinity };
        void asked.found.then(() => (asked.at = clock.monotonic()));
        answer = asked;
      }
      const { found } = answer;
      // One kind after the other: a review takes a connection.
      const finding = lastFind.then(() => findIn(found, kind, unread));
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
