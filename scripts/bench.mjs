// `npm run bench [name …]`: runs bench/*.bench.ts, each of which measures some of the figures of design §9 and prints them beside
// their targets. A bench exports `bench(report)` and calls report({ name, value, unit, target }) with `target` as "at most".
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireNode } from './node-version.mjs';

requireNode();
const { main } = await import('./steps.mjs');
await main(async () => {
  const { ensureInstalled } = await import('./install.mjs');
  await ensureInstalled();
  const [{ importTypeScript }, { root }] = await Promise.all([import('./bundle.mjs'), import('./root.mjs')]);
  const folder = join(root, 'bench');
  const wanted = process.argv.slice(2);
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.bench.ts')) : [];
  const chosen = files.filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name))).sort();
  if (chosen.length === 0)
    console.log(wanted.length === 0 ? 'There are no benches.' : `No bench is called ${wanted.join(', ')}.`);
  let missed = 0;
  for (const file of chosen) {
    console.log(`\n${file.replace('.bench.ts', '')}`);
    const { bench } = await importTypeScript(`bench/${file}`);
    await bench(({ name, value, unit, target = null }) => {
      const met = target === null || value <= target;
      if (!met) missed += 1;
      const beside = target === null ? '' : `  target ${target} ${unit}  ${met ? 'met' : 'MISSED'}`;
      console.log(
        `  ${name.padEnd(58)} ${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(12)} ${unit}${beside}`,
      );
    });
  }
  // Figures of a busy machine are no verdict: a miss is shown, and fails nothing.
  if (missed > 0) console.log(`\n${missed} targets missed.`);
});
