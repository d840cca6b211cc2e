/** A runtime whose board shows what a test says, over a real store. */

import type { Config } from '../config/config';
import { loadConfig } from '../config/config';
import type { Diagnosis, Remedy, Summary } from '../model/diagnosis';
import type { Snapshot } from '../model/snapshot';
import type { KindState } from '../model/source';
import type { Freshness } from '../model/views';
import { workloadKey } from '../model/workload';
import { createRedactor } from '../redact/redactor';
import type { Board } from '../runtime/board';
import { createLiveHub, type LiveHub } from '../runtime/live-hub';
import { createMetrics } from '../runtime/metrics';
import { createRows } from '../runtime/rows';
import type { Runtime } from '../runtime/runtime';
import { createStreamGate } from '../runtime/stream-gate';
import { aSummary, clusterInfo } from '../runtime/testing';
import { findCluster } from '../runtime/watched';
import { createStore } from '../store/store';
import { testSnapshot } from '../store/test-share';
import { Problem } from '../model/problem';

export const testNow = '2026-11-21T03:00:00Z';

const emptyLists = {
  contributing: [],
  ruledOut: [],
  notChecked: [],
  remedies: [],
  runs: [],
  changes: [],
  risks: [],
  alerts: [],
};

/** The diagnosis that belongs to a row; `quoted` is one line of its log. */
export function aDiagnosis(row: Summary, quoted = 'FATAL: no memory'): Diagnosis {
  const { deaths: _deaths, group: _group, contributing: _contributing, primary, ...rest } = row;
  return {
    ...rest,
    ...emptyLists,
    primary:
      primary === null ? null : { ...primary, claims: [{ text: 'It fails.', evidence: [0] }], wouldDisprove: null },
    evidence: [
      {
        kind: 'log',
        object: 'Log of app in cart-1',
        at: null,
        container: 'app',
        instance: 'previous',
        line: 1,
        text: quoted,
        marks: [[0, 5]],
      },
    ],
  };
}

function aSnapshot(row: Summary): Snapshot {
  return {
    ...testSnapshot,
    cluster: row.cluster,
    asOf: row.asOf,
    workload: row.workload,
    podTotals: { total: 0, ready: 0, desired: 1 },
    pending: [],
  };
}

export interface TestRuntime extends Runtime {
  /** The stream of its one cluster. */
  live: LiveHub;
  show(...rows: Summary[]): void;
  hide(row: Summary): void;
  freshness: Freshness;
  /** Bugs that were isolated, as they are logged. */
  logged: string[];
  /** What the log of every workload says. */
  quoted: string;
  remedies: Remedy[];
  /** When the pods of every workload that is hidden went, where that is remembered. */
  goneAt: string | null;
  states: KindState[];
  close(): Promise<void>;
}

export function aRuntime(env: Record<string, string> = {}): TestRuntime {
  const config: Config = loadConfig({ HOME: '/nowhere', ...env }, {});
  const rows = createRows();
  const live = createLiveHub();
  const streams = createStreamGate();
  const freshness: Freshness = {
    state: 'live',
    showing: testNow,
    since: null,
    heardAt: testNow,
    why: null,
    attempts: 0,
    nextAttemptAt: null,
    source: clusterInfo,
    missing: [],
    progress: null,
  };
  const store = createStore(config, () => testNow);
  const board = (): Board => ({
    source: clusterInfo,
    cluster: () => ({ name: 'test', id: 'uid-of-kube-system' }),
    now: () => testNow,
    rows: rows.values,
    row: (ref) => rows.get(workloadKey(ref)),
    totals: rows.totals,
    freshness: () => runtime.freshness,
    states: () => runtime.states,
    capabilities: () => ({ missing: [], serverVersion: 'v1.34.0' }),
    blind: () => false,
    ready: () => runtime.freshness.state === 'live',
    look: () => Promise.resolve(),
    series: () => null,
    prometheus: () => null,
    judge: (ref) => {
      const row = rows.get(workloadKey(ref));
      if (row === undefined) return null;
      const diagnosis = { ...aDiagnosis(row, runtime.quoted), remedies: runtime.remedies };
      return { snapshot: aSnapshot(row), diagnosis };
    },
    judgeLastSeen: ({ namespace, kind, name }) => {
      if (runtime.goneAt === null) return null;
      const row = aSummary(`${namespace}/${kind}/${name}`);
      return { snapshot: aSnapshot(row), diagnosis: aDiagnosis(row), goneAt: runtime.goneAt };
    },
    workloadOfPod: () => null,
    logReadsWaiting: () => 0,
    settled: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  });
  const runtime: TestRuntime = {
    config,
    redact: createRedactor('test'),
    store,
    live,
    streams,
    freshness,
    logged: [],
    quoted: 'FATAL: no memory',
    remedies: [],
    goneAt: null,
    states: [],
    metrics: createMetrics({
      clusters: () => runtime.clusters,
      openStreams: streams.open,
      openRecordings: () => 0,
    }),
    clusters: [
      {
        board: board(),
        live,
        requests: () => [{ verb: 'list', code: '200', count: 3 }],
        skewMs: () => 0,
        watchRestarts: () => [],
        readerEvents: () => [],
      },
    ],
    board: ({ source, cluster } = {}) => {
      if (source !== undefined) throw new Problem('not-found', 'This recording is no longer open.');
      return findCluster(runtime.clusters, cluster).board;
    },
    open: () => Promise.resolve('id'),
    diagnose: () => Promise.resolve({ asOf: testNow, items: [], totals: rows.totals(), missing: [], nextCursor: null }),
    draining: () => false,
    bug: (where, thrown) => {
      runtime.metrics.bug('route');
      runtime.logged.push(`${where} failed: ${runtime.redact(String(thrown))}`);
    },
    begin: () => () => undefined,
    stop: () => Promise.resolve(),
    show: (...summaries) => {
      for (const summary of summaries) rows.put(workloadKey(summary.workload), summary);
      rows.take();
    },
    hide: (summary) => {
      rows.drop(workloadKey(summary.workload));
      rows.take();
    },
    close: () => store.close(),
  };
  return runtime;
}
