import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GET as sharedReport } from '@/app/s/[token]/report.html/route';
import { cartSeries } from '@/components/fixtures/series';
import type { SeriesView, SeriesWindow } from '@/lib/model/metrics';
import { setRuntime } from '@/lib/runtime/runtime';
import { aSummary } from '@/lib/runtime/testing';
import { createShare } from '@/lib/service/create-share';
import { aRuntime, type TestRuntime } from '@/lib/service/testing';
import { GET } from './route';

const cart = aSummary('shop/Deployment/cart');
const hours: Record<SeriesWindow, number> = { '1h': 1, '6h': 6, '24h': 24, '7d': 168 };
const view = (window: SeriesWindow): SeriesView => ({
  ...cartSeries,
  window,
  from: new Date(Date.parse(cartSeries.asOf) - hours[window] * 3_600_000).toISOString(),
});

let runtime: TestRuntime;
let folder: string;
let asked: SeriesWindow[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unloop-report-'));
  runtime = aRuntime({ UNLOOP_DATA: folder });
  setRuntime(runtime);
  runtime.show(cart);
  asked = [];
  const nothing = { address: null, foundBy: null, why: null, has: [], missing: [], scrapeSeconds: null, requests: 0 };
  for (const { board } of runtime.clusters)
    Object.assign(board, {
      prometheus: () => ({ state: 'answers', ...nothing }),
      series: (_: unknown, window: SeriesWindow) => {
        asked.push(window);
        return Promise.resolve(view(window));
      },
    });
});
afterEach(async () => {
  setRuntime(null);
  await runtime.close();
  rmSync(folder, { recursive: true });
});

/** How far back the saved file draws: minutes. */
async function drawn(response: Response): Promise<number> {
  expect(response.status).toBe(200);
  const [, from = '', to = ''] = /class="ends"><time>([^<]+)<\/time><time>([^<]+)</.exec(await response.text()) ?? [];
  const at = (text: string) => Date.parse(text.replace(/^(\S+) UTC on (.+)$/, '$2 $1 UTC'));
  return (at(to) - at(from)) / 60_000;
}

const report = (query: string, name = 'cart') =>
  GET(new Request(`http://x/w/shop/Deployment/${name}/report.html${query}`), {
    params: Promise.resolve({ namespace: 'shop', kind: 'Deployment', name }),
  });

it.each([
  ['', '1h', 60],
  ['?window=1h', '1h', 60],
  ['?window=10m', '1h', 10],
  ['?window=3h', '6h', 180],
  ['?window=24h', '24h', 1440],
  ['?window=7d', '7d', 10_080],
  ['?window=5y', '1h', 60],
] as const)('draws the window that is open: %s', async (query, window, minutes) => {
  expect(await drawn(await report(query))).toBe(minutes);
  expect(asked).toEqual([window]);
});

it('is a file to keep, which runs nothing', async () => {
  const response = await report('');
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="unloop-shop-cart-.*\.html"$/);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await response.text()).not.toMatch(/<script/i);
});

it('says in words that there is no such workload', async () => {
  const response = await report('', 'nobody');
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain('<');
});

it('draws of a shared link the window that is open there, among those that it keeps', async () => {
  const { path } = await createShare({ workload: cart.workload, window: '24h' });
  const params = Promise.resolve({ token: path.slice('/s/'.length) });
  const shared = (query: string) => sharedReport(new Request(`http://x${path}/report.html${query}`), { params });
  expect(await drawn(await shared('?window=24h'))).toBe(1440);
  expect(await drawn(await shared('?window=10m'))).toBe(10);
  expect(await drawn(await shared(''))).toBe(60);
  expect(await drawn(await shared('?window=7d'))).toBe(60);
});
