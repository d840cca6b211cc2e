import type { Page } from '@playwright/test';
import { startFakeApi, type FakeApi } from '../fake-api/fake-api';
import { namespaceObject, pod } from '../fake-api/objects';
import { oomPod } from '../support/broken-pod';
import { startProduct, type Product } from '../support/product';
import { expect, press, test, visit } from '../support/test';

test.describe.configure({ mode: 'serial' });

let api: FakeApi;
let product: Product;

test.beforeAll(async () => {
  test.setTimeout(660_000);
  api = await startFakeApi({ objects: [namespaceObject('shop'), pod('shop', 'landing')], bookmarkMs: 1000 });
  product = await startProduct(['--kubeconfig', api.kubeconfig()]);
});
test.afterAll(async () => {
  await product.stop();
  await api.close();
});

test('nothing broken says what was looked at', async ({ page }) => {
  await visit(page, product.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is broken. 1 workload in 1 namespace.');
  await expect(page.locator('[data-freshness=live]')).toHaveText(/^live, heard \d+ s ago$/);
});

test('a pod that dies appears without a reload, waits under the hand, and goes again', async ({ page }) => {
  await visit(page, product.url);
  await expect(page.locator('[data-freshness=live]')).toBeVisible();
  api.apply(oomPod('shop', 'cart-0'));
  const row = page.locator('[data-row="shop/Pod/cart-0"]');
  await expect(row).toContainText('128Mi memory limit', { timeout: 5000 });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('1 broken');

  await press(page, 'j');
  api.apply(oomPod('shop', 'basket-0'));
  const waiting = page.getByRole('button', { name: '1 new, show' });
  await expect(waiting).toBeVisible({ timeout: 5000 });
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await waiting.click();
  await expect(page.locator('[data-row]')).toHaveCount(2);
  api.remove('Pod', 'shop', 'basket-0');
});

test('the title of the board goes on with it, and is of each page that is gone to', async ({ page }) => {
  await visit(page, product.url);
  await expect(page).toHaveTitle('1 broken in fake');
  api.apply(oomPod('shop', 'basket-0'));
  await expect(page).toHaveTitle('2 broken in fake', { timeout: 5000 });
  await page.getByRole('link', { name: 'cart-0' }).click();
  await expect(page).toHaveTitle('cart-0 in shop: OOM-killed at limit');
  await page.goBack();
  await expect(page).toHaveTitle('2 broken in fake');
  api.remove('Pod', 'shop', 'basket-0');
  await expect(page).toHaveTitle('1 broken in fake', { timeout: 5000 });
  await expect(page.locator('title')).toHaveCount(1);
});

const asJson = `/api/v1/diagnoses/shop/Pod/cart-0`;

/** Lets cart-0 die once more, and waits until the product knows. */
async function dieAgain(page: Page, restarts: number): Promise<void> {
  api.apply(oomPod('shop', 'cart-0', restarts));
  await expect
    .poll(async () => (await page.request.get(product.url + asJson)).text(), { timeout: 20_000 })
    .toContain(`"total":${restarts}`);
}

test('F43: eight tabs of one browser are live, though it opens six connections, and stay so when the first one goes', async ({
  context,
}) => {
  const tabs: Page[] = [];
  for (let n = 0; n < 8; n++) {
    const tab = await context.newPage();
    await visit(tab, `${product.url}/w/shop/Pod/cart-0`);
    tabs.push(tab);
  }
  const [first, ...rest] = tabs;
  if (first === undefined) throw new Error('no tab');
  await dieAgain(first, 3);
  for (const tab of tabs) await expect(tab.getByText('3 restarts')).toBeVisible({ timeout: 20_000 });
  await first.close();
  for (const tab of rest) await expect(tab.locator('[data-freshness=live]')).toBeVisible();
  for (const tab of rest.slice(0, 1)) await dieAgain(tab, 5);
  for (const tab of rest) {
    await expect(tab.getByText('5 restarts')).toBeVisible({ timeout: 20_000 });
    await tab.close();
  }
});

test('a diagnosis changes under the eyes of its reader', async ({ page }) => {
  await visit(page, `${product.url}/w/shop/Pod/cart-0`);
  await expect(page.getByText('5 restarts')).toBeVisible();
  await dieAgain(page, 6);
  await expect(page.getByText('6 restarts')).toBeVisible({ timeout: 20_000 });
});

test('what changes between the page and its stream is not lost', async ({ page }) => {
  const stream = gate();
  await page.route('**/api/v1/live*', async (route) => {
    await stream.opened;
    await route.continue();
  });
  await visit(page, `${product.url}/w/shop/Pod/cart-0`);
  await expect(page.getByText('6 restarts')).toBeVisible();
  await dieAgain(page, 7);
  await expect(page.getByText('6 restarts')).toBeVisible();
  stream.open();
  await expect(page.getByText('7 restarts')).toBeVisible({ timeout: 20_000 });
});

test('F44: a page whose stream never speaks reads itself anew, and says so until it speaks', async ({ page }) => {
  const stream = gate();
  await page.clock.install();
  await page.route('**/api/v1/live*', async (route) => {
    await stream.opened;
    await route.continue();
  });
  await visit(page, product.url);
  api.apply(oomPod('shop', 'held-0'));
  await page.clock.fastForward(40_000);
  await expect(page.locator('[data-freshness=live]')).toHaveText(/^live by readings, heard/, { timeout: 20_000 });
  await page.clock.fastForward(30_000);
  await expect(page.locator('[data-row="shop/Pod/held-0"]')).toBeVisible({ timeout: 20_000 });
  stream.open();
  await expect(page.locator('[data-freshness=live]')).toHaveText(/^live, heard/, { timeout: 20_000 });
  api.remove('Pod', 'shop', 'held-0');
  await expect(page.locator('[data-row="shop/Pod/held-0"]')).toBeHidden({ timeout: 20_000 });
});

test('a change that comes while the page is read hides none before it, and no other page is fetched', async ({
  page,
}) => {
  await visit(page, `${product.url}/w/shop/Pod/cart-0`);
  await expect(page.locator('[data-freshness=live]')).toBeVisible();
  // What the stream tells once more of the last minute is read before this begins.
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch((late: unknown) => late);
  const readings: { path: string; words: string; let: () => void }[] = [];
  await page.route(/[?&]_rsc=/, async (route) => {
    const response = await route.fetch();
    const { open, opened } = gate();
    readings.push({ path: new URL(route.request().url()).pathname, words: await response.text(), let: open });
    await opened;
    await route.fulfill({ response });
  });
  await dieAgain(page, 8);
  await expect.poll(() => readings.length, { timeout: 20_000 }).toBe(1);
  const told = page.evaluate(
    (path) =>
      new Promise<void>((resolve) => {
        const stream = new EventSource(path);
        stream.addEventListener('summary', ({ data }) => {
          if (!String(data).includes('"total":9')) return;
          stream.close();
          resolve();
        });
      }),
    '/api/v1/live',
  );
  await dieAgain(page, 9);
  await told;
  expect(readings).toHaveLength(1);
  readings[0]?.let();
  await expect(page.getByText('8 restarts')).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => readings.length, { timeout: 20_000 }).toBe(2);
  readings[1]?.let();
  await expect(page.getByText('9 restarts')).toBeVisible({ timeout: 20_000 });
  expect(new Set(readings.map(({ path }) => path))).toEqual(new Set(['/w/shop/Pod/cart-0']));
});

