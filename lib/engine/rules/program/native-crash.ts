/** The kernel ended the program for something that its machine code did: the shape of `segfault` and `illegal-instruction`. */

import type { Certainty, Evidence, HeadlinePart, NonEmpty } from '../../../model/diagnosis';
import type { CauseId } from '../../../model/causes';
import { ask, showLogs } from '../../../remedy/look';
import type { Ending } from '../../facts/ending';
import type { DecisiveLog } from '../../facts/table';
import type { ContainerView } from '../../facts/views';
import { logEvidence } from '../../evidence';
import { defineRule, type DraftClaim, type Rule } from '../../rule';
import { traps } from '../../signatures/own-trap';
import { subject } from '../log-rule';

export interface Crash {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  container: ContainerView;
  ending: Ending | undefined;
  said: Evidence | null;
}

/**
 * A rule of a program that a fault signal ended: the exit code alone makes it possible, words of the log make it more.
 */
export function defineCrashRule(definition: {
  id: CauseId;
  /** Exit codes that the kernel's signal leaves (signals §5.5). */
  codes: readonly number[];
  /** The NTSTATUS that Windows ends a process with for the same. */
  ntStatus: number;
  confusedWith: readonly CauseId[];
  supersedes: readonly CauseId[];
  headline: NonEmpty<HeadlinePart>;
  meaning: string;
  more?(crash: Crash): DraftClaim[];
  advice: { title: string; why: string };
}): Rule {
  return defineRule({
    id: definition.id,
    scope: 'container',
    needs: ['container', 'troubled'],
    alsoHealthy: true,
    wants: ['ending', 'log'],
    supersedes: definition.supersedes,
    confusedWith: definition.confusedWith,

    match({ container, troubled, ending, log }): Crash | undefined {
      const byCode =
        ending !== undefined &&
        (definition.codes.includes(ending.exit.exitCode) || isNtStatus(ending.exit.exitCode, definition.ntStatus)) &&
        (ending.verdict === 'signal' || ending.verdict === 'error');
      // Of a container that does its work only the words of a master about its worker count: a script may have met a fault of a tool.
      const isWell = ending === undefined && troubled.readyNow;
      const said = isWell ? ofWorker(container, definition.id) : namedBy(log, definition.id);
      // The program's own words about another cause go before the bare signal: V8 out of heap ends with 139 as PID 1 (lab FACTS).
      if (
        byCode &&
        log &&
        !said &&
        log.hit.cause !== null &&
        (log.hit.cause !== 'app-error-uncaught' || gaveUp(log)) &&
        log.hit.weight !== 'noise'
      )
        return undefined;
      const behindProbe = ending?.verdict === 'probe-kill' && isAgain(log);
      if (!byCode && !said) return undefined;
      if (
        !byCode &&
        ending &&
        ending.verdict !== 'error' &&
        ending.verdict !== 'signal' &&
        ending.verdict !== 'sigkill' &&
        !behindProbe
      )
        return undefined;
      const evidence: Evidence[] = [...(ending ? [ending.exit.evidence] : []), ...(said ? [said] : [])];
      const [first, ...rest] = evidence;
      if (!first) return undefined;
      return {
        // Any process can end with that number, and a compiler's trap raises the same signal: alone it is only possible.
        certainty: said && (byCode || behindProbe || handled(ending, log)) ? 'likely' : 'possible',
        evidence: [first, ...rest],
        container,
        ending,
        said,
      };
    },

    explain(crash) {
      const meaningOf = (exitCode: number): string => {
        if (isNtStatus(exitCode, definition.ntStatus))
          return `: 0x${definition.ntStatus.toString(16).toUpperCase()}, the status of Windows for it.`;
        if (definition.codes.includes(exitCode)) return `: ${definition.meaning}`;
        return exitCode === aborted ? ': it aborted itself after the signal, as a crash handler does.' : '.';
      };
      const { container, ending, said } = crash;
      const { namespace, name } = container.pod.pod.metadata;
      const who: NonEmpty<HeadlinePart> =
        ending === undefined && container.status?.ready === true
          ? ['A worker of container ', { code: container.name }]
          : subject(container);
      return {
        headline: [...who, ...definition.headline],
        claims: [
          ending
            ? {
                text: `The last run ended with exit code ${ending.exit.exitCode}${meaningOf(ending.exit.exitCode)}`,
                evidence: [ending.exit.evidence],
              }
            : { text: definition.meaning, evidence: crash.evidence },
          ...(said ? [{ text: 'Its log says so too.', evidence: [said] }] : []),
          ...(definition.more?.(crash) ?? []),
        ],
        remedies: [
          showLogs(
            { namespace, pod: name, container: container.name, previous: ending !== undefined && !ending.exit.current },
            'A native crash often leaves no word; what came just before it helps.',
          ),
          ask(`${definition.id}-advice`, definition.advice.title, definition.advice.why),
        ],
        wouldDisprove:
          'A program, or a script around it, that ends with this number on purpose; or a process in the pod that sends the signal.',
      };
    },

    ruleOut({ ending }) {
      if (ending?.verdict !== 'signal' || definition.codes.includes(ending.exit.exitCode)) return undefined;
      return {
        because: `The last run ended with exit code ${ending.exit.exitCode}, which is another signal.`,
        evidence: [ending.exit.evidence],
      };
    },
  });
}

/** What it starts crashes each time, as one run of it says twice or more: then there is nothing that could answer a probe. */
function isAgain(log: DecisiveLog | undefined): boolean {
  return log !== undefined && log.digest.hits.filter(({ signature }) => signature === log.hit.signature).length > 1;
}

/** 128 + SIGABRT (signals §5.5). */
const aborted = 134;

/** A runtime that catches the signal, as the JVM does, writes its report and then aborts: the report names the signal outright. */
function handled(ending: Ending | undefined, log: DecisiveLog | undefined): boolean {
  return ending?.exit.exitCode === aborted && log?.hit.weight === 'fatal' && log.hit.signature !== 'child-segfault';
}

/** The API writes an exit code as 32 bits with a sign, a status of Windows is said without one. */
function isNtStatus(exitCode: number, status: number): boolean {
  return exitCode >>> 0 === status;
}

/** What a master said last of a worker that ended so. */
function ofWorker({ logs }: ContainerView, id: CauseId): Evidence | null {
  const told = logs
    .filter((digest) => digest.instance === 'current')
    .flatMap((digest) => digest.hits.map((hit) => ({ digest, hit })))
    .findLast(({ hit }) => hit.cause === id && hit.signature === 'child-segfault');
  return told ? logEvidence(told.digest, told.hit) : null;
}

/** Runtimes that end a program with `abort()`, or a trap, for what it did not catch. */
const aborts: ReadonlySet<string> = new Set([
  'dotnet-unhandled',
  'dotnet-stack-overflow',
  'cpp-terminate',
  'glibc-abort',
  'native-abort-frame',
  ...traps,
]);

/**
 * As the first process of a container a program is not ended by the signal that `abort()` raises; glibc then runs an
 * instruction that is not allowed, and the kernel's signal for that one ends it.
 */
function gaveUp({ hit }: DecisiveLog): boolean {
  return hit.weight === 'fatal' && aborts.has(hit.signature);
}

function namedBy(log: DecisiveLog | undefined, id: CauseId): Evidence | null {
  return log?.hit.cause === id ? log.evidence : null;
}
