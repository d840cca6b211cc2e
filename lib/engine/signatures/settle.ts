/** Settles raw hits: a stack trace becomes one hit with its narrowest cause, what repeats is merged. */

import type { LogHit } from '../../model/log';
import { isUnit, type RawHit, type SourceLine } from './find-hits';
import type { StackKind } from './signature';
import { didItsWork } from './went-on';

/** Distinct hits that are kept, in all and of one signature. */
const most = 40;
const mostOfOne = 8;
/** So near to the last line, nothing else happened after it. */
const lastLines = 6;

/** The hits of a log as they are kept: ordered by line, at most 40. */
export function settleHits(raw: readonly RawHit[], lines: readonly SourceLine[]): LogHit[] {
  const isLast = lastIn(raw, lines);
  return merge(
    settleUnits(raw, lines, isLast).map(({ hit, unitEnd }) =>
      endsIt(hit, isLast(unitEnd)) ? { ...hit, weight: 'fatal' } : hit,
    ),
  );
}

type IsLast = (unitEnd: number) => boolean;

/** Words of a program that a signal came: it lived until then. "Shutting down" alone may be its own doing. */
const signalled = /\bSIG[A-Z]{3,4}\b|signal|terminat/i;

/** Whether nothing else happened after a trace that ends there. */
function lastIn(raw: readonly RawHit[], lines: readonly SourceLine[]): IsLast {
  const end = lastSpoken(lines);
  const stop = raw.findLast(
    ({ hit, signature }) => signature.role === 'stopping' && signalled.test(lines[hit.line - 1]?.text ?? ''),
  );
  const stoppedAt = stop === undefined ? -1 : stop.hit.line - 1;
  return (unitEnd) =>
    unitEnd >= end - lastLines && unitEnd > stoppedAt && !didItsWork(lines.slice(unitEnd + 1, end + 1));
}

/** A logged exception may have been survived; one that nothing follows was the end, unless it was only warned of. */
function endsIt(hit: LogHit, isLast: boolean): boolean {
  return (
    hit.weight === 'error' &&
    hit.level === undefined &&
    hit.cause === 'app-error-uncaught' &&
    isLast &&
    hit.endLine > hit.line
  );
}

function lastSpoken(lines: readonly SourceLine[]): number {
  for (let i = lines.length - 1; i >= 0; i -= 1) if ((lines[i]?.text.trim().length ?? 0) > 0) return i;
  return 0;
}

function settleUnits(raw: readonly RawHit[], lines: readonly SourceLine[], isLast: IsLast): RawHit[] {
  const settled: RawHit[] = [];
  const inside = new Set<RawHit>();
  raw.forEach((unit, position) => {
    if (inside.has(unit)) return;
    if (!isUnit(unit.signature)) {
      settled.push(unit);
      return;
    }
    const members = membersOf(raw, position, unit, lines);
    for (const member of members.all) inside.add(member);
    const narrow = chooseReason(unit, members.reasons);
    // What stood on the head's own line was settled before the head came: it is a member as well.
    if (settled.at(-1)?.hit.line === unit.hit.line) settled.pop();
    settled.push(narrow === null ? ofBug(unit, members.all) : narrowed(unit, withPeer(unit, narrow, lines), isLast));
  });
  return settled;
}

/** The hits within a unit, and those of them that stand in a reason (not in a frame). */
function membersOf(
  raw: readonly RawHit[],
  position: number,
  unit: RawHit,
  lines: readonly SourceLine[],
): { all: RawHit[]; reasons: RawHit[] } {
  const all: RawHit[] = [];
  const before = raw[position - 1];
  if (before !== undefined && before.hit.line === unit.hit.line) all.push(before);
  for (let i = position + 1; i < raw.length; i += 1) {
    const member = raw[i];
    if (member === undefined || member.hit.line - 1 > unit.unitEnd) break;
    all.push(member);
  }
  const reasons = all.filter(({ hit }) => {
    if (hit.cause === null || hit.cause === 'app-error-uncaught') return false;
    return !isFrame(unit.signature.stack ?? 'indented', lines[hit.line - 1]?.text ?? '', hit.line - 1, unit);
  });
  return { all, reasons };
}

