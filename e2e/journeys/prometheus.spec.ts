import { expect, test, visit } from '../support/test';
import { startWithPrometheus, type WithPrometheus } from '../support/with-prometheus';

test.describe.configure({ mode: 'serial' });

let product: WithPrometheus;

test.beforeAll(async () => {
  test.setTimeout(660_000);
  product = await startWithPrometheus((prometheus) => {
    // No answer for longer than any page waits.
    prometheus.behave({ kind: 'answers', afterMs: 10_000 });
  });
});
test.afterAll(async () => {
  await product?.stop();
});

test('a Prometheus that takes ten seconds keeps no page waiting, and what is missing is said', async ({ page }) => {
  // The first page of a process is slow by itself; this one asks no Prometheus.
  await visit(page, product.url);
  const started = Date.now();
  await page.goto(`${product.url}/w/shop/Pod/cart-0`, { waitUntil: 'commit' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('128Mi memory limit');
  // Less than one question may take, and far less than two.
  expect(Date.now() - started).toBeLessThan(4000);
  await expect(page.getByText('no answer within 5 s').first()).toBeVisible({ timeout: 15_000 });
});

test('one that cannot be reached is said, and the diagnosis stands', async ({ page }) => {
  product.prometheus.behave({ kind: 'away' });
  await visit(page, `${product.url}/w/shop/Pod/cart-0`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('128Mi memory limit');
  await visit(page, `${product.url}/about`);
  await expect(page.getByText(/no answer within 5 s|cannot be reached/).first()).toBeVisible();
});

test('once it answers, the curve comes to the open page by itself', async ({ page }) => {
  // A round is 30 s, and one that fails is not asked again for 15 s.
  test.setTimeout(150_000);
  await visit(page, `${product.url}/w/shop/Pod/cart-0`);
  product.prometheus.behave({ kind: 'answers' });
  await expect(page.locator('[data-line=own]').first()).toBeVisible({ timeout: 100_000 });
});
