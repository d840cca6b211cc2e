/** What the verbs of lib/service hand to pages, the HTTP API and the command line. Types only: the browser imports this file. */

import type { CauseId } from './causes';
import type { Diagnosis, Status, Summary } from './diagnosis';
import type { SeriesView } from './metrics';
import type { Failure, Permission } from './result';
import type { KindState, SourceInfo } from './source';

/**
 * How fresh what is shown is. 'live': heard within the last bookmark interval; with a `why` where a kind is listed now and
 * then, because its streams are cut (F26). 'connecting': no complete picture yet.
 * 'stale': was live, is not; `since` says from when, `why` and `attempts` say what is being tried; with a `progress` where it
 * is heard again, and is being read anew. 'failed': never had a
 * picture. 'frozen': a recording or a shared link; `showing` is its moment.
 */
export interface Freshness {
  state: 'connecting' | 'live' | 'stale' | 'failed' | 'frozen';
  /** The instant that is shown: now for a live picture, the moment of a recording. */
  showing: string;
  since: string | null;
  heardAt: string | null;
  why: string | null;
  /** What kind of failure `why` tells of: whether the API server is away, or answers and refuses. */
  failure?: Pick<Failure, 'code' | 'status'> | undefined;
  attempts: number;
  nextAttemptAt: string | null;
  source: SourceInfo;
  /** Kinds that are not read, in words: "events: the account may not list events". */
  missing: string[];
  /** While what is shown is old: those of `missing` that it lacks, for they were not read before either. */
  lacking?: string[];
  /** Set where only some namespaces are watched any more: the others, and when their pods were last heard. */
  old?: Record<string, string>;
  /** Beside `old`: the namespaces that are still watched, where each is by itself. */
  heardIn?: string[];
  /** How far the API server's clock, which all times here are by, is ahead of ours, in whole seconds; left out where it is not (F46). */
  skewMs?: number;
  /** While connecting, and while a stale picture is read anew: kinds listed so far, of how many. `judged`: all are there, and so many workloads. */
  progress: { done: number; of: number; judged?: { done: number; of: number } } | null;
}

/** One watched cluster, for choosing. `name`: as in `?cluster=`. */
export interface ClusterView {
  name: string;
  freshness: Freshness;
}

export interface Totals {
  byStatus: Record<Status, number>;
  /** Workloads that are broken, degraded or recovering, by namespace, most first: as many as the board lists there. */
  byNamespace: { namespace: string; count: number }[];
  byCause: { cause: CauseId; count: number }[];
  /** Distinct causes among the broken ones, where what one broken workload explains counts once. */
  causesOfBroken: number;
  workloads: number;
  namespaces: number;
}

export interface DiagnosisList {
  asOf: string;
  items: Summary[];
  totals: Totals;
  nextCursor: string | null;
}

export interface ListQuery {
  /** Id of an opened recording; the watched cluster (or the sample) when left out. */
  source?: string | undefined;
  /** Name or id of a watched cluster; the first when left out. */
  cluster?: string | undefined;
  namespace?: string | undefined;
  cause?: CauseId | undefined;
  /** 'all' brings the healthy ones too. */
  status?: Status | 'all' | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  /** 1 to 500, 100 when left out. */
  limit?: number | undefined;
}

export interface DiagnosisView {
  /** Set where the workload is gone: when that was noticed, and the diagnosis is as it was last seen. */
  goneAt?: string;
  diagnosis: Diagnosis;
  freshness: Freshness;
}

export interface ShareView {
  diagnosis: Diagnosis;
  /** The curves that were frozen with it, one entry a window; none where there was no Prometheus. */
  series: SeriesView[];
  sharedAt: string;
  expiresAt: string;
  /**
   * What the same workload does at this moment, where this process watches its cluster; `cluster` names it among several. Where that is
   * not heard (`heard` false): what it did at `at`, when it last was.
   */
  now: { status: Status; headline: string; at: string; heard: boolean; cluster: string | null } | null;
  /** Set where that cluster has the workload no more, and `diagnosis` has no commands that ask for it. `noticedAt`: null where that is forgotten. */
  gone: { noticedAt: string | null } | null;
}

export interface CreatedShare {
  /** For revoking; not a secret. */
  id: string;
  /** Path with the token: "/s/…". */
  path: string;
  /** Absolute, when UNLOOP_PUBLIC_URL is set. */
  url: string | null;
  expiresAt: string;
}

export interface About {
  version: string;
  engine: string;
  freshness: Freshness;
  serverVersion: string | null;
  /** How far the API server's clock is ahead of ours. */
  skewMs: number;
  kinds: KindState[];
  missing: { what: string; why: string; unknowable: string; permissions: Permission[] }[];
  /** Requests to the API server by verb, since the start. */
  requests: Record<string, number>;
  memoryBytes: number;
  prometheus: PrometheusView;
  /** All that is watched, by the name in `?cluster=`, the first is the default. */
  clusters: { name: string; state: Freshness['state'] }[];
}

/** Where the numbers come from, and what cannot be known without those that are missing. */
export interface PrometheusView {
  /** `none`: not configured, and no Service in the cluster that looks like one. */
  state: 'none' | 'connecting' | 'answers' | 'fails';
  /** Without credentials. */
  address: string | null;
  /** "UNLOOP_PROMETHEUS_URL", or the Service it was found by: "Service monitoring/prometheus-k8s". */
  foundBy: string | null;
  /** Why it fails, in words. */
  why: string | null;
  /** What is there: "cAdvisor (memory and CPU of containers)". */
  has: string[];
  missing: { what: string; why: string; unknowable: string }[];
  /** Seconds between two samples of a container; null where it is not known. cAdvisor stamps its own, so scrapes may be more often. */
  scrapeSeconds: number | null;
  /** HTTP requests to it since the start. */
  requests: number;
}

export const noPrometheus: PrometheusView = {
  state: 'none',
  address: null,
  foundBy: null,
  why: null,
  has: [],
  missing: [],
  scrapeSeconds: null,
  requests: 0,
};

/** What /api/v1/live sends; each with an id to resume from. */
export type LiveEvent =
  | { event: 'summary'; data: Summary }
  | { event: 'gone'; data: { key: string } }
  | { event: 'totals'; data: Totals }
  | { event: 'freshness'; data: Freshness }
  /** Where several are watched: one of them is heard otherwise than before. */
  | { event: 'clusters'; data: ClusterView[] }
  | { event: 'resync'; data: { reason: string } };
