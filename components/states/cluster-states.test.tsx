import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { Freshness } from '@/lib/model/views';
import { ConnectingState, FailedState } from './cluster-states';

vi.mock('../live/live-refresh', () => ({ LiveRefresh: () => null }));
vi.mock('../live/use-live', () => ({ useConnection: () => ({ state: 'open' }) }));
vi.mock('../shell/use-cluster', () => ({ useCluster: () => null }));

const connecting: Freshness = {
  ...{ state: 'connecting', showing: '2026-11-21T03:13:12Z', since: null, heardAt: null, why: null, attempts: 0 },
  source: { kind: 'cluster', name: 'prod-eu-1', location: 'https://10.0.0.1', recordedAt: null },
  ...{ nextAttemptAt: null, missing: [], progress: null },
};

describe('no picture yet', () => {
  const words = (progress: Freshness['progress']): string =>
    renderToStaticMarkup(<ConnectingState freshness={{ ...connecting, progress }} />).replace(/<[^>]*>/g, '');

  it('counts the kinds that are listed', () => {
    expect(words({ done: 7, of: 19 })).toContain(
      '7 of 19 kinds of objects listed. The board appears when all are there.',
    );
  });

  it('says that all is there while it is judged, and how far that is', () => {
    expect(words({ done: 19, of: 19, judged: { done: 1200, of: 3401 } })).toContain(
      'All 19 kinds of objects are there. 1\u202f200 of 3\u202f401 workloads are judged; the board appears when all are.',
    );
    const without = words({ done: 18, of: 19, judged: { done: 0, of: 1 } });
    expect(without).toContain('18 of 19 kinds of objects are there. 0 of 1 workload is judged;');
  });
});

const failed: Freshness = {
  state: 'failed',
  showing: '2026-11-21T03:13:12Z',
  since: null,
  heardAt: null,
  why: 'connect ECONNREFUSED 10.0.0.1:443',
  failure: { code: 'unreachable' },
  attempts: 3,
  nextAttemptAt: '2026-01-01T00:00:00Z',
  source: { kind: 'cluster', name: 'nope', location: '/kube.yaml', recordedAt: null },
  missing: [],
  progress: null,
};
const saidOf = (freshness: Freshness): string =>
  renderToStaticMarkup(<FailedState freshness={freshness} zone="UTC" />).replace(/<[^>]+>/g, '');

it('tells a kubeconfig that cannot be used, and no network that is at fault', () => {
  const why = 'The kubeconfig (/kube.yaml) has no entry for the context nope. Mend the file.';
  const said = saidOf({ ...failed, why, failure: { code: 'not-configured' } });
  expect(said).toContain(`The kubeconfig cannot be used. ${why} 3 attempts, trying now. Links that were shared`);
  expect(said).toContain('It reads the kubeconfig again every few seconds');
  expect(said).not.toContain('goes on trying');
});

it('tells a cluster that is away, and that it goes on trying', () => {
  const said = saidOf(failed);
  expect(said).toContain('The cluster cannot be read. connect ECONNREFUSED 10.0.0.1:443. 3 attempts, trying now. ');
  expect(said).toContain('It goes on trying');
});
