import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Freshness } from '@/lib/model/views';
import { aSummary } from '@/lib/runtime/testing';
import { aDiagnosis, testNow } from '@/lib/service/testing';
import { WorkloadPage } from './workload-page';

vi.mock('next/navigation', () => ({
  useRouter: () => ({}),
  usePathname: () => '/w/shop/Deployment/cart',
  useSearchParams: () => new URLSearchParams(),
}));
vi.mock('../live/use-live', () => ({ useConnection: () => ({ state: 'open' }), useLive: () => undefined }));
vi.mock('../live/use-refresh', () => ({ useRefresh: () => () => undefined }));
vi.mock('../shell/use-cluster', () => ({ useCluster: () => null }));

const totals = {
  byStatus: { broken: 1, degraded: 0, recovering: 0, healthy: 0 },
  ...{ byNamespace: [], byCause: [], causesOfBroken: 1, workloads: 1, namespaces: 1 },
};

function shown(freshness: Partial<Freshness>, pending: string[] = []): string {
  const source = { kind: 'cluster', name: 'test', location: '', recordedAt: null } as const;
  const live = { state: 'live', showing: testNow, since: null, heardAt: testNow, why: null, attempts: 0 } as const;
  const view = {
    diagnosis: { ...aDiagnosis(aSummary('shop/Deployment/cart')), pending },
    freshness: { ...live, nextAttemptAt: null, source, missing: [], progress: null, ...freshness },
  };
  return renderToStaticMarkup(
    <WorkloadPage
      {...{ view, totals, source: null, cluster: null, zone: 'UTC', window: null, curve: null, series: null }}
      pod={undefined}
    />,
  );
}

describe('the page of a workload', () => {
  afterEach(() => vi.useRealTimers());

  it.each([
    ['F02: the API server is away', 'stale', 'The API server is not heard.'],
    ['F23: no pod may be read any more', 'failed', 'The cluster cannot be read.'],
  ] as const)('says that it is old, and is dimmed (%s)', (_, state, words) => {
    const page = shown({ state, why: 'Because.' });
    expect(page).toContain(words);
    expect(page).toContain('grayscale-75');
  });

  it.each([
    [{ code: 'unreachable' }, 'The API server is not heard.'],
    [{ code: 'timeout' }, 'The API server is not heard.'],
    [{ code: 'denied', status: 401 }, 'The API server refuses the credentials.'],
    [{ code: 'denied', status: 403 }, 'The API server refuses the account.'],
    [{ code: 'denied' }, 'There are no credentials for the API server.'],
    [{ code: 'failed', status: 410 }, 'The API server answers with an error.'],
    [{ code: 'failed', status: 429 }, 'The API server is overloaded.'],
    [{ code: 'failed', status: 500 }, 'The API server answers with an error.'],
    [{ code: 'invalid' }, 'What answers is not understood.'],
  ] as const)('says whether the API server is away, or answers and refuses (%o)', (failure, words) => {
    expect(shown({ state: 'stale', why: 'Because.', failure })).toContain(`>${words}</b>`);
  });

  it('says of an outage that ends that the API server is heard again, and no error (F12)', () => {
    vi.useFakeTimers({ now: Date.parse(testNow), toFake: ['Date'] });
    const page = shown({ state: 'stale', progress: { done: 7, of: 19 }, showing: '2026-11-21T02:59:20Z' });
    expect(page).toContain('The API server is heard again, and is being read anew.</b>');
    expect(page).toContain('7 of 19 kinds of objects are there. Until all are, what is shown is as of 02:59:20 UTC.');
    expect(page).toContain('grayscale-75');
    expect(page).not.toMatch(/error|border-broken/);
  });

  it('says that its namespace is old where the others are watched, of which day, and is dimmed', () => {
    vi.useFakeTimers({ now: Date.parse(testNow), toFake: ['Date'] });
    const page = shown({ old: { shop: '2026-11-21T02:40:11Z' } });
    expect(page).toContain('The pods of shop are not heard any more.</b> What is shown is as of 02:40:11 UTC.');
    expect(shown({ old: { shop: '2026-11-20T02:40:11Z' } })).toContain('is as of 20 Nov, 02:40:11 UTC.');
    expect(page).toContain('grayscale-75');
    expect(shown({ old: { pay: '2026-11-21T02:40:11Z' } })).not.toMatch(/grayscale-75|not heard/);
  });

  it.each([
    [25, '25 min ahead of'],
    [-25, '25 min behind'],
  ])('compares within the clock of the API server, and says how far it is off (F46: %d min)', (minutes, words) => {
    vi.useFakeTimers({ now: Date.parse(testNow), toFake: ['Date'] });
    const at = (seconds: number): string =>
      new Date(Date.parse(testNow) + minutes * 60_000 + seconds * 1000).toISOString();
    const away = { since: at(-40), showing: at(-41), nextAttemptAt: at(9), attempts: 2, skewMs: minutes * 60_000 };
    const page = shown({ state: 'stale', why: 'connect ECONNREFUSED', ...away });
    expect(page).toContain('2 attempts in 40 s');
    expect(page).toMatch(/next in <time[^>]*>0:09</);
    expect(page).toContain(`Times are by the API server’s clock, ${words} Unloop’s.`);
    expect(shown({ old: { shop: at(-60) }, skewMs: minutes * 60_000 })).toContain(`${words} Unloop’s.`);
    expect(shown({ state: 'stale', why: 'Because.', ...away, skewMs: 60_000 })).not.toContain('API server’s clock');
  });

  it('does not read while the API server is away', () => {
    const logs = ['logs of app'];
    expect(shown({}, logs)).toContain('Still reading: logs of app.');
    expect(shown({ state: 'stale', why: 'Because.' }, logs)).toContain(
      'Not read yet: logs of app. That waits for the API server; the answer may change.',
    );
  });

  it('says nothing of that while it is live', () => {
    expect(shown({})).not.toMatch(/grayscale-75|cannot be read|not heard/);
  });
});
