// `npm run check`: format, lint, types, unit tests, scenarios, gates and unused code. Needs no network, database or cluster.
import { requireNode } from './node-version.mjs';

requireNode();
const { main, seconds } = await import('./steps.mjs');
await main(async () => {
  const { ensureInstalled } = await import('./install.mjs');
  await ensureInstalled();
  const { generate } = await import('./generate.mjs');
  const { format, lint, runSteps, types, unused, vitest } = await import('./suites.mjs');
  const started = performance.now();
  await generate();
  const unit = vitest('unit, scenarios and gates (vitest)', ['--exclude', '**/*.db.test.ts']);
  const { failed } = await runSteps([
    [types, format, unused],
    [lint, unit],
  ]);
  const took = seconds(performance.now() - started);
  console.log(failed === 0 ? `\nAll is well (${took}).` : `\n${failed} failed (${took}).`);
  process.exitCode = failed === 0 ? 0 : 1;
});
