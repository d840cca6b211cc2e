/** Starts the product as a person does (`npm start`), on a port and a data folder of its own, and stops it as an operator does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Product {
  url: string;
  /** Of `npm start`; the server is its child. */
  pid: number;
  /** All that it printed. */
  output: () => string;
  stop: () => Promise<void>;
}

/** npm runs every script in the project's folder; a bundled bench has no other way to know it. */
const root = process.cwd();
/** A first start builds. */
const startMs = 600_000;

interface StartOptions {
  /** Ready: the first picture is complete. Alive is all that can be waited for where the cluster cannot be read. */
  until?: 'readyz' | 'livez';
  environment?: Record<string, string>;
}

/** `args` as after `npm start --`. Resolves when it answers; rejects with what it printed when it ends instead. */
export async function startProduct(
  args: readonly string[],
  { until = 'readyz', environment = {} }: StartOptions = {},
): Promise<Product> {
  const data = await mkdtemp(join(tmpdir(), 'unloop-e2e-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args, '--port', String(port)], {
    cwd: root,
    env: {
      ...process.env,
      ...cleared(),
      HOME: tmpdir(),
      NEXT_TELEMETRY_DISABLED: '1',
      UNLOOP_DATA: data,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/${until}`, child, () => printed);
  return {
    url,
    pid: child.pid ?? 0,
    output: () => printed,
    stop: async () => {
      await ended(child);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** No setting of this machine's owner may change what a test sees: undefined takes it out of the environment. */
function cleared(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => /^(?:UNLOOP_|KUBECONFIG$|npm_)/.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function answering(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  const until = Date.now() + startMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The product ended with ${child.exitCode}:\n${printed()}`);
    const answer = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answer) return;
    if (Date.now() > until) throw new Error(`The product did not answer in time:\n${printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
