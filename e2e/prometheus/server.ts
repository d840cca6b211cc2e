/** A real Prometheus (Debian's) over a made week, on a loopback port of its own. */

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface RealPrometheus {
  url: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** Whether this machine has one: the tests that need it say where they did not run (`.ci/run` installs it). */
export async function hasPrometheus(): Promise<boolean> {
  try {
    await Promise.all([run('promtool', ['--version']), run('prometheus', ['--version'])]);
    return true;
  } catch (error) {
    console.warn('The tests on a real Prometheus did not run. Install it (Debian: apt-get install prometheus).', error);
    return false;
  }
}

/** Back-fills `openMetrics` and serves it. Throws, saying what to install, where there is no Prometheus. */
export async function startPrometheus(openMetrics: string): Promise<RealPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'unloop-prometheus-'));
  const [series, config, data] = [join(folder, 'week.om'), join(folder, 'prometheus.yml'), join(folder, 'data')];
  await writeFile(series, openMetrics);
  await writeFile(config, 'global: {}\n');
  try {
    // One block: the file is read once for each, and a week has 84 of the usual two hours.
    const blocks = ['create-blocks-from', '--max-block-duration=384h', 'openmetrics', '--quiet'];
    await run('promtool', ['tsdb', ...blocks, series, data]);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error('This test needs Prometheus. Install it (Debian: apt-get install prometheus).', { cause: error });
  }
  const port = await freePort();
  const server = spawn('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  const said: string[] = [];
  server.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; !(await answers(url)); tries += 1) {
    if (server.exitCode !== null || tries > 900) throw new Error(`Prometheus did not start: ${said.join('')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    async stop() {
      server.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch (error) {
    // Not listening yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
