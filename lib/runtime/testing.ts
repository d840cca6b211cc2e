/** Rows and states for the tests of this room. */

import type { CauseId } from '../model/causes';
import { familyOf } from '../model/causes';
import type { Status, Summary } from '../model/diagnosis';
import type { KindState, SourceInfo } from '../model/source';

/** `ref`: "shop/Deployment/cart". */
export function aSummary(
  ref: string,
  status: Status = 'broken',
  cause: CauseId | null = status === 'healthy' ? null : 'oom-killed-limit',
  more: { dependsOn?: string; since?: string; asOf?: string } = {},
): Summary {
  const [namespace = '', kind = '', name = ''] = ref.split('/');
  const [leaderNamespace = '', leaderKind = '', leaderName = ''] = (more.dependsOn ?? '').split('/');
  const leader = { namespace: leaderNamespace, kind: leaderKind, name: leaderName };
  return {
    cluster: { name: 'test', id: 'uid-of-kube-system' },
    workload: { namespace, kind, name, apiVersion: 'apps/v1', uid: `uid-${ref}` },
    asOf: more.asOf ?? '2026-11-21T03:00:00Z',
    status,
    since: status === 'healthy' ? null : (more.since ?? '2026-11-21T02:00:00Z'),
    pending: [],
    primary:
      cause === null
        ? null
        : {
            cause,
            family: familyOf(cause),
            container: { name: 'app', type: 'container' },
            pods: { affected: 1, of: 1 },
            certainty: 'proven',
            headline: ['Container ', { code: 'app' }, ' fails'],
            dependsOn:
              more.dependsOn === undefined ? null : { workload: leader, via: `${leaderName}:5432`, evidence: [] },
          },
    contributing: [],
    impact: { ready: 0, desired: 1, services: [], servicesWithoutEndpoints: [] },
    restarts: { total: 1, lastHour: 1, next: [] },
    versions: { schema: 1, engine: '0.1.0' },
    deaths: [],
    group: cause === null ? null : { kind: 'family', key: `family:${familyOf(cause)}`, title: familyOf(cause) },
  };
}

export const clusterInfo: SourceInfo = {
  kind: 'cluster',
  name: 'test',
  location: 'https://127.0.0.1:6443',
  recordedAt: null,
};

export function aState(kind: KindState['kind'], state: KindState['state'], more: Partial<KindState> = {}): KindState {
  return {
    kind,
    namespace: null,
    state,
    since: '2026-11-21T02:00:00Z',
    heardAt: state === 'live' || state === 'stale' ? '2026-11-21T02:59:56Z' : null,
    failure: null,
    attempts: 0,
    nextAttemptAt: null,
    objects: 0,
    ...more,
  };
}
