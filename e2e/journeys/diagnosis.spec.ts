import { sample as workloads } from '../support/sample';
import { expect, press, test, visit } from '../support/test';

test('the answer comes first, and every claim leads to its quotation', async ({ page, sample }) => {
  await visit(page, sample.url + workloads.oom);
  await expect(page).toHaveTitle('cart in shop: OOM-killed at limit');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('memory limit');
  await expect(page.locator('h1 mark')).toHaveCount(1);
  const mark = page.locator('main ol a[href^="#e"]').first();
  const target = await mark.getAttribute('href');
  await mark.click();
  await expect(page.locator(`${target ?? ''}`)).toBeInViewport();
  await expect(page.locator(`${target ?? ''}`)).toHaveCSS('border-left-width', '2px');
});

test('what is copied is what is shown', async ({ page, context, sample }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(page, sample.url + workloads.oom);
  const button = page.getByRole('button', { name: /^Copy the command/ }).first();
  const shown = await button.locator('xpath=..').locator('code').first().textContent();
  await button.click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(shown);
  expect(copied).toMatch(/^kubectl /);
  expect(copied).not.toMatch(/\n$/);

  await press(page, 'c');
  await expect(page.getByText('Copied', { exact: true }).first()).toBeVisible();
  const markdown = await page.evaluate(() => navigator.clipboard.readText());
  expect(markdown).toContain('cart');
  expect(markdown).toContain('memory limit');
});

test('a run tells what it was, on hover and by keyboard', async ({ page, sample }) => {
  await visit(page, sample.url + workloads.oom);
  const run = page.getByRole('button', { name: /^Run from .* OOMKilled, exit code 137/ }).first();
  const card = run.locator('xpath=following-sibling::*[1]');
  await expect(card).toBeHidden();
  await run.focus();
  await expect(card).toBeVisible();
  await expect(card).toContainText('OOMKilled, exit code 137');
  await page.getByText('The runs as a table').click();
  await expect(page.getByRole('region', { name: 'Runs as a table' })).toContainText('killed for memory');
});

test('a pod leads to its workload; an unknown one says what was looked at', async ({ page, sample }) => {
  const list: { runs: { pod: string }[] } = await (
    await page.request.get(`${sample.url}/api/v1/diagnoses/shop/Deployment/cart`)
  ).json();
  const pod = list.runs[0]?.pod ?? '';
  await visit(page, `${sample.url}/p/shop/${pod}`);
  await expect(page).toHaveURL(`${sample.url}${workloads.oom}?pod=${pod}`);
  const unknown = await visit(page, `${sample.url}/p/shop/nobody-0`);
  expect(unknown?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pod nobody-0 is not known in shop.');
});

test('a workload that is not there is a 404 that says so', async ({ page, sample }) => {
  const response = await visit(page, sample.url + workloads.missing);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such workload.');
});

test('a healthy workload says so and what was looked at', async ({ page, sample }) => {
  await visit(page, sample.url + workloads.healthy);
  await expect(page).toHaveTitle('healthy-api in shop: healthy');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is wrong with healthy-api');
});

test('on a phone the first command is on the first screen, and nothing scrolls sideways', async ({
  browser,
  sample,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  // Of transcoder the first step is to ask a person.
  for (const workload of ['/w/media/Deployment/transcoder', workloads.oom]) {
    await visit(page, sample.url + workload);
    const command = page.locator('code', { hasText: /^kubectl / }).first();
    await expect(command).toBeVisible();
    expect((await command.boundingBox())?.y ?? Infinity, workload).toBeLessThan(844 - 20);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await context.close();
});

test('the page saves as one file that runs nothing', async ({ page, sample }) => {
  const response = await page.request.get(`${sample.url}${workloads.oom}/report.html`);
  expect(response.status()).toBe(200);
  expect(response.headers()['content-disposition']).toMatch(/^attachment; filename="unloop-shop-cart-/);
  const html = await response.text();
  expect(html).toContain('memory limit');
  expect(html).not.toMatch(/<script|<link|src=/i);
});
