/** Finds the one statement in the logs of a container that explains its end. */

import type { LogDigest, LogHit, LogLine } from '../../model/log';
import type { Certainty } from '../../model/diagnosis';
import { isAside } from './aside';
import { signatureById } from './catalogue';
import { judgedHit } from './judged';
import { isLostAppender } from './lost-appender';
import { isOwnTrap } from './own-trap';
import { wasServed } from './served';
import type { Role } from './signature';
import { wentOn } from './went-on';

export interface Decisive {
  digest: LogDigest;
  hit: LogHit;
  /** Set where no signature knows the sentence and its words alone told the cause. */
  judged?: Certainty;
}

/** Lines apart at which two statements still belong to the same failure. */
const burstLines = 50;
/** An error so far from the last line, and so long before it, was survived. */
const nearLines = 40;
const nearMs = 15_000;
/** However few lines a quiet program wrote since: the kubelet too forgets its failures after ten minutes (signals §4.1). */
const survivedMs = 600_000;
/** A retried failure that the program never called an error counts only at the very end. */
const lastLines = 6;

/** Exceptions that are a mistake in the program: whatever was logged before them is not their reason. */
const bugException =
  /(?:^|\.)(?:TypeError|ReferenceError|RangeError|SyntaxError|IndentationError|AttributeError|NameError|IndexError|UnboundLocalError|ZeroDivisionError|AssertionError|RecursionError|NoMethodError|NullPointerException|\w*IndexOutOfBoundsException|ClassCastException|ArithmeticException|StackOverflowError|NumberFormatException|NullReferenceException|InvalidCastException|UninitializedPropertyAccessException|UndefinedFunctionError|FunctionClauseError|KeyError)$/;

interface Candidate extends Decisive {
  strength: number;
}

/**
 * The hit that explains the end of one container, from the digests of its previous and its current run; null where
 * the program gave no reason. In this order: a fatal statement with a narrow cause (the first of the last failure), a
 * fatal one without, an error near the end or repeated in both runs, a failure it was still retrying when it ended.
 * What was overcome later ("listening on …") does not count, nor what failed after it was asked to stop. An error that
 * no signature knows more of than its form is judged by its words.
 *
 * @param beside logs that may say the same again, and explain nothing here: a run that goes on ended no other.
 */
export function findDecisive(digests: readonly LogDigest[], beside: readonly LogDigest[] = []): Decisive | null {
  const found = digests.map(ofOneRun).filter((candidate) => candidate !== null);
  const all = [...found, ...beside.map(ofOneRun).filter((candidate) => candidate !== null)];
  const repeated = found.map((one) => ({
    ...one,
    strength: one.strength + (all.some((other) => other !== one && same(one, other)) ? 0.5 : 0),
  }));
  repeated.sort((a, b) => b.strength - a.strength || newest(b.digest) - newest(a.digest));
  const best = repeated[0];
  if (best === undefined) return null;
  const { digest, hit } = best;
  const judged = isBug(hit) ? null : judgedHit(digest, hit);
  if (judged !== null) return { digest, hit: judged.hit, judged: judged.certainty };
  return best.judged === undefined ? { digest, hit } : { digest, hit, judged: best.judged };
}

/** The last line with anything in it; null for an empty log. */
export function lastLine(digest: LogDigest): LogLine | null {
  return digest.excerpt.findLast((line) => line.text.trim().length > 0) ?? null;
}

/** The part a statement plays in the life of the program, if any (see `Signature.role`). */
export function roleOf(hit: LogHit): Role | null {
  return signatureById.get(hit.signature)?.role ?? null;
}

/** The newer run tells more where both say something. While a container waits both logs are of one run (signals §4.6). */
function newest(digest: LogDigest): number {
  return (digest.restartCount ?? 0) + (digest.instance === 'previous' ? 0.5 : 0);
}

function same(a: Decisive, b: Decisive): boolean {
  return a.hit.signature === b.hit.signature || (a.hit.cause === b.hit.cause && a.hit.cause !== 'app-error-uncaught');
}

