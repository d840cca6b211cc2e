import { test, type Browser } from '@playwright/test';
import { startFakeApi } from '../fake-api/fake-api';
import { namespaceObject, pod } from '../fake-api/objects';
import { oomPod } from '../support/broken-pod';
import { openRecording, pages, share } from '../support/pages';
import { startProduct } from '../support/product';
import { sample } from '../support/sample';
import { openView, views } from '../support/views';

/** One picture of each path at each size and in both colours: shots/<name>-<view>.png. */
async function shoot(browser: Browser, url: string, shots: { name: string; path: string; press?: string }[]): Promise<void> {
  for (const view of views) {
    const context = await openView(browser, view);
    const page = await context.newPage();
    for (const { name, path, press } of shots) {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.evaluate(() => document.fonts.ready);
      if (press) {
        await page.keyboard.press(press);
        await page.getByRole('dialog').waitFor();
      }
      await page.screenshot({ path: `shots/${name}-${view.name}.png`, fullPage: press === undefined });
    }
    await context.close();
  }
}

test('every page, on the sample', async ({ browser, page }) => {
  const product = await startProduct(['--sample']);
  const shared = await share(page, product.url);
  const opened = await openRecording(page, product.url);
  await shoot(browser, product.url, [
    ...pages,
    { name: 'shared', path: shared },
    { name: 'opened-board', path: opened },
    { name: 'opened-diagnosis', path: `${opened}${sample.oom}` },
    { name: 'help', path: '/', press: '?' },
    { name: 'share', path: sample.oom, press: 'y' },
  ]);
  await product.stop();
});

test('nothing broken, then not heard any more', async ({ browser, page }) => {
  const api = await startFakeApi({ objects: [namespaceObject('shop'), pod('shop', 'landing')], bookmarkMs: 1000 });
  const product = await startProduct(['--kubeconfig', api.kubeconfig()]);
  await page.goto(product.url);
  await page.getByText('Nothing is broken.').waitFor();
  await shoot(browser, product.url, [{ name: 'nothing-broken', path: '/' }]);

  api.apply(oomPod('shop', 'cart-0'));
  await page.locator('[data-row="shop/Pod/cart-0"]').waitFor();
  await shoot(browser, product.url, [{ name: 'live-diagnosis', path: '/w/shop/Pod/cart-0' }]);
  api.fault('F01');
  await page.locator('[data-freshness=stale]').waitFor({ timeout: 60_000 });
  await shoot(browser, product.url, [
    { name: 'not-heard', path: '/' },
    { name: 'not-heard-diagnosis', path: '/w/shop/Pod/cart-0' },
  ]);
  await product.stop();
  await api.close();
});

test('cannot reach', async ({ browser, page }) => {
  const api = await startFakeApi();
  const kubeconfig = api.kubeconfig();
  api.fault('F01');
  const product = await startProduct(['--kubeconfig', kubeconfig], { until: 'livez' });
  await page.goto(product.url);
  await page.getByText('The cluster cannot be read.').waitFor({ timeout: 60_000 });
  await shoot(browser, product.url, [
    { name: 'cannot-reach', path: '/' },
    { name: 'cannot-reach-about', path: '/about' },
    { name: 'cannot-reach-diagnosis', path: '/w/shop/Deployment/cart' },
  ]);
  await product.stop();
  await api.close();
});

test('forbidden', async ({ browser, page }) => {
  const api = await startFakeApi({ objects: [namespaceObject('shop'), oomPod('shop', 'cart-0')] });
  api.rbac.rules = [
    { verbs: ['list', 'watch'], group: '*', resources: ['pods', 'namespaces', 'nodes', 'deployments'], namespace: null },
  ];
  const product = await startProduct(['--kubeconfig', api.kubeconfig()]);
  await page.goto(product.url);
  await page.getByText(/^Not looked at: /).waitFor({ timeout: 60_000 });
  await shoot(browser, product.url, [
    { name: 'forbidden-board', path: '/' },
    { name: 'forbidden-diagnosis', path: '/w/shop/Pod/cart-0' },
    { name: 'forbidden-about', path: '/about' },
  ]);
  await product.stop();
  await api.close();
});
