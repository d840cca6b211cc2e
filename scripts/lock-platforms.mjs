// `npm run lock`, after every `npm install`: npm leaves packages for other platforms out of the lock where its registry does not
// have them, and then `npm ci` refuses the lock everywhere. This puts them back by name, version and platform.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32'];

/** Optional packages that some package names and the lock lacks: [name, version, the package that names it]. */
export function missingOptional(packages) {
  const missing = new Map();
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, wanted] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isLocked(packages, path, name)) missing.set(name, [name, wanted.replace(/^[\^~]/, ''), entry]);
    }
  }
  return [...missing.values()];
}

/** npm's own search: beside the package that asks, then upwards. */
function isLocked(packages, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
  }
}

/** The platform is in the name of such a package, by custom: "@x/y-linux-arm-gnueabihf". */
function platformOf(name) {
  const words = name.split(/[-/]/);
  const processor = processors.find((word) => words.includes(word)) ?? (words.includes('arm') ? 'arm' : null);
  const system = processor === 'wasm32' ? null : systems.find((word) => words.includes(word));
  return { ...(processor ? { cpu: [processor] } : {}), ...(system ? { os: [system] } : {}) };
}

export function addMissing(lock) {
  const packages = { ...lock.packages };
  for (const [name, version, asker] of missingOptional(packages)) {
    const { cpu, os } = platformOf(name);
    const dev = asker.dev === true ? { dev: true } : {};
    packages[`node_modules/${name}`] = { version, ...(cpu && { cpu }), ...dev, optional: true, ...(os && { os }) };
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = join(root, 'package-lock.json');
  const lock = JSON.parse(await readFile(path, 'utf8'));
  console.log(`${missingOptional(lock.packages).length} packages for other platforms put back.`);
  await writeFile(path, `${JSON.stringify(addMissing(lock), null, 2)}\n`);
}