function ofOneRun(digest: LogDigest): Candidate | null {
  const readyAt = digest.hits.findLast((hit) => roleOf(hit) === 'ready')?.line ?? 0;
  const stoppedAt =
    digest.hits.find((hit) => roleOf(hit) === 'stopping' && hit.line > readyAt)?.line ?? Number.POSITIVE_INFINITY;
  const named = digest.hits.filter(
    (hit) =>
      hit.cause !== null && !wasServed(digest, hit) && !isLeaseGivenUp(digest, hit, readyAt) && !isOwnTrap(digest, hit),
  );
  const causes = named.filter((hit) => !isOverruled(digest, hit, named));
  // "Shutting down: the task failed" is a stop and its reason.
  const standing = causes.filter((hit) => hit.line > readyAt && hit.line <= stoppedAt);
  return (
    ofFatal(
      digest,
      causes.filter((hit) => hit.weight === 'fatal'),
      standing,
    ) ??
    ofErrors(digest, standing) ??
    ofRetries(digest, standing) ??
    ofOvercome(digest, causes, stoppedAt)
  );
}

/** "Shutting down" may be a program's own decision for the error before it; a signal is none of its own. */
export function isSignal(digest: LogDigest, hit: LogHit): boolean {
  return roleOf(hit) === 'stopping' && /\bSIG[A-Z]{3,4}\b|\bsignal\b/i.test(textAt(digest, hit.line));
}

/** Whoever holds a lease gives it up when a signal ends it; client-go says then too that it was not renewed. */
function isLeaseGivenUp(digest: LogDigest, { cause, line }: LogHit, readyAt: number): boolean {
  if (cause !== 'leader-election-lost') return false;
  return digest.hits.some((other) => other.line > readyAt && other.line < line && isSignal(digest, other));
}

/**
 * What it tells at the level of information may be another's words, quoted: its own error after that says more. So it does
 * after a logger lost a file.
 */
function isOverruled(digest: LogDigest, hit: LogHit, named: readonly LogHit[]): boolean {
  const isOwn = (other: LogHit) => other.level === undefined && other.weight !== 'noise' && !isTimeUp(other);
  const later = named.filter((other) => other.line > hit.endLine && isOwn(other));
  return (hit.level === 'info' && later.length > 0) || isLostAppender(digest, hit, later);
}

/** What no stop brings about: a program that is only asked to end may lose connections, but no right and no library. */
const unstoppable: ReadonlySet<string> = new Set([
  'permission-denied',
  'read-only-filesystem',
  'missing-env-var',
  'runtime-library-missing',
  'node-kernel-setting',
]);
/** A supervisor's own words for a part that did not come up. */
const partFailed = /unable to start service|; not expected\)|entered FATAL state|exited (?:with code )?[1-9]\d{0,2}$/;
/** Lines between what a part said and what its supervisor says of it. */
const partLines = 4;

/**
 * Where nothing else is left: a failure that only seems overcome, because another part of the same container came up
 * after it, or that only seems to follow from a stop. A guess.
 */
function ofOvercome(digest: LogDigest, causes: readonly LogHit[], stoppedAt: number): Candidate | null {
  const parts = digest.hits
    .filter((hit) => roleOf(hit) === 'wrapper' && partFailed.test(textAt(digest, hit.line)))
    .map((hit) => hit.line);
  const hit = causes.find(
    (one) =>
      isNarrow(one) &&
      one.weight !== 'noise' &&
      ((one.line > stoppedAt && unstoppable.has(one.cause ?? '')) ||
        parts.some((line) => line > one.endLine && line - one.endLine <= partLines)),
  );
  return hit === undefined ? null : { digest, hit, strength: 0.5, judged: 'possible' };
}

/** The text of one line, where it was kept. */
export function textAt(digest: LogDigest, line: number): string {
  return digest.excerpt.find(({ n }) => n === line)?.text.trim() ?? '';
}

/** The exception and its message, where they are known, else what stands in its lines beside the frames. */
export function saidBy(
  digest: LogDigest,
  { line, endLine, captures: { exception = '', message = '' } }: LogHit,
): string {
  const known = `${exception.replace(/^.*\./, '')} ${message}`.trim();
  if (known !== '') return known;
  const lines = digest.excerpt.filter(({ n, text }) => n >= line && n <= endLine && !/^\s/.test(text));
  return lines.map(({ text }) => text).join(' ');
}

/** An exception that ended a migration: what ran it says so behind the trace. */
function migrationAround(fatal: LogHit, standing: readonly LogHit[]): LogHit | undefined {
  return standing.find(
    (hit) => hit.cause === 'db-migration-failing' && hit.line > fatal.line && hit.line - fatal.endLine <= partLines,
  );
}

/** A flag that it does not know is the end of most programs, and of some only the end of reading flags: then another failure follows. What is indented is help. */
function saidAfterFlag(
  digest: LogDigest,
  { signature, endLine }: LogHit,
  standing: readonly LogHit[],
): LogHit | undefined {
  if (signature !== 'flag-unknown') return undefined;
  const isHelp = (line: number): boolean => digest.excerpt.some(({ n, text }) => n === line && /^\s/.test(text));
  return standing.find((hit) => isNarrow(hit) && hit.weight === 'error' && hit.line > endLine && !isHelp(hit.line));
}

