import { expect, test, visit } from '../support/test';

test('the board reads as a sentence and is walked without a pointer', async ({ page, sample }) => {
  await visit(page, sample.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\d+ broken, from \d+ causes?\./);
  await expect(page).toHaveTitle(/^\d+ broken in the sample cluster$/);
  const rows = page.locator('[data-row]');
  expect(await rows.count()).toBeGreaterThan(10);

  await page.keyboard.press('j');
  await expect(rows.nth(0).getByRole('link')).toBeFocused();
  await page.keyboard.press('j');
  await expect(rows.nth(1).getByRole('link')).toBeFocused();
  await page.keyboard.press('k');
  await expect(rows.nth(0).getByRole('link')).toBeFocused();

  const name = await rows.nth(0).getByRole('link').textContent();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/w\/[^/]+\/[^/]+\/[^/]+$/);
  await expect(page.locator('[aria-current=page]')).toContainText(name ?? '');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`${sample.url}/`);
});

test('filters live in the address and can be taken away', async ({ page, sample }) => {
  await visit(page, sample.url);
  const all = await page.locator('[data-row]').count();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('shop');
  await expect(page).toHaveURL(/\?q=shop$/);
  await expect(async () => expect(await page.locator('[data-row]').count()).toBeLessThan(all)).toPass();
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('shop');
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(page.locator('[data-row]')).toHaveCount(all);

  await page.getByRole('link', { name: /^payments \d+$/ }).click();
  await expect(page).toHaveURL(/\?namespace=payments$/);
  for (const row of await page.locator('[data-row]').all()) await expect(row).toContainText('payments');
});

test('the healthy are listed when asked for', async ({ page, sample }) => {
  await visit(page, sample.url);
  await page.getByRole('link', { name: /^List \d+ healthy workloads? too$/ }).click();
  await expect(page).toHaveURL(/\?status=all$/);
  await expect(page.getByRole('heading', { name: 'Healthy', exact: true })).toBeVisible();
});

test('help names the keys, and keeps colours and times', async ({ page, sample }) => {
  await visit(page, sample.url);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toContainText('copy the diagnosis as Markdown');
  await help.getByRole('radio', { name: 'dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a page of another site may not frame it, and nothing of it is cached', async ({ request, sample }) => {
  const response = await request.get(sample.url);
  const headers = response.headers();
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
  expect(headers['cache-control']).toContain('no-store');
  expect(headers['referrer-policy']).toBe('no-referrer');
});
