/** What to do after a list or watch failed: a table, apart from the loop that obeys it. Cites watch-faults §1 and §3. */
import 'server-only';
import type { Failure } from '../model/result';
import { kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import type { ApiError } from './api-error';
import { kindPermission, scopeWords } from './kind-path';

/** What failed: a list, a watch, or a list that stands in for a watch (F26). */
export type Phase = 'list' | 'watch' | 'poll';

export interface Verdict {
  /** `resume`: watch again from the last version; `relist`: list, not older than that; `quorum`: list the newest. */
  next: 'resume' | 'relist' | 'quorum';
  /** `denied` and `absent` are states of their own; all else is a failure of a kind that could be read. */
  state: 'failing' | 'denied' | 'absent';
  /**
   * `backoff`; `soon`: one of its own for what was served before, begun with the first refusal; `once`: none the first time, then
   * one of its own; or exactly so many ms.
   */
  wait: 'backoff' | 'soon' | 'once' | number;
  /** The server wants to hear nothing for so long: the back-off is no shorter. 0: it said nothing of it. */
  toldMs: number;
  /** The stream was cut or gave nothing: after some of these in a row the kind is polled (F26). */
  cut: boolean;
  /** The watch was answered, and by a refusal that says nothing of what to do: where that lasts, a list is asked for (F17). */
  refused: boolean;
  /** A list that timed out: ask for smaller pages (F18). */
  smallerPages: boolean;
  failure: Failure;
}

/** What was never allowed is asked for this seldom; permission can be granted while we run (F23). */
export const DENIED_RETRY_MS = 5 * 60_000;
/** A CRD or API group that is not there may come later (F24). */
export const ABSENT_RETRY_MS = 10 * 60_000;
/** Credentials that stay refused: each try may open a login window or count as an attack (F20). */
export const UNAUTHORIZED_RETRY_MS = 30_000;

/** What a request was for. */
export interface Asked {
  phase: Phase;
  kind: Kind;
  namespace: string | null;
  /** It was read in full before. */
  wasRead: boolean;
}

/**
 * What a failed request means for its reflector: what to do next, after which wait, and what to say of the kind
 * meanwhile.
 */
export function judge(error: ApiError, asked: Asked): Verdict {
  const { phase } = asked;
  const base: Verdict = {
    // A list that failed is a list again; a watch, or a poll, that failed goes on where it was, for nothing is lost.
    next: phase === 'list' ? 'relist' : 'resume',
    state: 'failing',
    wait: 'backoff',
    toldMs: 0,
    cut: false,
    refused: false,
    smallerPages: false,
    failure: { code: 'unreachable', message: error.message },
  };
  switch (error.kind) {
    case 'refused':
    case 'unreachable':
    case 'tls':
    case 'aborted':
      return base;
    case 'reset':
      return { ...base, cut: phase === 'watch' };
    case 'short':
      // The server is there: that one of its streams lived says nothing to the kinds that wait for it to come back.
      return { ...base, cut: true, failure: { code: 'failed', message: error.message } };
    case 'timeout':
      return {
        ...base,
        cut: phase === 'watch',
        smallerPages: phase !== 'watch',
        failure: { code: 'timeout', message: error.message },
      };
    case 'credentials':
      return { ...base, wait: UNAUTHORIZED_RETRY_MS, failure: { code: 'denied', message: error.message } };
    case 'malformed':
      // The line that could not be read was an event, and it is lost: only a list can make up for it (F09).
      return { ...base, next: 'relist', failure: { code: 'invalid', message: error.message } };
    case 'not-kubernetes':
      return { ...base, refused: phase === 'watch', failure: { code: 'invalid', message: error.message } };
    case 'status': {
      const verdict = judgeStatus(error, base, asked);
      // A server that has too much to do has more to do with a list (F16).
      const refused = phase === 'watch' && verdict.next === 'resume' && error.details.status !== 429;
      return { ...verdict, refused, failure: { ...verdict.failure, status: error.details.status } };
    }
  }
}

function judgeStatus(error: ApiError, base: Verdict, { phase, kind, namespace, wasRead }: Asked): Verdict {
  const { status = 0, retryAfterMs = 0 } = error.details;
  const failed: Verdict = { ...base, failure: { code: 'failed', message: error.message } };
  if (error.details.storeRead === true) return { ...failed, next: 'quorum' };
  if (error.details.tooLargeResourceVersion === true) return { ...failed, next: 'quorum' };
  switch (status) {
    case 401:
      return {
        ...base,
        wait: UNAUTHORIZED_RETRY_MS,
        failure: { code: 'denied', message: 'The API server does not accept the credentials (401).' },
      };
    case 403:
      return {
        ...base,
        state: 'denied',
        next: 'relist',
        // A server that starts knows no roles yet (kubernetes#121635): what was allowed is asked for again soon.
        wait: wasRead ? 'soon' : DENIED_RETRY_MS,
        failure: {
          code: 'denied',
          message: `The account may not list and watch ${scopeWords(kind, namespace)}.`,
          permission: kindPermission(kind, namespace),
        },
      };
    case 404:
      // An API server that starts, or a proxy that has lost its backend, answers so for what is there (kubernetes#71218).
      if (wasRead) {
        const message = `The API server answers 404 for ${scopeWords(kind, namespace)}, which it served before.`;
        return { ...failed, wait: 'soon', failure: { code: 'failed', message } };
      }
      // No API server is without these: it is no Kubernetes, not yet, or another path.
      if (kinds[kind].group === '') {
        const message = `The API server does not serve ${scopeWords(kind, null)} (404).`;
        return { ...failed, failure: { code: 'failed', message } };
      }
      return {
        ...base,
        state: 'absent',
        next: 'relist',
        wait: ABSENT_RETRY_MS,
        failure: { code: 'absent', message: `The API server does not serve ${scopeWords(kind, null)}.` },
      };
    case 410:
      // A watch is followed by a list at once (F12); a list has asked for the newest already (F14).
      return { ...failed, next: 'relist', wait: phase === 'watch' ? 'once' : 'backoff' };
    case 504:
      // Without "too large" it is a request that took the server too long.
      return { ...failed, toldMs: retryAfterMs, smallerPages: phase !== 'watch' };
    default:
      return { ...failed, toldMs: retryAfterMs };
  }
}