/** Among the fatal statements of the last burst: the first that names its reason, else what was said just before it. */
function ofFatal(digest: LogDigest, fatals: readonly LogHit[], standing: readonly LogHit[]): Candidate | null {
  const burst = lastBurst(fatals);
  const first = burst[0];
  if (first === undefined) return null;
  const telling = burst.find((hit) => (isNarrow(hit) && !isVague(hit)) || isBug(hit)) ?? burst.find(isNarrow);
  if (telling !== undefined) {
    const later = saidAfterFlag(digest, telling, standing);
    if (later) return { digest, hit: later, strength: 3 };
    const whole = isNarrow(telling) ? undefined : migrationAround(telling, standing);
    if (whole) return { digest, hit: whole, strength: 5 };
    return { digest, hit: better(telling, standing), strength: isNarrow(telling) ? 5 : 4 };
  }
  const isLast = endsRun(digest, first);
  const isOver = (hit: LogHit): boolean =>
    (isLast && hit.line > first.endLine) || wentOn(digest, hit.endLine, first.line);
  const near = standing.filter(
    (hit) =>
      isNarrow(hit) &&
      hit.weight === 'error' &&
      Math.abs(hit.line - first.line) <= burstLines &&
      (hit.line === first.line || !isAside(hit, textAt(digest, hit.line), saidBy(digest, first), isOver(hit))),
  );
  const explaining = chooseError(near) ?? waitedFor(first, standing);
  return explaining === null
    ? { digest, hit: first, strength: 4 }
    : { digest, hit: better(explaining, standing), strength: 4.5 };
}

/** Node prints this when it ends for an exception that nothing caught. */
const nodeEnds = /^Node\.js v\d/;

/** A statement that is the end wherever it stands: what follows is said by hooks. A logged exception is none. */
function endsRun(digest: LogDigest, { signature, endLine }: LogHit): boolean {
  return signatureById.get(signature)?.weight !== 'error' || nodeEnds.test(textAt(digest, endLine));
}

function ofErrors(digest: LogDigest, standing: readonly LogHit[]): Candidate | null {
  const errors = standing.filter((hit) => hit.weight === 'error' && isNear(digest, lastOf(hit, standing)));
  const last = errors.findLast((hit) => !isNarrow(hit));
  const isOver = (hit: LogHit): boolean =>
    last !== undefined &&
    wentOn(digest, hit.endLine, last.line) &&
    isAside(hit, textAt(digest, hit.line), saidBy(digest, last), true);
  const narrow = chooseError(errors.filter((hit) => isNarrow(hit) && !isOver(hit)));
  if (narrow !== null) return { digest, hit: better(narrow, errors), strength: 3 };
  const plain = errors.find((hit) => isBug(hit)) ?? errors.find((hit) => !isOver(hit));
  return plain === undefined ? null : { digest, hit: waitedFor(plain, standing) ?? plain, strength: 2 };
}

function ofRetries(digest: LogDigest, standing: readonly LogHit[]): Candidate | null {
  const tail = standing.filter((hit) => isNarrow(hit) && digest.lines - hit.endLine < lastLines && isNear(digest, hit));
  const last = tail.at(-1);
  return last === undefined ? null : { digest, hit: last, strength: 1 };
}

/** Failures that come and go while a program waits for its surroundings; another error beside them says more. */
const passing: ReadonlySet<string> = new Set(['dns-failure', 'dependency-unreachable']);

/**
 * Of several errors before the end: the first that is not merely a failing connection; of failing connections the kind
 * that was seen last, where it was seen first.
 */
function chooseError(errors: readonly LogHit[]): LogHit | null {
  const burst = lastBurst(errors);
  const isLasting = (hit: LogHit) => !passing.has(hit.cause ?? '');
  // What it only warned of it went on without.
  const lasting = burst.find((hit) => isLasting(hit) && hit.level === undefined) ?? burst.find(isLasting);
  if (lasting !== undefined) return lasting;
  const last = burst.at(-1);
  return last === undefined ? null : (burst.find((hit) => hit.signature === last.signature) ?? last);
}

/** What may be tried again until the time is out: a handshake fails as a connection does. */
const awaited: ReadonlySet<string> = new Set([...passing, 'tls-certificate-error']);

