// Installs the locked packages where they are missing or are not those of the lock. Only node: modules: it runs before them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run, step } from './steps.mjs';

/**
 * Null where node_modules holds what the lock names, else why not. npm writes down what it installed as the last thing, in
 * node_modules/.package-lock.json, so an install that was cut short has none.
 */
export function whyInstall(folder = root) {
  const locked = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules/.package-lock.json'));
  if (installed === null) return 'they are not there yet';
  for (const [path, entry] of Object.entries(locked ?? {})) {
    // Packages for other platforms are left out by npm.
    if (path === '' || entry.link === true || (entry.optional === true && installed[path] === undefined)) continue;
    const name = path.replace(/^.*node_modules\//, '');
    if (installed[path] === undefined) return `${name} is missing`;
    if (installed[path].version !== entry.version) return `${name} changed`;
  }
  return null;
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

export async function ensureInstalled() {
  const why = whyInstall();
  if (why === null) return;
  await step(`Installing the packages of package-lock.json (${why})`, () => {
    // Run by npm, its own program is known; else the one on the path.
    const npm = process.env.npm_execpath;
    const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    // NODE_ENV=production in somebody's shell would leave out what the build needs.
    return run(command, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
      failure: 'npm could not install the packages. It needs the registry (or a proxy to it) once. It said:',
    });
  });
}
