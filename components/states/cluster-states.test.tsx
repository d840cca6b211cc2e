import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { Freshness } from '@/lib/model/views';
import { ConnectingState } from './cluster-states';

vi.mock('../live/live-refresh', () => ({ LiveRefresh: () => null }));

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
