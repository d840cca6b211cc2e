/** The facts that rules may ask for: one computed value each, or the reason why it is absent. Computed at most once a subject. */

import type { ClusterEvent } from '../../model/kubernetes';
import type { LogDigest, LogHit } from '../../model/log';
import type { FieldEvidence } from '../../model/diagnosis';
import { parseQuantity } from '../../format/quantity';
import { fields } from '../evidence';
import { findDecisive } from '../signatures/decisive';
import type { Ending } from './ending';
import type { Exit } from './exit';
import { probeFailures, type ProbeFailures, type ProbeKind } from './probe';
import type { TroubledContainer, TroubledPod } from './trouble';
import type { ContainerView, PodView, WorkloadView } from './views';

/** What a rule looks at: a workload, one of its troubled pods, or one container of that. */
export interface Subject {
  view: WorkloadView;
  /** All troubled pods of the workload, newest first. */
  troubledPods: readonly TroubledPod[];
  pod: TroubledPod | null;
  container: TroubledContainer | null;
}

export type Fact<T> = { ok: true; value: T } | { ok: false; why: string };

const has = <T>(value: T): Fact<T> => ({ ok: true, value });
const lacks = (why: string): { ok: false; why: string } => ({ ok: false, why });

function maybe<T>(value: T | null | undefined, why: string): Fact<T> {
  return value === null || value === undefined ? lacks(why) : has(value);
}

export interface Waiting {
  reason: string;
  message: string;
  evidence: FieldEvidence;
}

export interface DecisiveLog {
  digest: LogDigest;
  hit: LogHit;
}

export interface MemoryLimit {
  /** As written: "256Mi". */
  text: string;
  bytes: number;
  evidence: FieldEvidence;
}

function waitingOf({ container }: TroubledContainer): Waiting | null {
  const waiting = container.status?.state.waiting;
  if (!waiting || waiting.reason === '') return null;
  const path = `${container.statusPath}.state.waiting`;
  return {
    reason: waiting.reason,
    message: waiting.message,
    evidence: fields(container.pod.label, null, {
      [`!${path}.reason`]: waiting.reason,
      [`${path}.message`]: waiting.message,
    }),
  };
}

function memoryLimitOf({ container }: TroubledContainer): MemoryLimit | null {
  const text = container.spec.resources.limits['memory'];
  const bytes = text === undefined ? null : parseQuantity(text);
  if (text === undefined || bytes === null) return null;
  return {
    text,
    bytes,
    evidence: fields(container.pod.label, null, { [`!${container.specPath}.resources.limits.memory`]: text }),
  };
}

const probe = (kind: ProbeKind) => (subject: Subject) =>
  maybe<ProbeFailures>(
    subject.container && probeFailures(subject.container.container, kind),
    `no event of the pod says that its ${kind} probe failed`,
  );

export const factTable = {
  workload: (s: Subject) => has<WorkloadView>(s.view),
  troubledPods: (s: Subject) => has<readonly TroubledPod[]>(s.troubledPods),
  pod: (s: Subject) => maybe<PodView>(s.pod?.pod, 'no pod'),
  troubledPod: (s: Subject) => maybe<TroubledPod>(s.pod, 'no pod'),
  /** The pod's events, oldest first. */
  podEvents: (s: Subject) => maybe<ClusterEvent[]>(s.pod?.pod.events, 'no pod'),
  container: (s: Subject) => maybe<ContainerView>(s.container?.container, 'no container'),
  troubled: (s: Subject) => maybe<TroubledContainer>(s.container, 'no container'),
  waiting: (s: Subject) => maybe<Waiting>(s.container && waitingOf(s.container), 'the container does not wait'),
  /** The newest end of the container; absent while it never ended. */
  lastExit: (s: Subject) => maybe<Exit>(s.container?.endings[0]?.exit, 'the container never ended'),
  ending: (s: Subject) => maybe<Ending>(s.container?.endings[0], 'the container never ended'),
  endings: (s: Subject) => maybe<Ending[]>(s.container?.endings, 'no container'),
  livenessFailures: probe('liveness'),
  readinessFailures: probe('readiness'),
  startupFailures: probe('startup'),
  /** The one statement of the program that explains its end best. */
  log: (s: Subject) =>
    maybe<DecisiveLog>(
      s.container && findDecisive(s.container.container.logs),
      'nothing in the logs that were read explains the end',
    ),
  logs: (s: Subject) => maybe<LogDigest[]>(s.container?.container.logs, 'no container'),
  memoryLimit: (s: Subject) =>
    maybe<MemoryLimit>(s.container && memoryLimitOf(s.container), 'the container has no memory limit'),
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
