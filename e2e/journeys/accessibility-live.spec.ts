import type { Page } from '@playwright/test';
import { seriousFindings } from '../support/serious-findings';
import { expect, test, visit } from '../support/test';
import { startWithPrometheus, type WithPrometheus } from '../support/with-prometheus';
import { openView, views } from '../support/views';

/** What the sample does not have: one namespace, a curve over the runs, its table, rules to copy, a shared curve. */
let product: WithPrometheus;

test.beforeAll(async () => {
  test.setTimeout(660_000);
  product = await startWithPrometheus();
});
test.afterAll(async () => {
  await product?.stop();
});

async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await expect(page.getByRole('region', { name: 'The curve as a table' })).toBeVisible();
}

for (const view of views) {
  test(`what is live has no serious finding, ${view.name}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const context = await openView(browser, view);
    const page = await context.newPage();
    await visit(page, `${product.url}/w/shop/Pod/cart-0`);
    await expect(page.locator('[data-line=own]').first()).toBeVisible({ timeout: 60_000 });
    const answer = await page.request.post(`${product.url}/api/v1/shares`, {
      data: { workload: { namespace: 'shop', kind: 'Pod', name: 'cart-0' }, window: '1h' },
    });
    const { path: shared }: { path: string } = await answer.json();
    for (const path of ['/', '/w/shop/Pod/cart-0?window=1h', shared, '/about']) {
      await visit(page, product.url + path);
      await expect(page.getByRole('heading', { level: 1 }), path).toHaveCount(1);
      if (path.includes('cart-0') || path === shared) {
        await expect(page.locator('[data-line=own]').first(), path).toBeVisible({ timeout: 20_000 });
        await unfold(page);
      }
      expect.soft(await seriousFindings(page), path).toEqual([]);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
}
