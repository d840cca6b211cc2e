import type { Page } from '@playwright/test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sample as workloads } from '../support/sample';
import { expect, test } from '../support/test';

/** Over what Next sends with an empty page (design §9). */
const mostKilobytes = 50;
/** In the class names that the chart library draws with; no minifier takes them away. */
const chartLibrary = 'recharts-';

/** Every script that a page brings by itself, by file name. */
async function scriptsOf(page: Page, url: string): Promise<Map<string, string>> {
  const bodies: Promise<[string, string]>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    bodies.push(response.text().then((text) => [basename(new URL(response.url()).pathname), text]));
  });
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  return new Map(await Promise.all(bodies));
}

/** The build that the product runs: the one that holds a script it served. */
function buildWith(script: string): string {
  const build = readdirSync('.').find(
    (name) => name.startsWith('.next-build-') && existsSync(join(name, 'static/chunks', script)),
  );
  if (build === undefined) throw new Error(`No build holds ${script}.`);
  return build;
}

/** What Next sends with every page, however empty. */
function emptyPageOf(build: string): Set<string> {
  const { rootMainFiles, polyfillFiles }: { rootMainFiles: string[]; polyfillFiles: string[] } = JSON.parse(
    readFileSync(join(build, 'build-manifest.json'), 'utf8'),
  );
  return new Set([...rootMainFiles, ...polyfillFiles].map((path) => basename(path)));
}

for (const [name, path] of [
  ['the board', '/'],
  ['a diagnosis', workloads.oom],
] as const) {
  test(`${name} brings little JavaScript, and no chart library`, async ({ page, sample }) => {
    const scripts = await scriptsOf(page, sample.url + path);
    const build = buildWith([...scripts.keys()][0] ?? 'no script at all');
    const chunks = readdirSync(join(build, 'static/chunks')).filter((file) => file.endsWith('.js'));
    const charts = chunks.filter((file) =>
      readFileSync(join(build, 'static/chunks', file), 'utf8').includes(chartLibrary),
    );
    expect(charts, 'the library is in a file of its own').not.toEqual([]);
    expect([...scripts].filter(([, text]) => text.includes(chartLibrary)).map(([file]) => file)).toEqual([]);

    const empty = emptyPageOf(build);
    const own = [...scripts].filter(([file]) => !empty.has(file));
    expect(own.length).toBeLessThan(scripts.size);
    const kilobytes = own.reduce((sum, [, text]) => sum + gzipSync(text).length / 1000, 0);
    expect(kilobytes).toBeLessThanOrEqual(mostKilobytes);
    test.info().annotations.push({ type: 'own JavaScript', description: `${kilobytes.toFixed(1)} kB` });
  });
}
