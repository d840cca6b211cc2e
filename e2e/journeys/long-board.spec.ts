import type { Locator, Page } from '@playwright/test';
import { startFakeApi, type FakeApi } from '../fake-api/fake-api';
import { namespaceObject, pod, type NewObject } from '../fake-api/objects';
import { oomPod } from '../support/broken-pod';
import { startProduct, type Product } from '../support/product';
import { expect, press, test, visit } from '../support/test';

/** Of one cause, and then of another that began earlier. */
const [killed, unpulled] = [250, 50];

let api: FakeApi;
let product: Product;

test.beforeAll(async () => {
  test.setTimeout(660_000);
  const objects = [
    namespaceObject('shop'),
    ...Array.from({ length: killed }, (_, at) => oomPod('shop', `cart-${at}`)),
    ...Array.from({ length: unpulled }, (_, at) => withoutImage(`web-${at}`)),
  ];
  api = await startFakeApi({ objects });
  product = await startProduct(['--kubeconfig', api.kubeconfig()]);
});
test.afterAll(async () => {
  await product.stop();
  await api.close();
});

function withoutImage(name: string): NewObject {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const image = 'registry.example/app:1';
  const message = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
  const base = pod('shop', name, {
    status: {
      phase: 'Pending',
      startTime: since,
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: since },
        { type: 'Ready', status: 'False', lastTransitionTime: since },
      ],
      containerStatuses: [
        {
          ...{ name: 'app', image, imageID: '', ready: false, started: false, restartCount: 0, lastState: {} },
          state: { waiting: { reason: 'ErrImagePull', message } },
        },
      ],
    },
  });
  return { ...base, metadata: { ...base.metadata, creationTimestamp: since } };
}

/** The row of this number, counted as though all were there; the first has number 2, after the heads of the columns. */
const row = (page: Page, number: number): Locator => page.locator(`[data-row][aria-rowindex="${number}"]`);
const [first, lastKilled, last] = [2, killed + 1, killed + unpulled + 1];

/** Presses j or k until the row `to` has the focus; each press goes on by one row, whatever is in the document. */
async function walk(page: Page, from: number, to: number): Promise<void> {
  const by = Math.sign(to - from);
  for (let number = from + by; number !== to + by; number += by) {
    await press(page, by > 0 ? 'j' : 'k');
    await expect(row(page, number).getByRole('link')).toBeFocused();
  }
  await expect(row(page, to)).toBeInViewport();
}

async function scrollTo(page: Page, end: 'top' | 'bottom', seen: Locator): Promise<void> {
  await expect(async () => {
    await page.evaluate((top) => window.scrollTo(0, top ? 0 : document.body.scrollHeight), end === 'top');
    await expect(seen).toBeInViewport({ timeout: 500 });
  }).toPass();
}

async function expectFewInDocument(page: Page): Promise<void> {
  expect(await page.locator('[data-row]').count()).toBeLessThan(100);
}

test('a board of hundreds of rows is folded by its causes, and has in the document only what is in sight', async ({
  page,
}) => {
  await visit(page, product.url);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${killed + unpulled} broken`);
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(last));
  await expect(page.locator('[data-row]')).toHaveCount(6);

  // From the last row that is shown of a folded group to the first of the next, and back.
  await walk(page, first - 1, first + 2);
  await press(page, 'j');
  await expect(row(page, lastKilled + 1).getByRole('link')).toBeFocused();
  await press(page, 'k');
  await expect(row(page, first + 2).getByRole('link')).toBeFocused();

  await page.getByRole('button', { name: `Show ${unpulled - 3} more workloads` }).click();
  await page.getByRole('button', { name: `Show ${killed - 3} more workloads` }).click();
  await expect(row(page, first + 3)).toBeVisible();
  await expect(row(page, last)).toHaveCount(0);
  await expectFewInDocument(page);
  await scrollTo(page, 'bottom', row(page, last));
  await expect(row(page, first)).toHaveCount(0);
  await expectFewInDocument(page);

  await scrollTo(page, 'top', row(page, first));
  const [head] = await page.getByRole('button', { expanded: true }).all();
  await head?.click();
  await expect(page.getByRole('button', { name: `Show ${killed - 3} more workloads` })).toBeVisible();
  await expect(row(page, first + 3)).toHaveCount(0);
});

test('j and k walk a long board across rows that are not in the document, and a diagnosis leads back to its row', async ({
  page,
}) => {
  await visit(page, product.url);
  await page.getByRole('button', { name: `Show ${unpulled - 3} more workloads` }).click();
  await page.getByRole('button', { name: `Show ${killed - 3} more workloads` }).click();
  await walk(page, first - 1, first + 45);
  await expect(row(page, first)).toHaveCount(0);
  await expectFewInDocument(page);

  await scrollTo(page, 'bottom', row(page, last));
  await row(page, last).getByRole('link').focus();
  await press(page, 'j');
  await expect(row(page, last).getByRole('link')).toBeFocused();
  // Across the heading between both causes.
  await walk(page, last, lastKilled - 5);
  await expect(row(page, last)).toHaveCount(0);

  const key = String(await row(page, lastKilled - 5).getAttribute('data-row'));
  const left = page.locator(`[data-row="${key}"]`);
  const other = row(page, lastKilled - 4);
  const name = String(await other.getByRole('link').textContent());
  // A row that changes while the diagnosis is on its way changes nothing of that.
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/[?&]_rsc=/, async (route) => {
    await answered;
    await route.continue();
  });
  await page.keyboard.press('Enter');
  api.apply(oomPod('shop', name, 777));
  await expect(other).toContainText('777', { timeout: 20_000 });
  answer();
  await expect(page).toHaveURL(`${product.url}/w/${key}`);
  await expect(page.locator('#answer')).toBeFocused();
  await press(page, 'Escape');
  await expect(page).toHaveURL(`${product.url}/`);
  await expect(left.getByRole('link')).toBeFocused();
  await expect(left).toBeInViewport();
  await expectFewInDocument(page);
});
