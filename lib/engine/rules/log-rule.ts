/**
 * The shape of every rule whose proof is what the program itself said: one log line names the cause outright, so it is
 * likely, never proven (design §4). What the kubelet or the kernel did to the container goes before it.
 */

import { z } from 'zod';
import type { CauseId } from '../../model/causes';
import type { LogDigest } from '../../model/log';
import type { Certainty, Evidence, HeadlinePart, NonEmpty, Remedy } from '../../model/diagnosis';
import type { WorkloadRef } from '../../model/workload';
import { formatSpan } from '../../format/duration';
import { showLogs } from '../../remedy/look';
import { fields } from '../evidence';
import type { Ending } from '../facts/ending';
import { isOfLiving } from '../facts/explaining';
import { failsAnew } from '../facts/settled';
import { startFailure } from '../facts/start-error';
import type { DecisiveLog } from '../facts/table';
import type { TroubledContainer } from '../facts/trouble';
import { timeMs, type ContainerView, type WorkloadView } from '../facts/views';
import { isSignal, lastLine } from '../signatures/decisive';
import { wentOn } from '../signatures/went-on';
import {
  defineRule,
  type DraftClaim,
  type NextSteps,
  type Explanation,
  type Rule,
  type RuledOutDraft,
  type Tells,
} from '../rule';
import { hourMs } from '../../format/units';

export interface LogFinding {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  view: WorkloadView;
  ref: WorkloadRef;
  container: ContainerView;
  troubled: TroubledContainer;
  ending: Ending | undefined;
  log: DecisiveLog;
  /** What the line names: variable, path, host, port, … */
  captures: Record<string, string>;
  /** Said by a run that has a trouble of its own (facts/settled). */
  isNew: boolean;
}

export interface LogRuleDefinition {
  id: CauseId;
  /** What else the same line, or the same end, may look like. */
  confusedWith?: readonly CauseId[];
  supersedes?: readonly CauseId[];
  tells?: Tells;
  headline(found: LogFinding): NonEmpty<HeadlinePart>;
  /** The one thing that the line names; null where it names none, or not for certain. */
  names?(found: LogFinding): string | null | undefined;
  /** What the line says, as a sentence: "It says that the variable `X` is not set." */
  says(found: LogFinding): string;
  /** More claims, from the snapshot. */
  more?(found: LogFinding): DraftClaim[];
  remedies(found: LogFinding): NextSteps;
  wouldDisprove?: string | ((found: LogFinding) => string);
  dependsOn?(found: LogFinding): Explanation['dependsOn'];
  /** Takes a hit without a narrow cause that the spec of the container makes one of this cause. */
  claims?(log: DecisiveLog, container: ContainerView): boolean;
  /** What it takes so is no more than a guess. */
  guesses?: true;
  /** Takes a hit of a container that does its work all the same: what it says there cannot be overcome. */
  goesOn?(log: DecisiveLog): boolean;
  /** Why it is not this one, by the cause and the words of the line that decides; undefined where nothing speaks against it. */
  against?(cause: CauseId, text: string): string | undefined;
  /** The same, by how it ended. */
  againstEnd?(ending: Ending): string | undefined;
  /** Refuses a hit that the definition of the cause leaves out. */
  unless?(found: LogFinding): boolean;
}

/** Words of a program explain its own end or its not being ready; a kill by a probe or the kernel has its own rule. */
const explainedByLog = new Set<Ending['verdict']>([
  'error',
  'signal',
  'finished',
  'sigkill',
  'oom-other',
  'never-started',
  'node',
  'stop',
  'platform',
  'definition',
  'probe-kill',
  'post-start',
]);

/** Causes that say less than any line that names the thing. */
export const saidByLess: readonly CauseId[] = [
  'app-error-uncaught',
  'unknown',
  'exits-zero',
  'init-container-failing',
  'sidecar-failing',
  'readiness-never-ready',
  'segfault',
];

/** "The last run ended after 3 s with exit code 1." */
export function endedClaim(container: ContainerView, ending: Ending | undefined): DraftClaim[] {
  if (!ending) return [];
  const { exit } = ending;
  const ran = exit.ranMs === null ? '' : ` after ${formatSpan(exit.ranMs)}`;
  return [
    {
      text: `The last run of \`${container.name}\` ended${ran} with exit code ${exit.exitCode}.`,
      evidence: [exit.evidence],
    },
  ];
}

