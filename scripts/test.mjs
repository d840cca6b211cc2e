// `npm test`: everything, in real browsers and real databases. The last line is "N passed, N failed" over all suites.
import { requireNode } from './node-version.mjs';

requireNode();
const { main } = await import('./steps.mjs');
await main(async () => {
  const { ensureInstalled } = await import('./install.mjs');
  await ensureInstalled();
  const [{ generate }, { ensureBuilt }, { withLock }, { ensureChromium }, suites] = await Promise.all([
    import('./generate.mjs'),
    import('./build.mjs'),
    import('./lock.mjs'),
    import('./chromium.mjs'),
    import('./suites.mjs'),
  ]);
  const { format, lint, plain, playwright, runSteps, types, unused, vitest } = suites;
  const quiet = async (work) => {
    await work();
    return { code: 0, output: '' };
  };
  const env = {};
  const sum = await runSteps([
    [plain('generate', () => quiet(generate))],
    [types, format, unused],
    [lint],
    [vitest('unit, scenarios and gates (vitest)', ['--exclude', '**/*.db.test.ts'])],
    [vitest('databases (vitest)', ['.db.test.ts'])],
    // The folder of a build is named after its sources, so a product that runs from this clone keeps its files.
    [plain('build (next)', () => quiet(() => withLock(ensureBuilt)))],
    [plain('browser (chromium)', () => quiet(async () => (env.UNLOOP_TEST_CHROMIUM = await ensureChromium())))],
    [playwright('journeys (playwright)', ['--config', 'e2e/playwright.config.ts'], env)],
  ]);
  process.exitCode = sum.failed === 0 ? 0 : 1;
  if (sum.skipped > 0) console.log(`\n${sum.skipped} skipped`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
});
