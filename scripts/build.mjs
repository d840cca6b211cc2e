// Builds the product into a folder named after the hash of its sources. A running product keeps its own folder, so a build
// never pulls files from under it; one that is cut short is never used, for its mark is written last.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { isAlive, withLock } from './lock.mjs';
import { root } from './root.mjs';
import { main, run, step } from './steps.mjs';

/** What the product is made of. Tests and what is generated from these are not. */
const sources = [
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'scripts/generate.mjs',
  'scripts/generate-catalogue.mjs',
  'bin',
  'instrumentation.ts',
  'proxy.ts',
  'next.config.js',
  'postcss.config.mjs',
  'prisma.config.ts',
  'tsconfig.json',
  'package-lock.json',
];
const ignored = /(\.test\.tsx?|\.snap|\.generated\.ts|\.d\.ts)$/;
const ignoredFolders = new Set(['generated', 'scenarios', 'testdata']);
const prefix = '.next-build-';
const mark = 'unloop-complete';

/** Twelve hexadecimal digits that change with every source file. */
export async function hashSources(folder = root) {
  const hash = createHash('sha256');
  for (const name of sources) await addToHash(hash, folder, name);
  return hash.digest('hex').slice(0, 12);
}

async function addToHash(hash, folder, name) {
  const path = join(folder, name);
  if (!existsSync(path)) return;
  if ((await stat(path)).isDirectory()) {
    const entries = (await readdir(path)).sort();
    for (const entry of entries) {
      if (!ignored.test(entry) && !ignoredFolders.has(entry)) await addToHash(hash, folder, `${name}/${entry}`);
    }
    return;
  }
  const content = await readFile(path);
  hash.update(`${name}\0${content.length}\0`).update(content);
}

/** Generates and builds where the sources changed; answers the distDir to run. */
export async function ensureBuilt() {
  const distDir = `${prefix}${await hashSources()}`;
  const built =
    existsSync(join(root, distDir, mark)) &&
    existsSync(join(root, 'dist/cli.mjs')) === existsSync(join(root, 'lib/cli/main.ts'));
  if (built) return distDir;
  // Imported here, because it needs packages.
  const { generate } = await import('./generate.mjs');
  await step('Generating the database clients and the catalogue of causes', generate);
  await step('Building (once for each change of the sources, half a minute to some minutes, by machine)', () =>
    build(distDir),
  );
  await removeOldBuilds(distDir);
  return distDir;
}

/** Builds into `distDir`, whatever is there. */
export async function build(distDir) {
  await rm(join(root, distDir), { recursive: true, force: true });
  const cache = join(root, 'node_modules/.cache/unloop');
  await mkdir(cache, { recursive: true });
  // Next writes each distDir into the tsconfig it builds with, and into next-env.d.ts: neither may be the project's own.
  await writeFile(join(cache, 'tsconfig.json'), '{ "extends": "../../../tsconfig.json" }\n');
  const env = {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    UNLOOP_DIST_DIR: distDir,
    UNLOOP_TSCONFIG: 'node_modules/.cache/unloop/tsconfig.json',
  };
  try {
    const next = join(root, 'node_modules/next/dist/bin/next');
    await run(process.execPath, [next, 'build'], { env, failure: 'The build failed. It said:' });
    await buildCommandLine();
  } finally {
    await writeNextTypes();
  }
  await writeFile(join(root, distDir, mark), `${new Date().toISOString()}\n`);
}

/** The command line as one file; bin/unloop.mjs runs it. */
export async function buildCommandLine() {
  if (!existsSync(join(root, 'lib/cli/main.ts'))) return;
  const { bundle } = await import('./bundle.mjs');
  await mkdir(join(root, 'dist'), { recursive: true });
  const draft = join(root, `dist/cli.${process.pid}.mjs`);
  await writeFile(draft, await bundle('lib/cli/main.ts'));
  await rename(draft, join(root, 'dist/cli.mjs'));
}

/** Next's own types for images and style sheets, without the paths of one build. */
export async function writeNextTypes() {
  const text = '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n';
  await writeFile(join(root, 'next-env.d.ts'), text);
}

/** While a product runs, its build holds a file with the number of its process. */
export async function markRunning(distDir, pid) {
  const path = join(root, distDir, `running-${pid}`);
  await writeFile(path, '');
  return () => rm(path, { force: true });
}

async function removeOldBuilds(kept) {
  const names = (await readdir(root)).filter((name) => name.startsWith(prefix) && name !== kept);
  for (const name of names) {
    const running = (await readdir(join(root, name))).filter((file) => file.startsWith('running-'));
    if (running.some((file) => isAlive(Number(file.slice('running-'.length))))) continue;
    await rm(join(root, name), { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // Not awaited: what it imports imports this module, which would wait for itself.
  void main(async () => {
    await ensureInstalled();
    await withLock(ensureBuilt);
  });
}