test('a reading of the board that comes late takes nothing back of what the stream told since', async ({ page }) => {
  await visit(page, product.url);
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch((late: unknown) => late);
  const [read, late, given] = [gate(), gate(), gate()];
  await page.route(/[?&]_rsc=/, async (route) => {
    const response = await route.fetch();
    read.open();
    await late.opened;
    await route.fulfill({ response });
    given.open();
  });
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await read.opened;
  for (const name of ['bag-0', 'basket-0']) api.apply(oomPod('shop', name));
  api.apply(pod('shop', 'cart-0'));
  const keys = () => page.locator('[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
  const heading = page.getByRole('heading', { level: 1 });
  const told = ['shop/Pod/bag-0', 'shop/Pod/basket-0'];
  await expect.poll(async () => (await keys()).sort(), { timeout: 20_000 }).toEqual(told);
  await expect(heading).toContainText('2 broken');
  late.open();
  await given.opened;
  await page.waitForTimeout(500);
  expect((await keys()).sort()).toEqual(told);
  await expect(heading).toContainText('2 broken');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  for (const name of ['bag-0', 'basket-0']) api.remove('Pod', 'shop', name);
  api.apply(oomPod('shop', 'cart-0', 9));
});

test('a diagnosis stays on the screen while nobody answers, and is read anew when somebody does', async ({ page }) => {
  await visit(page, `${product.url}/w/shop/Pod/cart-0`);
  await expect(page.getByText('9 restarts')).toBeVisible();
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch((late: unknown) => late);
  let asked = 0;
  await page.route(/\/livez$|[?&]_rsc=/, async (route) => {
    asked += 1;
    await route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>502 Bad Gateway</h1>' });
  });
  await dieAgain(page, 10);
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(1);
  await expect(page.getByText('9 restarts')).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(page.getByText('10 restarts')).toBeVisible({ timeout: 40_000 });
});

function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

test('an API server that goes away is said, and the last picture stays', async ({ page, context }) => {
  await visit(page, product.url);
  await expect(page.locator('[data-row="shop/Pod/cart-0"]')).toBeVisible();
  const workload = { namespace: 'shop', kind: 'Pod', name: 'cart-0' };
  const made = await page.request.post(`${product.url}/api/v1/shares`, {
    headers: { origin: product.url },
    data: { source: null, workload, expiresIn: '1h' },
  });
  const { path } = (await made.json()) as { path: string };
  const back = api.fault('F01');
  await expect(page.locator('[data-freshness=stale]')).toContainText(/^not heard since \d\d:\d\d, showing/, {
    timeout: 30_000,
  });
  await expect(page.getByText('The API server is not heard.')).toBeVisible();
  await expect(page.locator('[data-row="shop/Pod/cart-0"]')).toBeVisible();
  // On a phone both times are there to be read.
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const words = page.locator('[data-freshness] > span');
  expect(await words.evaluate((line) => line.scrollHeight - line.clientHeight)).toBe(0);
  if (wide) await page.setViewportSize(wide);
  const other = await context.newPage();
  await visit(other, `${product.url}/w/shop/Deployment/made-since`);
  await expect(other.getByText(/The picture is old: a workload that was made after .+ is not in it/)).toBeVisible();
  await visit(other, product.url + path);
  await expect(other.getByText(/Last heard: broken, .+, at \d\d:\d\d:\d\d UTC on \d+/)).toBeVisible();
  await other.close();
  back();
  await api.back();
  await expect(page.locator('[data-freshness=live]')).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText('The API server is not heard.')).toBeHidden();
});

