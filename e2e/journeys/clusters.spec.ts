import { delimiter } from 'node:path';
import type { Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { startFakeApi, type FakeApi } from '../fake-api/fake-api';
import { namespaceObject, pod } from '../fake-api/objects';
import { oomPod } from '../support/broken-pod';
import { startProduct, type Product } from '../support/product';
import { expect, test, visit } from '../support/test';
import { openView } from '../support/views';

test.describe.configure({ mode: 'serial' });

const west = 'arn:aws:eks:us-west-2:000000000000:cluster/west';
const inWest = `cluster=${encodeURIComponent(west)}`;

let eastApi: FakeApi;
let westApi: FakeApi;
let product: Product;

test.beforeAll(async () => {
  test.setTimeout(660_000);
  eastApi = await startFakeApi({ objects: [namespaceObject('shop'), pod('shop', 'landing')], bookmarkMs: 1000 });
  westApi = await startFakeApi({
    objects: [namespaceObject('shop'), oomPod('shop', 'cart-0'), pod('shop', 'web')],
    bookmarkMs: 1000,
  });
  const gone = await startFakeApi();
  const files = [
    eastApi.kubeconfig({ name: 'east' }),
    westApi.kubeconfig({ name: west }),
    gone.kubeconfig({ name: 'lost' }),
  ];
  gone.fault('F01');
  product = await startProduct(['--context', 'east', '--context', `${west},lost`], {
    environment: { KUBECONFIG: files.join(delimiter) },
  });
});
test.afterAll(async () => {
  await product.stop();
  await Promise.all([eastApi.close(), westApi.close()]);
});

const menu = (page: Page) => page.locator('[data-clusters]');
const choices = (page: Page) => page.getByRole('navigation', { name: 'Clusters' }).getByRole('link');
const h1 = (page: Page) => page.getByRole('heading', { level: 1 });

test('the header says which cluster, how each is heard, and leads to the others', async ({ page }) => {
  await visit(page, product.url);
  await expect(page).toHaveURL(/\/\?cluster=east$/);
  await expect(h1(page)).toHaveText('Nothing is broken. 1 workload in 1 namespace.', { timeout: 30_000 });
  await expect(page.getByRole('img', { name: '1 other cluster cannot be reached' })).toBeVisible({ timeout: 30_000 });

  await menu(page).locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(choices(page)).toHaveText(['eastlive', `${west}live`, 'lostcannot be reached']);
  await page.keyboard.press('Escape');
  await expect(choices(page).first()).toBeHidden();
  await expect(page).toHaveURL(/\/\?cluster=east$/);

  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`\\?${inWest}$`));
  await expect(h1(page)).toContainText('1 broken');
});

test('everything on the way stays in the cluster of the address', async ({ page }) => {
  await visit(page, `${product.url}/?${inWest}`);
  await page.locator('[data-row="shop/Pod/cart-0"] a').click();
  await expect(page).toHaveURL(new RegExp(`/w/shop/Pod/cart-0\\?${inWest}$`));
  await expect(page.getByText(`kubectl --context ${west} -n shop`).first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Where this is' }).getByRole('link', { name: 'shop' }).click();
  await expect(page).toHaveURL(new RegExp(`/\\?namespace=shop&${inWest}$`));
  await page.goBack();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Share link' }).click();
  await page.getByRole('link', { name: 'Save as one HTML file' }).click();
  expect((await download).suggestedFilename()).toContain('cart-0');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await page.getByText('The link is made.').waitFor();
  const link = await page.locator('dialog a[target=_blank]').getAttribute('href');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(new RegExp(`/\\?${inWest}$`));

  await visit(page, new URL(link ?? '', product.url).href);
  await expect(page.getByText(`in ${west}`).first()).toBeVisible();
  await page.getByRole('link', { name: 'Open it live' }).click();
  await expect(page).toHaveURL(new RegExp(`/w/shop/Pod/cart-0\\?${inWest}$`));
});

test('the stream is of the cluster that is looked at', async ({ page }) => {
  await visit(page, `${product.url}/?cluster=east`);
  await expect(page.locator('[data-freshness=live]')).toBeVisible();
  westApi.apply(oomPod('shop', 'queue-0'));
  eastApi.apply(oomPod('shop', 'basket-0'));
  await expect(page.locator('[data-row="shop/Pod/basket-0"]')).toBeVisible({ timeout: 10_000 });
  await expect(page.locator('[data-row]')).toHaveCount(1);
  await expect(h1(page)).toContainText('1 broken');
  eastApi.remove('Pod', 'shop', 'basket-0');
  westApi.remove('Pod', 'shop', 'queue-0');
});

test('the pod of an alert is found in whichever cluster it is', async ({ page }) => {
  await visit(page, `${product.url}/p/shop/cart-0`);
  await expect(page).toHaveURL(new RegExp(`/w/shop/Pod/cart-0\\?pod=cart-0&${inWest}$`));
  await page.goto(`${product.url}/p/shop/cart-0?cluster=east`);
  await expect(h1(page)).toHaveText('Pod cart-0 is not known in shop.');
  await expect(page.getByText('Looked among all pods of east:')).toBeVisible();
});

test('an alert of a pod that two clusters have asks which one is meant', async ({ page }) => {
  for (const api of [eastApi, westApi]) api.apply(oomPod('shop', 'store-0'));
  const isThere = async () => (await page.goto(`${product.url}/p/shop/store-0`)) && (await h1(page).textContent());
  await expect.poll(isThere).toBe('Pod store-0 is in 2 clusters. Which one is meant?');
  await page.getByRole('link', { name: west }).click();
  await expect(page).toHaveURL(new RegExp(`/w/shop/Pod/store-0\\?pod=store-0&${inWest}$`));
  for (const api of [eastApi, westApi]) api.remove('Pod', 'shop', 'store-0');
});

test('one that is away is said on its own pages, and hurts no other', async ({ page }) => {
  await visit(page, `${product.url}/?cluster=lost`);
  await expect(page.getByText('The cluster cannot be read.')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('[data-freshness=failed]')).toHaveText('cannot reach the cluster');
  await menu(page).locator('summary').click();
  await choices(page).first().click();
  await expect(page.locator('[data-freshness=live]')).toBeVisible();
});

test('a cluster that is not watched is not there, and those that are are named', async ({ page, request }) => {
  const answer = await visit(page, `${product.url}/w/shop/Pod/cart-0?cluster=north`);
  expect(answer?.status()).toBe(404);
  await expect(h1(page)).toHaveText('No cluster called north is watched here.');
  await expect(page.getByRole('main').getByRole('link')).toHaveText(['east', west, 'lost']);
  const problem = await request.get(`${product.url}/api/v1/diagnoses?cluster=north`);
  expect(problem.status()).toBe(404);
  expect(await problem.json()).toMatchObject({ field: 'cluster', remedy: `It watches east, ${west}, lost.` });
  const list = await request.get(`${product.url}/api/v1/diagnoses?${inWest}`);
  expect(await list.json()).toMatchObject({ items: [{ workload: { name: 'cart-0' }, cluster: { name: west } }] });
});

test('the menu fits a phone', async ({ browser }) => {
  const context = await openView(browser, { name: 'phone', width: 390, height: 844, theme: 'light' });
  const page = await context.newPage();
  await visit(page, `${product.url}/?${inWest}`);
  await menu(page).locator('summary').tap();
  await expect(choices(page).last()).toBeInViewport({ ratio: 1 });
  for (const choice of await choices(page).all()) {
    expect((await choice.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await context.close();
});