/** The command that shows the same line again. */
export function logsOf(found: Pick<LogFinding, 'container' | 'log'>, why: string): Remedy {
  const { namespace, name } = found.container.pod.pod.metadata;
  return showLogs(
    { namespace, pod: name, container: found.container.name, previous: found.log.digest.instance === 'previous' },
    why,
  );
}

const structuredError = z.looseObject({
  error: z.string().optional(),
  err: z.string().optional(),
  cause: z.string().optional(),
});

/** What a structured line says in its own field for the error, where its message alone names nothing. */
export function errorField({ log }: Pick<LogFinding, 'log'>): string | null {
  const text = log.digest.excerpt.find((line) => line.n === log.hit.line)?.text ?? '';
  if (!text.startsWith('{'))
    return /\b(?:error|err)="((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll('\\"', '"') ?? null;
  try {
    const { error, err, cause } = structuredError.parse(JSON.parse(text));
    return error ?? err ?? cause ?? null;
  } catch {
    return null; // not JSON after all: the line is quoted as it stands
  }
}

/** The first line of a message, with the next one where it only announces that: "unmarshal errors:\\n  line 2: …". */
export function oneLine(text: string): string {
  const lines = text
    .split(/\r?\n|(?<![\\'"`])\\n(?!['"`\]])/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
  const end = lines.findIndex((line) => !line.endsWith(':'));
  return lines.slice(0, end < 0 ? lines.length : end + 1).join(' ');
}

/** One line of at most 80 characters of a message, for a headline. */
export function short(text: string): string {
  const line = oneLine(text).replaceAll('\\"', '"');
  return line.length <= 80 ? line : `${line.slice(0, 79).trimEnd()}…`;
}

/** One line of at most 200 characters, for a claim. */
export function long(text: string): string {
  const line = oneLine(text);
  return line.length <= 200 ? line : `${line.slice(0, 199).trimEnd()}…`;
}

/** How a headline begins: "Container app" or "Init container migrate". */
export function subject(container: ContainerView): [string, HeadlinePart] {
  const word = { container: 'Container ', init: 'Init container ', sidecar: 'Sidecar ' }[container.type];
  return [word, { code: container.name }];
}

/**
 * A rule that a decisive line of a log proves: its signatures name the cause, and this says what follows from the
 * line.
 */
export function defineLogRule(definition: LogRuleDefinition): Rule {
  return defineRule({
    id: definition.id,
    scope: 'container',
    needs: ['workload', 'container', 'troubled'],
    wants: ['log', 'ending'],
    supersedes: definition.supersedes ?? saidByLess,
    confusedWith: definition.confusedWith ?? [],
    ...(definition.tells ? { tells: definition.tells } : {}),
    ...(definition.goesOn ? { alsoHealthy: true } : {}),

    match({ workload, container, troubled, log, ending }): LogFinding | undefined {
      if (!log) return undefined;
      if (log.hit.cause !== definition.id && definition.claims?.(log, container) !== true) return undefined;
      const isNew = !definition.tells && isOfLiving(troubled, log.digest) && failsAnew(container, workload.nowMs);
      if (ending && ((!isNew && !explainedByLog.has(ending.verdict)) || wasOvercome(log, ending))) return undefined;
      if (
        definition.goesOn &&
        doesItsWork(container, ending) &&
        !(isOfThisHour(log, workload) && definition.goesOn(log))
      )
        return undefined;
      const found: LogFinding = {
        certainty:
          definition.guesses && log.hit.cause !== definition.id ? 'possible' : certaintyOf(container, log, ending),
        evidence: [log.evidence, ...(ending ? [ending.exit.evidence] : [])],
        view: workload,
        ref: workload.snapshot.workload,
        container,
        troubled,
        ending,
        log,
        captures: log.hit.captures,
        isNew,
      };
      return definition.unless?.(found) ? undefined : found;
    },

    explain(found) {
      const dependsOn = definition.dependsOn?.(found);
      const { wouldDisprove } = definition;
      const names = definition.names?.(found) ?? null;
      return {
        headline: definition.headline(found),
        claims: [
          { text: saidBy(found, definition.says(found)), evidence: [found.evidence[0]] },
          ...endedClaim(found.container, found.ending),
          ...(definition.more?.(found) ?? []),
        ],
        remedies: definition.remedies(found),
        ...(names === null ? {} : { names }),
        ...(found.isNew && found.certainty !== 'possible' ? { now: true } : {}),
        ...(wouldDisprove === undefined
          ? {}
          : { wouldDisprove: typeof wouldDisprove === 'string' ? wouldDisprove : wouldDisprove(found) }),
        ...(dependsOn ? { dependsOn } : {}),
      };
    },

    ruleOut({ container, log, ending }) {
      const byEnd = ending && definition.againstEnd?.(ending);
      if (byEnd) return { because: byEnd, evidence: [ending.exit.evidence] };
      if (!log) return neverRan(container);
      const text = log.digest.excerpt.find(({ n }) => n === log.hit.line)?.text ?? '';
      const because = log.hit.cause === null ? undefined : definition.against?.(log.hit.cause, text);
      return because === undefined ? undefined : { because, evidence: [log.evidence] };
    },
  });
}

/**
 * What a program would say is no cause where it waits for its first run, and the runtime was not told to start it: that may
 * meet the kernel's refusal before the program does.
 */
function neverRan(container: ContainerView): RuledOutDraft | undefined {
  const { pod, status, statusPath } = container;
  const { waiting } = status?.state ?? {};
  if (
    startFailure(container) ||
    !status ||
    !waiting ||
    waiting.reason === '' ||
    status.restartCount > 0 ||
    status.lastState.terminated
  )
    return undefined;
  return {
    because: 'The program has not run in this pod: it waits for its first start.',
    evidence: [
      fields(pod.label, null, {
        [`!${statusPath}.state.waiting.reason`]: waiting.reason,
        [`!${statusPath}.restartCount`]: status.restartCount,
      }),
    ],
  };
}

/** It has not ended yet, and is ready. */
export function doesItsWork({ status }: ContainerView, ending: Ending | undefined): boolean {
  return ending === undefined && status?.ready === true && status.restartCount === 0;
}

/** A log without times counts: nothing says that its words are old. */
function isOfThisHour({ hit }: DecisiveLog, { nowMs }: WorkloadView): boolean {
  return nowMs - (timeMs(hit.at) ?? nowMs) < hourMs;
}

/** Where the program never ran, the runtime says it. */
function saidBy({ log }: LogFinding, sentence: string): string {
  return log.byRuntime ? sentence.replace(/^(?:Its log|It) says/, 'The runtime says') : sentence;
}

/** What the program itself calls less than an error is a guess, however often it is said. */
function certaintyOf(container: ContainerView, log: DecisiveLog, ending: Ending | undefined): Certainty {
  if (log.hit.level !== undefined || wasCaught(log, ending)) return 'possible';
  return log.judged ?? (log.hit.weight === 'fatal' || repeats(container, log) ? 'likely' : 'possible');
}

/**
 * No language ends with 137 or 143 for an exception that nothing caught (signals §5.5): it lived on until a signal came. Only
 * what starts programs may end with 143 for its child's exception (§5.2 row 12), and then nothing is said after that.
 */
export function wasCaught({ digest, hit }: DecisiveLog, ending: Ending | undefined): boolean {
  if (hit.captures['exception'] === undefined) return false;
  const exitCode = ending?.exit.exitCode;
  return exitCode === 137 || (exitCode === 143 && hit.endLine < (lastLine(digest)?.n ?? 0));
}

/**
 * A run that ended with 0 (signals §5.2 row 14) did not end for what it went on from: its work, or its life until a signal
 * told it to stop.
 */
function wasOvercome({ digest, hit }: DecisiveLog, ending: Ending): boolean {
  if (ending.exit.exitCode !== 0 || ending.verdict !== 'finished') return false;
  return (
    wentOn(digest, hit.endLine, digest.lines + 1) ||
    digest.hits.some((one) => one.line > hit.endLine && isSignal(digest, one))
  );
}

/** The same statement in two runs, or among the last words, where it may stand for the second time: more than a passing error. */
function repeats(container: ContainerView, { digest, hit }: DecisiveLog): boolean {
  const again = (log: LogDigest) => log.hits.filter((other) => other.signature === hit.signature);
  const runs = container.logs.filter((log) => again(log).length > 0);
  return runs.length > 1 || [hit, ...again(digest)].some(({ endLine }) => endLine >= digest.lines - 3);
}