const frames: Readonly<Partial<Record<StackKind, RegExp>>> = {
  go: /^\t|^[\w./*()-][\w./*)-]*\(.*\)$/,
  jvm: /^\s+at |^\s+Suppressed: |^\s+\.\.\. /,
  node: /^\s+at /,
  dotnet: /^\s+at /,
  ruby: /^\s+from /,
  php: /^#\d+ /,
  rust: /^\s+\d+: \S+::|^\s+at /,
  beam: /^\s+\(\w+ [\d.]+\)/,
};

function isFrame(kind: StackKind, text: string, index: number, unit: RawHit): boolean {
  if (kind !== 'python') return frames[kind]?.test(text) ?? false;
  return /^\s/.test(text) && index < (unit.stack?.reasons.at(-1) ?? 0);
}

const whatItNames: Readonly<Record<string, readonly string[]>> = {
  'permission-denied': ['path'],
  'dependency-unreachable': ['host', 'address'],
};

/**
 * Which of the reasons names the cause. Java and .NET: the deepest. Python: the exception that reached the top if it
 * says so (it has the host and the file), else the first of the chain. Elsewhere the first.
 */
function chooseReason(unit: RawHit, all: readonly RawHit[]): RawHit | null {
  const telling = all.filter(({ signature }) => signature.vague !== true);
  const reasons = telling.length > 0 ? telling : all;
  const kind = unit.signature.stack;
  const root = unit.stack?.reasons.at(-1) ?? 0;
  const isRootFirst = unit.stack?.reasons.some((index) => index > root) === true;
  if (kind === 'jvm' && isRootFirst) return reasons.find(({ hit }) => hit.line - 1 >= root) ?? reasons[0] ?? null;
  if (kind === 'jvm' || kind === 'dotnet') {
    const deepest = reasons.at(-1);
    // The exception of a socket says neither path nor peer; the one around it, of the library, does.
    const names = whatItNames[deepest?.hit.cause ?? ''] ?? [];
    const isNamed = ({ hit }: RawHit) => names.some((name) => hit.captures[name] !== undefined);
    const named = reasons.findLast((one) => one.hit.cause === deepest?.hit.cause && isNamed(one));
    return named ?? deepest ?? null;
  }
  if (kind === 'python') {
    const top = unit.stack?.reasons.at(-1) ?? 0;
    return reasons.find(({ hit }) => hit.line - 1 >= top) ?? reasons[0] ?? null;
  }
  return reasons[0] ?? null;
}

/** A trace whose last exception is a mistake of the program is one as a whole, and is quoted whole. */
function ofBug(unit: RawHit, all: readonly RawHit[]): RawHit {
  const top = unit.stack?.reasons.at(-1);
  const bug = all.find(({ hit, signature }) => signature.bug === true && hit.line - 1 === top);
  return bug === undefined ? unit : { ...unit, hit: { ...unit.hit, signature: bug.hit.signature } };
}

/** "Failed to connect to 10.0.0.7:5432", "Unable to connect to redis.shop.svc/<unresolved>:6379". */
const peer =
  /\b(?:to|with|from|at|server|host) ([A-Za-z0-9][\w.-]{0,252})(?:\/(?:<unresolved>|[\d.]{7,15}))?:(\d{2,5})\b/;

/** Where no exception of a failed connection names the peer by itself, a sentence further out in the chain may. */
function withPeer(unit: RawHit, narrow: RawHit, lines: readonly SourceLine[]): RawHit {
  const { cause, captures } = narrow.hit;
  if (cause !== 'dependency-unreachable' || 'host' in captures || 'address' in captures) return narrow;
  const outer = (unit.stack?.reasons ?? []).filter((index) => index < narrow.hit.line - 1).reverse();
  const found = outer.map((index) => peer.exec(lines[index]?.text ?? '')).find((match) => match !== null);
  const [, host = '', port = ''] = found ?? [];
  return found ? { ...narrow, hit: { ...narrow.hit, captures: { ...captures, host, port } } } : narrow;
}

function narrowed(unit: RawHit, narrow: RawHit, isLast: IsLast): RawHit {
  const level = narrow.hit.level ?? unit.hit.level;
  // What it only warned of did not end it, however near the end it stands.
  const ends = unit.hit.weight === 'fatal' || (level === undefined && isLast(unit.unitEnd));
  const weight = unit.hit.weight === 'noise' ? 'noise' : ends ? 'fatal' : narrow.hit.weight;
  const endLine = Math.max(narrow.hit.line, Math.min(unit.unitEnd + 1, narrow.hit.line + 40));
  return {
    ...narrow,
    unitEnd: unit.unitEnd,
    hit: {
      ...narrow.hit,
      weight,
      ...(level ? { level } : {}),
      endLine,
      captures: { ...unit.hit.captures, ...narrow.hit.captures },
    },
  };
}

/** Of what repeats with the same captures the first and the last stay; of the rest those that weigh most. */
function merge(hits: readonly LogHit[]): LogHit[] {
  const byKey = new Map<string, LogHit[]>();
  for (const hit of hits) {
    const key = `${hit.signature} ${hit.weight} ${JSON.stringify(hit.captures)}`;
    const seen = byKey.get(key);
    if (seen === undefined) byKey.set(key, [hit]);
    else seen[1] = hit;
  }
  const ofOne = new Map<string, number>();
  const distinct = [...byKey.values()].filter(([first]) => {
    const count = (ofOne.get(first?.signature ?? '') ?? 0) + 1;
    ofOne.set(first?.signature ?? '', count);
    return count <= mostOfOne;
  });
  return distinct
    .flat()
    .sort((a, b) => importance(b) - importance(a) || a.line - b.line)
    .slice(0, most)
    .sort((a, b) => a.line - b.line);
}

/** What is given up first when there is too much: noise, then errors, then context that the reading of others needs. */
export function importance(hit: LogHit): number {
  if (hit.weight === 'fatal') return hit.cause === 'app-error-uncaught' ? 4 : 5;
  if (hit.cause === null) return 1;
  return hit.weight === 'error' ? 3 : 2;
}