test('the pod of an alert is found also when it is gone', async ({ page }) => {
  api.remove('Pod', 'shop', 'cart-0');
  await visit(page, `${product.url}/p/shop/cart-0`);
  await expect(page).toHaveURL(/\/w\/shop\/Pod\/cart-0\?pod=cart-0$/);
});

test('a stream that the product ends is said, and is taken up again', async ({ page, context }) => {
  await visit(page, product.url);
  await expect(page.locator('[data-freshness=live]')).toHaveText(/^live/);
  await context.setOffline(true);
  await page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await expect(page.locator('[data-freshness]')).toHaveText(/^(?:live|reconnecting since)/);
  await context.setOffline(false);
  await expect(page.locator('[data-freshness=live]')).toHaveText(/^live/, { timeout: 20_000 });
});

test('a cluster that never answered is an error, not emptiness', async ({ page, context, consoleErrors }) => {
  test.setTimeout(180_000);
  const gone = await startFakeApi({ objects: [namespaceObject('shop'), pod('shop', 'landing')] });
  const kubeconfig = gone.kubeconfig();
  const comesBack = gone.fault('F01');
  const lost = await startProduct(['--kubeconfig', kubeconfig], { until: 'livez' });
  await visit(page, lost.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^(?:No picture of the cluster yet\.|Reading fake\.)$/,
  );
  await expect(page.getByText('The cluster cannot be read.')).toBeVisible({ timeout: 30_000 });
  await expect(page).toHaveTitle('Cannot reach fake');
  const alert = await context.newPage();
  await visit(alert, `${lost.url}/p/shop/landing`);
  await expect(alert.getByRole('heading', { level: 1 })).toHaveText('No picture of the cluster yet.');
  comesBack();
  await gone.back();
  await expect(alert).toHaveURL(/\/w\/shop\/Pod\/landing\?pod=landing$/, { timeout: 90_000 });
  expect(consoleErrors).toEqual([]);
  // An open page would ask the ended product for its next refresh.
  await Promise.all([page, alert].map((open) => open.goto('about:blank')));
  await lost.stop();
  await gone.close();
});

test('what may not be read is named with the rule that would allow it', async ({ page }) => {
  test.setTimeout(120_000);
  const guarded = await startFakeApi({ objects: [namespaceObject('shop'), oomPod('shop', 'cart-0')] });
  guarded.rbac.rules = [
    {
      verbs: ['list', 'watch', 'get'],
      group: '*',
      resources: ['pods', 'namespaces', 'nodes', 'replicasets', 'deployments'],
      namespace: null,
    },
  ];
  const half = await startProduct(['--kubeconfig', guarded.kubeconfig()]);
  await visit(page, half.url);
  await expect(page.getByText(/^Not looked at: /)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Not looked at:')).not.toContainText('Node', { timeout: 20_000 });
  guarded.rbac.rules = guarded.rbac.rules.map((rule) => ({
    ...rule,
    resources: rule.resources.filter((resource) => resource !== 'nodes'),
  }));
  guarded.fault('F06', { plural: 'nodes' })();
  await expect(page.getByText('Not looked at:'), 'F23: on the open board').toContainText('Node', { timeout: 30_000 });
  await page.getByRole('link', { name: 'See why and what would allow it' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'What cannot be read' })).toBeVisible();
  await page.getByText('Show the rule to add').first().click();
  await expect(page.locator('pre').first()).toContainText('rbac.authorization.k8s.io/v1');
  await half.stop();
  await guarded.close();
});
