/**
 * A board of 5,000 broken rows in a real browser: the page's weight, a letter in the filter until the rows that have it are
 * painted, and the frames of a long scroll (design §9).
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from '@playwright/test';
import { startFakeApi } from '../e2e/fake-api/fake-api';
import { namespaceObject } from '../e2e/fake-api/objects';
import { oomPod } from '../e2e/support/broken-pod';
import { launchOptions } from '../e2e/support/chromium';
import { startProduct } from '../e2e/support/product';
import { quantile, type Report } from './report';

const count = 5_000;
const perNamespace = 100;
/** Each is in the names of some rows that are far below the first screen. */
const words = ['store-4321', 'shop-37', 'store-12', 'shop-9', 'store-2'];

function* cluster() {
  for (let at = 0; at < count; at++) {
    const namespace = `shop-${Math.floor(at / perNamespace)}`;
    if (at % perNamespace === 0) yield namespaceObject(namespace);
    yield oomPod(namespace, `store-${at}`);
  }
}

/** From the letter to the first frame in which each row on the screen has the words, in ms; once for each of `words`. */
async function filterTimes(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (const wanted of words) {
    await page.getByRole('searchbox').fill(wanted.slice(0, -1));
    await page.waitForTimeout(2_000);
    // In an object, so that the handle is there before the promise is kept: the page listens before the key is pressed.
    const listening = await page.evaluateHandle(
      (text) => ({
        painted: new Promise<number>((resolve) => {
          const from = (): void => {
            const began = performance.now();
            const look = (): void => {
              const rows = [...document.querySelectorAll('[data-row]')];
              const narrowed = rows.length > 0 && rows.every((row) => row.getAttribute('data-row')?.includes(text));
              if (narrowed) resolve(performance.now() - began);
              else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);
          };
          document.addEventListener('keydown', from, { once: true, capture: true });
        }),
      }),
      wanted,
    );
    await page.keyboard.press(wanted.slice(-1));
    times.push(await listening.evaluate(({ painted }) => painted));
    await page.getByRole('searchbox').fill('');
    await page.waitForTimeout(1_000);
  }
  return times;
}

/** Times between frames in ms while the wheel is turned from the top towards the end. */
async function frames(page: Page): Promise<number[]> {
  await page.mouse.move(600, 400);
  const measured = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let last = performance.now();
        const end = last + 4_000;
        const frame = (at: number): void => {
          times.push(at - last);
          last = at;
          if (at > end) resolve(times.slice(1));
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
  for (let turn = 0; turn < 120; turn++) {
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(20);
  }
  return measured;
}

export async function bench(report: Report): Promise<void> {
  const api = await startFakeApi({ objects: [...cluster()] });
  await promisify(execFile)(process.execPath, ['scripts/build.mjs']);
  const product = await startProduct(['--kubeconfig', api.kubeconfig()]);
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const html = Buffer.from(await (await fetch(product.url)).arrayBuffer());
    report({
      name: `${count} rows: the board's HTML, gzip`,
      value: gzipSync(html).length / 1000,
      unit: 'kB',
      target: 100,
    });
    await page.goto(product.url);
    await page.locator('[data-row]').first().waitFor();
    await page.waitForTimeout(3_000);
    const name = `${count} rows: a letter in the filter until the rows are painted`;
    const times = await filterTimes(page);
    report({ name: `${name}, median of ${words.length}`, value: quantile(times, 0.5), unit: 'ms' });
    report({ name: `${name}, slowest`, value: Math.max(...times), unit: 'ms', target: 100 });
    const between = await frames(page);
    const scroll = `${count} rows: time between frames of a scroll`;
    report({ name: `${scroll}, median`, value: quantile(between, 0.5), unit: 'ms' });
    report({ name: `${scroll}, p95`, value: quantile(between, 0.95), unit: 'ms', target: 34 });
    report({ name: `${scroll}, longest`, value: Math.max(...between), unit: 'ms' });
  } finally {
    await browser.close();
    await product.stop();
    await api.close();
  }
}
