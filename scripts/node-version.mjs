// The oldest Node that everything here runs on: Prisma, ESLint and knip ask for it. Must itself run on any Node with modules.
import { readFileSync } from 'node:fs';

/** Null where this Node will do, else one line that says what is missing. */
export function nodeVersionProblem(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const wanted = manifest.engines.node.replace('>=', '');
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);
  const enough = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return enough ? null : `Unloop needs Node ${wanted} or newer; this is ${version}. Get one from https://nodejs.org.`;
}

/** Ends the process with the line where this Node is too old. */
export function requireNode() {
  const problem = nodeVersionProblem(process.version);
  if (problem === null) return;
  console.error(problem);
  process.exit(1);
}
