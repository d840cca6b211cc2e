import { expect, press, test, visit } from '../support/test';

test('the board reads as a sentence and is walked without a pointer', async ({ page, sample }) => {
  await visit(page, sample.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\d+ broken, from \d+ causes?\./);
  await expect(page).toHaveTitle(/^\d+ broken in the sample cluster$/);
  const rows = page.locator('[data-row]');
  await expect(rows.nth(10)).toBeVisible();

  await press(page, 'j');
  await expect(rows.nth(0).getByRole('link')).toBeFocused();
  await press(page, 'j');
  await expect(rows.nth(1).getByRole('link')).toBeFocused();
  await press(page, 'k');
  await expect(rows.nth(0).getByRole('link')).toBeFocused();

  const name = await rows.nth(0).getByRole('link').textContent();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/w\/[^/]+\/[^/]+\/[^/]+$/);
  await expect(page.locator('[aria-current=page]')).toContainText(name ?? '');
  await expect(page.locator('#answer')).toBeFocused();
  await press(page, '?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toContainText('copy the diagnosis as Markdown');
  await expect(help).not.toContainText('next, previous workload');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`${sample.url}/`);
});

test('filters live in the address and can be taken away', async ({ page, sample }) => {
  await visit(page, sample.url);
  await expect(page.locator('[data-row]').first()).toBeVisible();
  const all = await page.locator('[data-row]').count();
  await press(page, '/');
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

test('Esc leads back to the board as it was left: its filter, and the row in sight', async ({ page, sample }) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  await visit(page, `${sample.url}/?status=broken`);
  const row = page.locator('[data-row]').nth(30).getByRole('link');
  await row.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#answer')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\?status=broken$/);
  await expect(row).toBeFocused();
  await expect(row).toBeInViewport();
});

test('Enter opens the first hit, Esc goes back to the hits and then takes the words away', async ({ page, sample }) => {
  await visit(page, sample.url);
  await expect(page.locator('[data-row]').first()).toBeVisible();
  const all = await page.locator('[data-row]').count();
  await press(page, '/');
  await page.keyboard.type('payments');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/w\/payments\/[^/]+\/[^/]+$/);
  await expect(page.locator('#answer')).toBeFocused();
  await press(page, '?');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeHidden();
  await page.goBack();
  await expect(page).toHaveURL(/\?q=payments$/);
  await press(page, '/');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).not.toBeFocused();
  await expect(page).toHaveURL(/\?q=payments$/);
  await press(page, 'j');
  await expect(page.locator('[data-row]').first().getByRole('link')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\?q=payments$/);
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(`${sample.url}/`);
  await expect(page.locator('[data-row]')).toHaveCount(all);
});

test('what is typed narrows the rows before the server has answered', async ({ page, sample }) => {
  await visit(page, sample.url);
  await expect(page.locator('[data-row]').first()).toBeVisible();
  await page.route(/[?&]_rsc=/, () => undefined);
  await press(page, '/');
  await page.keyboard.type('payments');
  for (const row of await page.locator('[data-row]').all()) await expect(row).toContainText('payments');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('the healthy are listed when asked for', async ({ page, sample }) => {
  await visit(page, sample.url);
  await page.getByRole('link', { name: /^List \d+ healthy workloads? too$/ }).click();
  await expect(page).toHaveURL(/\?status=all$/);
  await expect(page.getByRole('heading', { name: 'Healthy', exact: true })).toBeVisible();
});

test('help names the keys, and keeps colours and times', async ({ page, sample }) => {
  await visit(page, sample.url);
  await press(page, '?');
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help).toContainText('next, previous workload');
  await help.getByRole('radio', { name: 'dark' }).check();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('the cause is read on every width, and under each name stands what it names', async ({ page, sample }) => {
  for (const width of [761, 820, 900, 1024, 1240]) {
    await page.setViewportSize({ width, height: 800 });
    await visit(page, sample.url);
    await expect(page.locator('[data-row]').first()).toBeVisible();
    // The words of the cause, without how sure it is: the first part of the third cell.
    const widths = await page
      .locator('[data-row] > :nth-child(3)')
      .evaluateAll((cells) =>
        cells.map((cell) => [
          cell.clientWidth,
          cell.firstElementChild?.scrollWidth ?? 0,
          cell.firstElementChild?.clientWidth ?? 0,
        ]),
      );
    for (const [cell = 0, , shown = 0] of widths) {
      expect(cell, `cause at ${width}`).toBeGreaterThanOrEqual(240);
      expect(shown, `words of the cause at ${width}`).toBeGreaterThan(0);
    }
    const fresh = page.locator('[data-freshness] > :last-child');
    expect(await fresh.evaluate((words) => words.scrollWidth - words.clientWidth), `header at ${width}`).toBe(0);
    const there = (all: Element[]): number => all.filter((one) => getComputedStyle(one).display !== 'none').length;
    const columns = await page.getByRole('columnheader', { includeHidden: true }).evaluateAll(there);
    expect(await page.locator('[data-row]').first().locator('> *').evaluateAll(there)).toBe(columns);
  }
});

test('paper is light, whatever the screen is', async ({ page, sample }) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await visit(page, sample.url);
  const html = page.locator('html');
  for (const theme of [null, 'dark']) {
    if (theme !== null) await html.evaluate((element, name) => element.setAttribute('data-theme', name), theme);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('color', 'rgb(28, 27, 25)');
  }
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveCSS('color', 'rgb(238, 236, 231)');
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
