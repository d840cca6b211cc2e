/** Playwright's test with what the journeys share: one product on the sample a worker, and a page that fails on console errors. */
import { test as base, type BrowserContext, type Page, type Response } from '@playwright/test';
import { startProduct, type Product } from './product';

interface Shared {
  sample: Product;
}

interface Each {
  /** Errors that the page wrote to the console or threw; a journey ends with none. */
  consoleErrors: string[];
}

export const test = base.extend<Each, Shared>({
  sample: [
    async ({}, use) => {
      const product = await startProduct(['--sample']);
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 660_000 },
  ],
  consoleErrors: [
    async ({ context }, use) => {
      const errors: string[] = [];
      watch(context, errors);
      await use(errors);
      base.expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';

/** Goes to a page and waits until each part of it hears its keys: what is typed before that is lost on every page of the web. */
export async function visit(page: Page, url: string): Promise<Response | null> {
  const response = await page.goto(url);
  await page.waitForFunction(
    (keys) => {
      const heard = document.documentElement.dataset['keys']?.split(' ') ?? [];
      return keys.every(([part, key]) => document.querySelector(part) === null || heard.includes(key));
    },
    [
      ['header', '?'],
      ['header [type=search]', '/'],
      ['[data-row]', 'j'],
    ] as const,
  );
  return response;
}

/** Presses a key of the page once the page hears it: after a link its address is there before its keys are. */
export async function press(page: Page, key: string): Promise<void> {
  await page.waitForFunction((one) => document.documentElement.dataset['keys']?.split(' ').includes(one), key);
  await page.keyboard.press(key);
}

function watch(context: BrowserContext, errors: string[]): void {
  const listen = (page: Page): void => {
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      // A refused request is part of some journeys; the journey looks at the answer itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        errors.push(message.text());
    });
  };
  context.pages().forEach(listen);
  context.on('page', listen);
}
