/** The facts that rules may ask for: one computed value each, or that it is absent. Computed at most once a subject. */

import type { LogDigest, LogHit } from '../../model/log';
import type { Certainty, Evidence } from '../../model/diagnosis';
import { logEvidence } from '../evidence';
import { findDecisive } from '../signatures/decisive';
import { readWords } from '../signatures/digest-log';
import { explainingIn, isOfLiving } from './explaining';
import type { Ending } from './ending';
import type { Exit } from './exit';
import { memoryLimitOf, type MemoryLimit } from './memory-limit';
import { isRefusedProgram, kernelAnswerIn, startFailure } from './start-error';
import { probeFailures, type ProbeFailures, type ProbeKind } from './probe';
import type { TroubledPod } from './pod-trouble';
import type { TroubledContainer } from './trouble';
import type { ContainerView, PodView, WorkloadView } from './views';
import { waitingOf, type Waiting } from './waiting';

/** What a rule looks at: a workload, one of its troubled pods, or one container of that. */
export interface Subject {
  view: WorkloadView;
  /** All troubled pods of the workload, newest first. */
  troubledPods: readonly TroubledPod[];
  pod: TroubledPod | null;
  container: TroubledContainer | null;
}

/** Absent is what the cluster does not have; what could not be read is told by the snapshot's failures, and shown as not checked. */
export type Fact<T> = { ok: true; value: T } | { ok: false };

const has = <T>(value: T): Fact<T> => ({ ok: true, value });

function maybe<T>(value: T | null | undefined): Fact<T> {
  return value === null || value === undefined ? { ok: false } : has(value);
}

export interface DecisiveLog {
  digest: LogDigest;
  hit: LogHit;
  /** Set where the words of the line alone told the cause, or the runtime states it: the most that can be said of it. */
  judged?: Certainty;
  /** Where it stands: the log line, the termination message, or the runtime's refusal. */
  evidence: Evidence;
  /** Set where the runtime passes on what the kernel answered it: the program itself never ran. */
  byRuntime?: true;
}

/**
 * The program's own words about its end: the log of that run, else its termination message, which survives rotation and a
 * lost log (signals §4.8), else what the run that goes on says. A runtime's message of a start that failed is not the program's.
 */
export function decisiveLog(troubled: TroubledContainer): DecisiveLog | null {
  const { container, endings } = troubled;
  const fromLog = explainingIn(troubled, container.logs);
  const told = fromLog && { ...fromLog, evidence: logEvidence(fromLog.digest, fromLog.hit) };
  if (told && !isOfLiving(troubled, told.digest)) return told;
  const exit = endings.find((ending) => ending.verdict !== 'never-started' && ending.exit.message !== '')?.exit;
  const fromMessage = exit && explainingIn(troubled, [digestOf(container, exit.message, exit)]);
  if (exit && fromMessage) return { ...fromMessage, evidence: exit.evidence };
  if (told || exit) return told;
  const failure = startFailure(container);
  const answer = failure && kernelAnswerIn(failure.message);
  const [evidence] = failure?.evidence ?? [];
  const fromRuntime = answer ? findDecisive([digestOf(container, answer, null)]) : null;
  const proof = failure && isRefusedProgram(failure) ? { judged: 'proven' as const } : {};
  return fromRuntime && evidence ? { ...fromRuntime, ...proof, evidence, byRuntime: true } : null;
}

/** A text that is no log, as a digest: the words of a termination message or of a runtime. */
function digestOf(container: ContainerView, text: string, exit: Exit | null): LogDigest {
  const lines = text.split('\n');
  return {
    pod: container.pod.pod.metadata.name,
    podUid: container.pod.pod.metadata.uid,
    container: container.name,
    instance: exit === null || exit.current ? 'current' : 'previous',
    restartCount: exit?.restartCount ?? null,
    readAt: exit?.finishedAt ?? '',
    lines: lines.length,
    bytes: text.length,
    truncated: false,
    firstAt: null,
    lastAt: exit?.finishedAt ?? null,
    excerpt: lines.map((line, i) => ({ n: i + 1, at: null, text: line })),
    hits: readWords(text),
  };
}

const probe = (kind: ProbeKind) => (subject: Subject) =>
  maybe<ProbeFailures>(subject.container && probeFailures(subject.container.container, kind));

export const factTable = {
  workload: (s: Subject) => has<WorkloadView>(s.view),
  troubledPods: (s: Subject) => has<readonly TroubledPod[]>(s.troubledPods),
  pod: (s: Subject) => maybe<PodView>(s.pod?.pod),
  troubledPod: (s: Subject) => maybe<TroubledPod>(s.pod),
  container: (s: Subject) => maybe<ContainerView>(s.container?.container),
  troubled: (s: Subject) => maybe<TroubledContainer>(s.container),
  waiting: (s: Subject) => maybe<Waiting>(s.container && waitingOf(s.container.container)),
  /** The newest end of the container; absent while it never ended. */
  ending: (s: Subject) => maybe<Ending>(s.container?.endings[0]),
  readinessFailures: probe('readiness'),
  startupFailures: probe('startup'),
  /** The one statement of the program that explains its end best. */
  log: (s: Subject) => maybe<DecisiveLog>(s.container && decisiveLog(s.container)),
  logs: (s: Subject) => maybe<LogDigest[]>(s.container?.container.logs),
  memoryLimit: (s: Subject) =>
    maybe<MemoryLimit>(s.container && memoryLimitOf(s.container.container, s.container.endings[0]?.exit)),
} as const;

export type FactName = keyof typeof factTable;
export type FactMap = { [K in FactName]: Extract<ReturnType<(typeof factTable)[K]>, { ok: true }>['value'] };

/** Reads facts of one subject, each computed once. */
export class FactReader {
  private readonly known = new Map<FactName, Fact<unknown>>();

  constructor(readonly subject: Subject) {}

  get<K extends FactName>(name: K): Fact<FactMap[K]> {
    let fact = this.known.get(name);
    if (!fact) {
      fact = factTable[name](this.subject);
      this.known.set(name, fact);
    }
    return asFact<K>(fact);
  }
}

/** The cache is filled from `factTable[name]` only, so what lies under a name has that name's type. */
function asFact<K extends FactName>(fact: Fact<unknown>): Fact<FactMap[K]> {
  return fact as Fact<FactMap[K]>;
}