function isTimeUp({ captures }: LogHit): boolean {
  return /context deadline exceeded|timed out|[Tt]ime-?out\b/.test(captures['message'] ?? '');
}

/** A program whose last word is only that its time ran out: what it was trying again until then is what it waited for. */
function waitedFor(hit: LogHit, standing: readonly LogHit[]): LogHit | null {
  if (!isTimeUp(hit)) return null;
  return (
    standing.findLast(
      (other) => awaited.has(other.cause ?? '') && other.line <= hit.line && hit.line - other.line <= burstLines,
    ) ?? null
  );
}

/** Lines around a wrapper's words in which the words of what it wraps are looked for. */
const wrappedLines = 10;

/** For a wrapper's words ("migration failed", "invalid configuration") what stands beside them and says more. */
function better(hit: LogHit, others: readonly LogHit[]): LogHit {
  if (hit.cause === 'leader-election-lost') return refusedBefore(hit, others) ?? namesLease(hit, others) ?? hit;
  if (hit.cause === 'permission-denied') return namesPath(hit, others) ?? hit;
  if (!isVague(hit)) return hit;
  const wraps = (other: LogHit): boolean => {
    if (!isNarrow(other) || other.weight === 'noise' || Math.abs(other.line - hit.line) > wrappedLines) return false;
    if (hit.cause === 'config-invalid' && passing.has(other.cause ?? '')) return fetches(hit);
    return !isVague(other);
  };
  return others.findLast((other) => other.line < hit.line && wraps(other)) ?? others.find(wraps) ?? hit;
}

/** A lease is lost to a busy API; where the API turned the program away for good, that is why. */
function refusedBefore(hit: LogHit, others: readonly LogHit[]): LogHit | undefined {
  return others.findLast(
    (other) =>
      (other.cause === 'tls-certificate-error' || other.cause === 'rbac-forbidden') &&
      other.line < hit.line &&
      hit.line - other.line <= wrappedLines,
  );
}

/** A bare "permission denied" at the end is said of what stands before it with its path. */
function namesPath(hit: LogHit, others: readonly LogHit[]): LogHit | undefined {
  if (hit.captures['path'] !== undefined) return undefined;
  const near = ({ line }: LogHit): boolean => Math.abs(hit.line - line) <= wrappedLines;
  return others.findLast(
    (other) =>
      other.cause === hit.cause && other.captures['path'] !== undefined && other.weight !== 'noise' && near(other),
  );
}

/** "Stopped leading" is said after the line that names the lease. */
function namesLease(hit: LogHit, others: readonly LogHit[]): LogHit | undefined {
  return others.findLast(
    ({ captures, line }) => captures['lease'] !== undefined && line < hit.line && hit.line - line <= wrappedLines,
  );
}

/** Settings that another service hands out are not wrong when they cannot be fetched. */
function fetches(hit: LogHit): boolean {
  return /\b(?:load|fetch|read|get|retriev|pull)\w{0,16} [^\n\\.,]{0,60}config/i.test(hit.captures['message'] ?? '');
}

/** The last group of hits that follow one another closely. */
function lastBurst(hits: readonly LogHit[]): LogHit[] {
  const burst: LogHit[] = [];
  for (const hit of [...hits].reverse()) {
    const next = burst[0];
    if (next !== undefined && next.line - hit.endLine > burstLines && !isSame(next, hit)) break;
    burst.unshift(hit);
  }
  return burst;
}

/** First and last occurrence of what repeats: the lines between them were the same statement. */
function isSame(a: LogHit, b: LogHit): boolean {
  return a.signature === b.signature && JSON.stringify(a.captures) === JSON.stringify(b.captures);
}

function lastOf(hit: LogHit, hits: readonly LogHit[]): LogHit {
  return hits.findLast((other) => isSame(other, hit)) ?? hit;
}

function isNear(digest: LogDigest, hit: LogHit): boolean {
  const sinceMs = hit.at === null || digest.lastAt === null ? null : Date.parse(digest.lastAt) - Date.parse(hit.at);
  if (digest.lines - hit.endLine <= nearLines) return sinceMs === null || sinceMs <= survivedMs;
  return sinceMs !== null && sinceMs <= nearMs;
}

function isNarrow(hit: LogHit): boolean {
  return hit.cause !== null && hit.cause !== 'app-error-uncaught';
}

function isVague(hit: LogHit): boolean {
  return signatureById.get(hit.signature)?.vague === true;
}

function isBug(hit: LogHit): boolean {
  return signatureById.get(hit.signature)?.bug === true || bugException.test(hit.captures['exception'] ?? '');
}
