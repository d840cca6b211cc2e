// `npm run dev`: the product with hot reload, for working on it. Takes the options of `npm start`.
import { requireNode } from './node-version.mjs';

requireNode();
const { main } = await import('./steps.mjs');
await main(async () => {
  const [{ ensureInstalled }, { parseOptions }, { root }] = await Promise.all([
    import('./install.mjs'),
    import('./options.mjs'),
    import('./root.mjs'),
  ]);
  const { options = {} } = parseOptions(process.argv.slice(2), process.env);
  await ensureInstalled();
  const [{ generate }, { importTypeScript }, { spawn }] = await Promise.all([
    import('./generate.mjs'),
    import('./bundle.mjs'),
    import('node:child_process'),
  ]);
  await generate();
  const { loadConfig } = await importTypeScript('lib/config/config.ts');
  const { host, port } = loadConfig(process.env, options);
  const args = [`${root}node_modules/next/dist/bin/next`, 'dev', '--hostname', host, '--port', String(port)];
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', UNLOOP_OPTIONS: JSON.stringify(options) };
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 0)));
});
