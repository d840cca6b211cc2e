/** Tells the words that explain an end from what was only logged before it. */

import type { CauseId } from '../../model/causes';
import type { LogDigest } from '../../model/log';
import { isAside } from '../signatures/aside';
import { findDecisive, lastLine, roleOf, saidBy, textAt, type Decisive } from '../signatures/decisive';
import { withoutGoneOn } from '../signatures/of-script';
import { outlived, wentOn } from '../signatures/went-on';
import type { TroubledContainer } from './trouble';

/** A process that died of it may be what the exit code is handed on from: a shell ends with 128 + the signal of its child. */
const ofDeaths: ReadonlySet<CauseId> = new Set<CauseId>([
  'oom-child-process',
  'runtime-heap-exhausted',
  'segfault',
  'illegal-instruction',
]);

/** What kills what it starts: `timeout -s KILL 60 wait-for db:5432` ends with 137 for what was waited for. */
const kills =
  /(?:^|[\s/;&|(])timeout\s(?:[^;&|]{0,60}?\s)?(?:-k|-s ?(?:9|(?:SIG)?KILL)|--kill-after|--signal[= ](?:9|(?:SIG)?KILL))\b/;

/** Whether that log is of a run that goes on: it cannot have ended the one before it. */
export function isOfLiving({ container }: Pick<TroubledContainer, 'container'>, { instance }: LogDigest): boolean {
  return instance === 'current' && (container.status?.state.running ?? null) !== null;
}

/** Whether that run is known to be up: without a readiness probe "ready" says only that it runs, so it must say so itself. */
function isUp({ container, readyNow }: TroubledContainer, digest: LogDigest): boolean {
  return readyNow && (container.spec.readinessProbe !== null || digest.hits.some((hit) => roleOf(hit) === 'ready'));
}

/**
 * What the run that goes on says: why it is not ready, or what is wrong where no end is to be explained. Of one that is up only a
 * last word that it calls fatal counts: the log is read after the status, and a loop ends alike each time (signals §7.9).
 */
function saidNow(troubled: TroubledContainer, living: readonly LogDigest[]): Decisive | null {
  const found = findDecisive(living);
  if (found === null || troubled.endings.length === 0 || !isUp(troubled, found.digest)) return found;
  const { hit, digest } = found;
  return hit.weight === 'fatal' && !wentOn(digest, hit.endLine, digest.lines + 1) ? found : null;
}

const isWide = ({ hit, judged }: Decisive): boolean => hit.cause === 'app-error-uncaught' && judged === undefined;

/**
 * Whether the dead run ended with bare words ("giving up") and the run that is not ready names what may stand behind them. Words
 * of its own, of another matter, say why it died.
 */
function isLeftOpen(ofEnd: Decisive, now: Decisive): boolean {
  if (!isWide(ofEnd) || isWide(now) || (ofEnd.hit.weight === 'fatal' && now.hit.weight !== 'fatal')) return false;
  return !isAside(now.hit, textAt(now.digest, now.hit.line), saidBy(ofEnd.digest, ofEnd.hit), true);
}

/**
 * Whether the statement only stands in the log of a run that ended by a SIGKILL of nobody known. No error sends that signal
 * (signals §5.2 row 10, §5.5): a failed request, a refused client, an exception that was caught were all lived through. What
 * the program calls fatal it may have ended for, under a supervisor.
 */
function isBesideKill({ container, endings }: TroubledContainer, { hit }: Decisive): boolean {
  if (endings[0]?.verdict !== 'sigkill') return false;
  const endsForIt = hit.weight === 'fatal' && hit.captures['exception'] === undefined;
  if (endsForIt || (hit.cause !== null && ofDeaths.has(hit.cause))) return false;
  return !kills.test([...container.spec.command, ...container.spec.args].join(' '));
}

/** 128 + SIGHUP, SIGINT, SIGTERM: by which a program is told to stop (signals §5.2 rows 12 and 15). */
const stopCodes: ReadonlySet<number> = new Set([129, 130, 143]);

/**
 * Whether a run lived through what the statement tells until it was told to stop. No error that is logged sends that signal: work
 * went on after the last of them. Nor does a language end with 143 for an exception (signals §5.5): there it is enough that the
 * stop came first and closed what it needed.
 */
function isBesideStop({ endings }: TroubledContainer, { digest, hit }: Decisive): boolean {
  const [ending] = endings;
  if (!ending || !stopCodes.has(ending.exit.exitCode) || ending.verdict !== 'signal') return false;
  if (hit.captures['exception'] === undefined) {
    const last = digest.hits.findLast((one) => one.cause === hit.cause) ?? hit;
    const mayEnd = hit.weight === 'fatal' || (hit.cause !== null && ofDeaths.has(hit.cause));
    return !mayEnd && wentOn(digest, last.endLine, digest.lines + 1);
  }
  const readyAt = digest.hits.findLast((one) => roleOf(one) === 'ready')?.line ?? 0;
  return (
    wentOn(digest, hit.endLine, digest.lines + 1) ||
    digest.hits.some((one) => roleOf(one) === 'stopping' && one.line > readyAt && one.line < hit.line)
  );
}

/** By which a shell says that its last command is not there (signals §5.2, §5.5). */
const notFoundCode = 127;

/**
 * The last line of a run that ended with 127, where it says which command was not found. A shell goes on after a command that
 * fails, so what failed before it did not end it.
 */
function notFoundAtEnd({ endings }: TroubledContainer, digests: readonly LogDigest[]): Decisive | null {
  const exit = endings[0]?.exit;
  const digest = digests.find(({ instance }) => (instance === 'current') === exit?.current);
  if (exit?.exitCode !== notFoundCode || !digest) return null;
  const hit = digest.hits.findLast(({ line }) => line === lastLine(digest)?.n);
  return hit?.cause === 'command-not-found' ? { digest, hit } : null;
}

/** By which a shell says that it may not run its last command. */
const notRunCode = 126;
/** Not by way of a script: then a complaint names no more than the shell. */
const inlineShell = /(?:^|\/)(?:ba|da|a|z|k)?sh -[a-z]{0,6}c /;

/** The logs without what a script went on from; a run that has not ended, or ended as a shell does, was not gone on from. */
function withoutOvercome(
  { container, endings }: TroubledContainer,
  digests: readonly LogDigest[],
): readonly LogDigest[] {
  const exitCode = endings[0]?.exit.exitCode ?? 0;
  if (exitCode === 0 || exitCode === notRunCode || exitCode === notFoundCode) return digests;
  const inShell = inlineShell.test([...container.spec.command, ...container.spec.args].join(' '));
  return digests.map((digest) => withoutGoneOn(digest, inShell));
}

/**
 * The statement in these logs of the container that explains its end, or that it is not ready. Where it is ready and only a
 * readiness gate holds its pod back, nothing that it says does: the kubelet has seen its part done (signals §2.2).
 */
export function explainingIn(troubled: TroubledContainer, digests: readonly LogDigest[]): Decisive | null {
  if (troubled.trouble === 'not-ready' && troubled.readyNow) return null;
  const notFound = notFoundAtEnd(troubled, digests);
  if (notFound) return notFound;
  const living = digests.filter((digest) => isOfLiving(troubled, digest));
  const ended = digests.filter((digest) => !living.includes(digest) && !outlived(digest));
  const ofEnd = findDecisive(withoutOvercome(troubled, ended), living);
  const now = saidNow(troubled, living);
  if (ofEnd === null || isBesideKill(troubled, ofEnd) || isBesideStop(troubled, ofEnd)) return now;
  return now !== null && isLeftOpen(ofEnd, now) ? now : ofEnd;
}
