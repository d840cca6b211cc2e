/** Tells the words that explain an end from what was only logged before it. */

import type { CauseId } from '../../model/causes';
import type { LogDigest } from '../../model/log';
import { findDecisive, lastLine, type Decisive } from '../signatures/decisive';
import { withoutGoneOn } from '../signatures/of-script';
import { outlived } from '../signatures/went-on';
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

/** Whether that log is of a run that goes on, and no end is to be explained or it is not ready: what stands in it may be why. */
function livesOn({ container, endings, readyNow }: TroubledContainer, { instance }: LogDigest): boolean {
  const runs = (container.status?.state.running ?? null) !== null;
  return instance === 'current' && runs && (!readyNow || endings.length === 0);
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

/** The statement in these logs of the container that explains its end, or that it is not ready. */
export function explainingIn(troubled: TroubledContainer, digests: readonly LogDigest[]): Decisive | null {
  const notFound = notFoundAtEnd(troubled, digests);
  if (notFound) return notFound;
  const living = digests.filter((digest) => livesOn(troubled, digest));
  const ended = digests.filter((digest) => !living.includes(digest) && !outlived(digest));
  const found = findDecisive([...withoutOvercome(troubled, ended), ...living]);
  if (found === null || living.includes(found.digest) || !isBesideKill(troubled, found)) return found;
  return findDecisive(living);
}
