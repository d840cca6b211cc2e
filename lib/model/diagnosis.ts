/** The answer for one workload (design §6). Light: the browser imports this file. */

import type { CauseId, Family } from './causes';
import type { Permission } from './result';
import type { ClusterRef } from './snapshot';
import type { ContainerType, Workload, WorkloadRef } from './workload';

export type Status = 'broken' | 'degraded' | 'recovering' | 'healthy';
export type Certainty = 'proven' | 'likely' | 'possible';
export type NonEmpty<T> = [T, ...T[]];

/** Plain text, or a part set as code, or the one decisive value. */
export type HeadlinePart = string | { code: string } | { mark: string };

export interface ContainerRef {
  name: string;
  type: ContainerType;
}

/** Offsets [start, end) into the quoted text. */
export type Span = [number, number];

interface EvidenceBase {
  /** Where it stands, for a person: "Pod shop/cart-7d9c", "Log of app in cart-7d9c". */
  object: string;
  at: string | null;
}

export interface FieldEvidence extends EvidenceBase {
  kind: 'field';
  fields: { path: string; value: string; decisive: boolean }[];
}
export interface EventEvidence extends EvidenceBase {
  kind: 'event';
  type: string;
  reason: string;
  message: string;
  marks: Span[];
  count: number;
  firstAt: string | null;
}
export interface LogEvidence extends EvidenceBase {
  kind: 'log';
  container: string;
  instance: 'current' | 'previous';
  line: number;
  /** Verbatim (redacted); several lines for a stack trace. */
  text: string;
  marks: Span[];
}
export interface MetricEvidence extends EvidenceBase {
  kind: 'metric';
  query: string;
  unit: string;
  samples: { at: string; value: string; decisive: boolean }[];
}
/** An object that is there (or is told of) with what matters of it in one line. */
export interface ObjectEvidence extends EvidenceBase {
  kind: 'object';
  text: string;
  marks: Span[];
}
/** Something that was looked for and is not there. `looked` says where and among how many. */
export interface AbsenceEvidence extends EvidenceBase {
  kind: 'absence';
  text: string;
  looked: string;
}
export type Evidence = FieldEvidence | EventEvidence | LogEvidence | MetricEvidence | ObjectEvidence | AbsenceEvidence;

/** One sentence of the proof; `code` spans stand between backticks. `evidence`: indexes into Diagnosis.evidence. */
export interface Claim {
  text: string;
  evidence: number[];
}

export interface DependsOn {
  workload: WorkloadRef;
  via: string;
  evidence: number[];
}

export interface Finding {
  cause: CauseId;
  family: Family;
  /** Null where no container is at fault (quota, scheduling, node). */
  container: ContainerRef | null;
  pods: { affected: number; of: number };
  certainty: Certainty;
  headline: HeadlinePart[];
  claims: Claim[];
  /** What would show that this is wrong, one sentence. */
  wouldDisprove: string | null;
  dependsOn: DependsOn | null;
}

export interface RuledOut {
  cause: CauseId;
  because: string;
  evidence: number[];
}

export interface NotChecked {
  what: string;
  /** What else it holds for, where `what` would be too long with it. */
  others?: string[] | undefined;
  why: string;
  permission: Permission | null;
}

export type Safety = 'read-only' | 'changes-workload' | 'changes-config' | 'changes-node' | 'ask';

export interface Remedy {
  id: string;
  title: string;
  why: string;
  safety: Safety;
  order: number;
  command: string | null;
  /** Lines of a change, each with its sign. */
  diff: { sign: ' ' | '+' | '-'; text: string }[] | null;
  /** A patch for `kubectl patch`, as YAML. */
  patch: string | null;
  /** Words in the command that a person must replace, as they stand there: "<tag>". */
  placeholders: string[];
  verify: string | null;
  undo: string | null;
  owner: string | null;
  /** How its number came about, in one line: "peak 301Mi × 1.25 = 376Mi". Null where no number was computed. */
  arithmetic: string | null;
}

