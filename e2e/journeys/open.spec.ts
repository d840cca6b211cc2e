import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, press, test, visit } from '../support/test';

const recording = fileURLToPath(new URL('../../lib/recording/sample/sample.tar.gz', import.meta.url));

test('a recording is dropped, judged, and shared like any other', async ({ page, sample }) => {
  await visit(page, `${sample.url}/open`);
  const bytes = (await readFile(recording)).toString('base64');
  const transfer = await page.evaluateHandle((base64) => {
    const data = new DataTransfer();
    const body = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    data.items.add(new File([body], 'shop.tar.gz', { type: 'application/gzip' }));
    return data;
  }, bytes);
  await page.getByText('Drop the file here').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page).toHaveURL(/\/open\/[A-Za-z0-9_-]{22}$/, { timeout: 30_000 });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\d+ broken/);
  await expect(page.getByText(/^As it was at/)).toBeVisible();

  await page.getByRole('link', { name: 'cart', exact: true }).click();
  await expect(page).toHaveURL(/\/open\/[A-Za-z0-9_-]{22}\/w\/shop\/Deployment\/cart$/);
  await press(page, 'y');
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByRole('dialog').getByRole('link', { name: /\/s\// })).toBeVisible();
});

test('a file that is no recording is refused by its name, with what to do', async ({ page, sample }) => {
  await visit(page, `${sample.url}/open`);
  await page.setInputFiles('input[type=file]', {
    name: 'holiday.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"a":'),
  });
  await expect(page.getByRole('alert').filter({ hasText: 'was not opened' })).toContainText(
    'holiday.json was not opened.',
  );
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeVisible();
});

test('a recording that is no longer open says so', async ({ page, sample }) => {
  const response = await visit(page, `${sample.url}/open/${'A'.repeat(22)}`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This recording is no longer open.');
});
