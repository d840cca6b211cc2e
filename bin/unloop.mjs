#!/usr/bin/env node
// The command line: `unloop …`, and as `kubectl-unloop` on the path `kubectl unloop …`. Runs the bundle that the build makes.
import { existsSync } from 'node:fs';
import { requireNode } from '../scripts/node-version.mjs';

requireNode();
const bundle = new URL('../dist/cli.mjs', import.meta.url);
if (existsSync(bundle)) {
  const { main } = await import(bundle.href);
  process.exitCode = await main(process.argv.slice(2), process.env);
} else {
  console.error('The command line is not built yet. Build it once with:\n\n  npm run build');
  // 2: could not tell. 1 would say that something is broken in the cluster.
  process.exitCode = 2;
}
