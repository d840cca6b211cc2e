/** Whether a program that is to come to an end gets on with its work, by the last lines of its log. */

import { logsOfRun } from './log-read';
import { progressOf } from './progress';
import { spanMs, type ContainerView } from './views';

/** A last line so old when the log was read is one of a program that is silent. */
const movesMs = 60_000;
const lastLines = 3;
/** It does nothing but wait, or try again what fails. */
const waits =
  /\b(?:wait(?:ing|s)?|retry(?:ing)?|retries|attempts?|sleep(?:ing)?|not (?:yet )?(?:ready|available|reachable|found)|unavailable|unreachable|refused|time[ds]? ?out|fail(?:ed|ing|ure)?|errors?|cannot|unable)\b/i;

/**
 * Whether the last lines of the run that goes on differ and were new when they were read, and none says that it waits. Compared with
 * the time of the read, not with now: a log is read again only as its run grows older.
 */
export function isAtWork(container: Pick<ContainerView, 'logs' | 'status'>): boolean {
  return logsOfRun(container, { current: true }).some(({ excerpt, readAt }) => {
    const lines = excerpt.filter(({ text }) => text.trim() !== '').slice(-lastLines);
    const silentMs = spanMs(lines.at(-1)?.at, readAt);
    if (silentMs === null || silentMs >= movesMs || lines.some(({ text }) => waits.test(text))) return false;
    return lines.length > 1 && new Set(lines.map(({ text }) => text)).size === lines.length;
  });
}

/**
 * Whether one of the last lines of the run that goes on is of a request that its own probe makes: what is asked for ever logs for
 * ever, at work or not. By the path, or by the kubelet's name for itself (`kube-probe/1.30`, signals §6.1).
 */
export function logsProbes(container: Pick<ContainerView, 'logs' | 'status' | 'spec'>): boolean {
  const { livenessProbe, readinessProbe, startupProbe } = container.spec;
  const paths = [livenessProbe, readinessProbe, startupProbe].flatMap((probe) => probe?.httpGet?.path ?? []);
  return logsOfRun(container, { current: true }).some(({ excerpt }) =>
    excerpt.slice(-lastLines).some(({ text }) => {
      const words = text.split(/[\s"'=?]+/);
      return text.includes('kube-probe/') || paths.some((path) => words.includes(path));
    }),
  );
}

/** Whether the run that goes on gets on with its start: one of its last lines says that it starts, and none says that it listens. */
export function isStartingUp(container: Pick<ContainerView, 'logs' | 'status'>): boolean {
  if (!isAtWork(container)) return false;
  return logsOfRun(container, { current: true }).some((digest) => {
    const { starting = null, listening = null } = progressOf(digest) ?? {};
    const last = digest.excerpt.filter(({ text }) => text.trim() !== '').slice(-lastLines);
    return starting !== null && listening === null && last.includes(starting);
  });
}
