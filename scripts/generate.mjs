// Writes what is generated: both Prisma clients, the registry and catalogue of rules, and the types that Next brings.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';
import { writeNextTypes } from './build.mjs';
import { writeCatalogue } from './generate-catalogue.mjs';

/** Prisma's command line looks for its schema engine and would download one; generating clients does not use it. */
async function prismaGenerate(schema) {
  const require = createRequire(join(root, 'package.json'));
  const manifest = require.resolve('prisma/package.json');
  const { bin } = JSON.parse(await readFile(manifest, 'utf8'));
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  const args = [join(dirname(manifest), bin.prisma ?? bin), 'generate', '--schema', schema, '--no-hints'];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`prisma generate failed for ${schema}:\n${output}`);
}

/** Answers what is wrong with pages of causes: they stop no start, and `npm run check` refuses them. */
export async function generate() {
  const [problems] = await Promise.all([
    writeCatalogue(),
    prismaGenerate('prisma/schema.prisma'),
    prismaGenerate('prisma/postgres/schema.prisma'),
    writeNextTypes(),
  ]);
  return problems;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const problem of await generate()) console.warn(problem);
}
