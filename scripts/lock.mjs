// Lets one start at a time install and build in this folder: two at once would undo each other's work.
import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';
import { StepError } from './steps.mjs';

const waitMs = 250;
/** Installing and building take a minute or two; who holds the lock for longer has hung. */
const patienceMs = 15 * 60_000;

/** Runs `work` while holding the lock; waits for another holder, and takes over from one that has ended. */
export async function withLock(work, { folder = root, onWait = () => undefined, giveUpMs = patienceMs } = {}) {
  const began = performance.now();
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `unloop-start-${process.getuid?.() ?? 'user'}-${name}.lock`);
  let told = false;
  while (!(await take(path))) {
    const holder = Number(await readText(path));
    if (!isAlive(holder)) {
      await rm(path, { force: true });
      continue;
    }
    if (performance.now() - began >= giveUpMs) {
      throw new StepError(
        `Another start of Unloop in this folder (process ${holder}) has not finished. Stop it and start again; if that process is something else, remove ${path}.`,
      );
    }
    if (!told) onWait(holder);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Writes the number elsewhere first and links it into place: nobody ever sees a lock without its holder. */
async function take(path) {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, String(process.pid), { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readText(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
