import { sample as workloads } from '../support/sample';
import { expect, press, test, visit } from '../support/test';

test('a diagnosis is shared, opened by somebody else, revoked, and gone', async ({ page, browser, sample }) => {
  await visit(page, sample.url + workloads.oom);
  const headline = await page.getByRole('heading', { level: 1 }).textContent();
  await expect(page.getByRole('button', { name: 'Copy as Markdown', exact: true })).toBeVisible();
  await press(page, 'y');
  const dialog = page.getByRole('dialog', { name: 'Share this diagnosis' });
  await expect(dialog.getByRole('radio', { name: '7 days' })).toBeChecked();
  await expect(dialog).toContainText('opens on this machine and nowhere else');
  await dialog.getByRole('radio', { name: '1 hour' }).check();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  await expect(dialog.getByRole('link', { name: /\/s\// })).toBeFocused();
  const link = await dialog.getByRole('link', { name: /\/s\// }).getAttribute('href');
  expect(link).toMatch(/\/s\/[A-Za-z0-9_-]{22,}$/);

  const context = await browser.newContext();
  const other = await context.newPage();
  const opened = await other.goto(link ?? '');
  expect(opened?.status()).toBe(200);
  expect(opened?.headers()['referrer-policy']).toBe('no-referrer');
  expect(opened?.headers()['x-robots-tag']).toContain('noindex');
  await expect(other.getByText(/^As it was at \d\d:\d\d:\d\d UTC on \d+ \w+ \d{4}$/)).toBeVisible();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(headline ?? '');
  await expect(other).toHaveTitle('cart in shop: OOM-killed at limit');
  await expect(other.locator('meta[property="og:title"]')).toHaveAttribute(
    'content',
    'cart in shop: OOM-killed at limit',
  );

  await dialog.getByRole('button', { name: 'Revoke the link' }).click();
  await expect(dialog.getByText('The link is revoked')).toBeFocused();
  const revoked = await other.goto(link ?? '');
  expect(revoked?.status()).toBe(404);
  const unknown = await other.goto(`${sample.url}/s/${'x'.repeat(43)}`);
  expect(unknown?.status()).toBe(404);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('There is no such link, or it has ended.');
  await context.close();
});
