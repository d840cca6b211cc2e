import { openRecording, pages, share } from '../support/pages';
import { sample as workloads } from '../support/sample';
import { seriousFindings } from '../support/serious-findings';
import { expect, press, test, visit } from '../support/test';
import { openView, views } from '../support/views';

for (const view of views) {
  test(`no page has a serious finding, ${view.name}`, async ({ browser, sample }) => {
    test.setTimeout(420_000);
    const context = await openView(browser, view);
    const page = await context.newPage();
    const shared = await share(page, sample.url);
    const opened = await openRecording(page, sample.url);
    const paths = [...pages.map(({ path }) => path), shared, opened, `${opened}${workloads.oom}`];
    for (const path of paths) {
      await visit(page, sample.url + path);
      await expect(page.getByRole('heading', { level: 1 }), path).toHaveCount(1);
      await expect(page.getByRole('main'), path).toHaveCount(1);
      expect.soft(await seriousFindings(page), path).toEqual([]);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
}

test('the dialogs have no serious finding', async ({ page, sample }) => {
  await visit(page, sample.url + workloads.oom);
  for (const key of ['?', 'y']) {
    await press(page, key);
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});

test('everything is reached by Tab, with a visible ring', async ({ page, sample }) => {
  await visit(page, sample.url + workloads.oom);
  const reached: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return { name: name.trim().slice(0, 60), ring: outlineStyle !== 'none' && outlineWidth !== '0px' };
    });
    if (focus === null) break;
    expect(focus.ring, `${focus.name} has no ring`).toBe(true);
    reached.push(focus.name);
  }
  for (const word of ['Skip to the answer', 'Share link', 'Evidence 1', 'Run from', 'Copy the command']) {
    expect(
      reached.some((name) => name.startsWith(word)),
      `${word} is not reached: ${reached.join(' | ')}`,
    ).toBe(true);
  }
});
