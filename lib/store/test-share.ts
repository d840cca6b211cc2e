/** For tests: a small diagnosis with its snapshot, as they are frozen. */
import type { Diagnosis } from '../model/diagnosis';
import type { SeriesView } from '../model/metrics';
import type { Snapshot } from '../model/snapshot';

const workload = { namespace: 'shop', kind: 'Deployment', name: 'cart', apiVersion: 'apps/v1', uid: 'u-1' };
const cluster = { name: 'prod-eu-1', id: 'c-1' };
const asOf = '2026-11-20T03:12:44Z';

export const testDiagnosis: Diagnosis = {
  cluster,
  workload,
  asOf,
  status: 'broken',
  since: '2026-11-20T02:30:21Z',
  pending: [],
  primary: null,
  contributing: [],
  ruledOut: [],
  notChecked: [],
  evidence: [],
  remedies: [],
  impact: { ready: 0, desired: 3, services: [], servicesWithoutEndpoints: [] },
  restarts: { total: 14, lastHour: 9, next: [] },
  runs: [],
  changes: [],
  risks: [],
  alerts: [],
  versions: { schema: 1, engine: '0.1.0' },
};

export const testSnapshot: Snapshot = {
  schema: 1,
  cluster,
  asOf,
  workload,
  controller: null,
  children: [],
  revisions: [],
  pods: [],
  podTotals: { total: 3, ready: 0, desired: 3 },
  evictedPods: [],
  deletedPods: [],
  events: [],
  nodeEvents: [],
  nodeEventsRead: true,
  nodes: [],
  nodeTotal: 0,
  services: [],
  servicesRead: 'all',
  endpointSlices: [],
  claims: [],
  volumes: [],
  autoscalers: [],
  quotas: [],
  limitRanges: [],
  configs: null,
  neighbours: [],
  logs: [],
  metrics: [],
  failures: [],
  // Texts that a database could change: a NUL, a lone surrogate, quotes, other scripts.
  pending: ['logs of "app"\u0000\ud800 – ü 漢'],
};

export const testSeries: SeriesView = {
  asOf,
  window: '1h',
  from: '2026-11-20T02:12:44Z',
  stepSeconds: 30,
  curves: [
    {
      id: 'memory-working-set',
      pod: 'cart-1',
      container: 'app',
      detail: null,
      unit: 'bytes',
      query: 'container_memory_working_set_bytes',
      points: [
        [1763604000, 1048576],
        [1763604030, 2097152],
      ],
    },
  ],
  missing: [{ what: 'probe history', why: 'no such metric' }],
};