/** What wears on a workload, with or without a crash: throttled, near its limit, restarts each night. Never the cause. */
export interface Risk {
  id: RiskId;
  container: ContainerRef | null;
  headline: HeadlinePart[];
  claims: Claim[];
  /** Ids among Diagnosis.remedies. */
  remedyIds: string[];
}

export const riskIds = [
  'throttled',
  'near-limit',
  'memory-grows',
  'slow-to-start',
  'nightly-restart',
  'slow-loop',
  'pool-exhausted',
  'event-loop-blocked',
  'goroutines-grow',
  'garbage-collection',
  'autoscaler-at-maximum',
  'autoscaler-blind',
  'autoscaler-flapping',
  'autoscaler-without-request',
] as const;
export type RiskId = (typeof riskIds)[number];

/** A Prometheus rule file to copy, that fires on this cause next time. */
export interface AlertRule {
  title: string;
  why: string;
  yaml: string;
}

export type EndedBy = 'memory' | 'probe' | 'unhandled-stop' | 'stopped' | 'exit' | 'replaced' | 'node' | 'unknown';

/** One run of one container: what the strip draws. */
export interface Run {
  pod: string;
  podUid: string;
  node: string | null;
  revision: number | null;
  container: string;
  type: ContainerType;
  startedAt: string | null;
  /** Null while it runs, and where it has ended and nobody says when: `endedBy` tells the two apart. */
  finishedAt: string | null;
  /** Its node is silent since then: it ran, and whether it still does is not known. */
  silentSince?: string | undefined;
  exitCode: number | null;
  reason: string | null;
  /** When it was told to stop, where that is known. */
  termAt: string | null;
  /** Null while it runs. */
  endedBy: EndedBy | null;
  lastLine: string | null;
  source: 'kubelet' | 'ledger' | 'events';
}

export interface Change {
  at: string;
  kind: 'rollout' | 'config' | 'scale' | 'node';
  revision: number | null;
  field: string;
  from: string | null;
  to: string | null;
  evidence: number[];
}

export interface Impact {
  ready: number;
  desired: number | null;
  services: string[];
  servicesWithoutEndpoints: string[];
}

export interface Restarts {
  total: number;
  lastHour: number;
  next: { pod: string; container: string; at: string }[];
}

export interface Diagnosis {
  cluster: ClusterRef;
  workload: Workload;
  asOf: string;
  status: Status;
  since: string | null;
  pending: string[];
  primary: Finding | null;
  contributing: Finding[];
  ruledOut: RuledOut[];
  notChecked: NotChecked[];
  evidence: Evidence[];
  remedies: Remedy[];
  impact: Impact;
  restarts: Restarts;
  runs: Run[];
  changes: Change[];
  risks: Risk[];
  alerts: AlertRule[];
  versions: { schema: 1; engine: string };
}

/** What the board puts a workload under: another workload that explains it, or the family of its cause. */
export interface Group {
  kind: 'cause' | 'family' | 'degraded' | 'recovering';
  /** Stable: "workload:payments/StatefulSet/postgres", "family:memory". */
  key: string;
  title: string;
}

/** A finding without its proof. */
export type FindingSummary = Omit<Finding, 'claims' | 'wouldDisprove'>;

/** The Diagnosis without claims, evidence, ruledOut, notChecked, remedies, runs, changes, risks and alerts, plus `deaths` and `group`. */
export interface Summary {
  cluster: ClusterRef;
  workload: Workload;
  asOf: string;
  status: Status;
  since: string | null;
  pending: string[];
  primary: FindingSummary | null;
  contributing: FindingSummary[];
  impact: Impact;
  restarts: Restarts;
  versions: { schema: 1; engine: string };
  /** Times of container ends in the last hour, oldest first, at most 60. */
  deaths: string[];
  group: Group | null;
}

/** The plain text of a headline: page title, tools that print it. */
export function plainHeadline(parts: readonly HeadlinePart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : 'code' in part ? part.code : part.mark)).join('');
}
