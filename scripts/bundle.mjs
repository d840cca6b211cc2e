// Bundles TypeScript for plain Node: Node 20 runs no TypeScript, and `server-only` throws outside a React server.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

/** The bundle of one entry as text. npm packages stay imports, so it has to lie within the project. */
export async function bundle(entry) {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    conditions: ['react-server'],
    alias: { 'server-only': join(root, 'node_modules/server-only/empty.js') },
    logLevel: 'silent',
  });
  return result.outputFiles[0].text;
}

/** Imports a TypeScript module of the project into a script. */
export async function importTypeScript(entry) {
  const text = await bundle(entry);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const name = relative(root, join(root, entry)).replace(/[^a-z0-9]+/gi, '-');
  const path = join(root, 'node_modules/.cache/unloop', `${name}-${hash}.mjs`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return import(pathToFileURL(path).href);
}
