// Installs, builds and starts the product, and stays beside it: says where it is, passes on the wish to stop.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { ensureBuilt, markRunning } from './build.mjs';
import { portTaken } from './door.mjs';
import { ensureInstalled } from './install.mjs';
import { withLock } from './lock.mjs';
import { help, parseOptions } from './options.mjs';
import { root } from './root.mjs';
import { printable, seconds, StepError } from './steps.mjs';

/** How long a first answer may take: reading a recording of 200 MB is the longest that is known. */
const readyMs = 120_000;

/**
 * What is read from a cluster is let go at once or kept for long: a young generation of 3 × 16 MB only stays resident. With
 * it, glibc's one arena a thread does: together they are 58 of 265 MB at 1,000 pods, for no more processor time.
 */
const smallYoung = '--max-semi-space-size=4';

/** The whole of `npm start`: resolves when the product has ended. */
export async function start(args, environment) {
  const began = performance.now();
  const parsed = parseOptions(args, environment);
  if (parsed.help) {
    console.log(help);
    return;
  }
  const onWait = (pid) =>
    console.log(`Waiting for another start of Unloop in this folder (process ${pid}) to finish building.`);
  const { plan, distDir } = await withLock(() => prepare(parsed.options, environment), { onWait });
  await serve({ plan, distDir, options: parsed.options, environment, began });
}

async function prepare(options, environment) {
  await ensureInstalled();
  const plan = await makePlan(options, environment);
  for (const note of plan.config.notes) console.warn(note);
  // Before the build, which takes a while, and again by the server itself when it listens.
  await requireFreePort(plan.config);
  return { plan, distDir: await ensureBuilt() };
}

/** The settings and the source, by the same code that the server reads them with. Throws ConfigError with all that is wrong. */
async function makePlan(options, environment) {
  const { importTypeScript } = await import('./bundle.mjs');
  const { loadConfig } = await importTypeScript('lib/config/config.ts');
  const { chooseSource } = await importTypeScript('lib/config/choose-source.ts');
  const config = loadConfig(environment, options);
  const source = chooseSource(config, environment, existsSync);
  const clean = await pathCleaner();
  return { config, source, clean, words: describe(source, clean) };
}

/** Paths and names as they may be printed: a terminal acts on control characters, and logs keep what is printed. */
async function pathCleaner() {
  const { importTypeScript } = await import('./bundle.mjs');
  const { stripControl } = await importTypeScript('lib/format/control.ts');
  const { createRedactor } = await importTypeScript('lib/redact/redactor.ts');
  const { cleanFileName } = await importTypeScript('lib/recording/file-name.ts');
  const redact = createRedactor(randomBytes(16).toString('hex'));
  const oneLine = (text) => stripControl(text).replaceAll('\n', ' ');
  return (path) => cleanFileName(path, (text) => redact(oneLine(text)));
}

export function requireFreePort({ host, port }) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(new StepError(listenProblem(error.code, host, port))));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

function listenProblem(code, host, port) {
  const where = `${host}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `${where} is taken: another program listens there, maybe an Unloop that runs already. Stop it, or use another port:\n\n  npm start -- --port ${port + 1}`;
    case 'EACCES':
      return `This account may not listen on ${where}. Use a port above 1023:\n\n  npm start -- --port 3000`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. Leave --host out to listen on 127.0.0.1.`;
    default:
      return `Cannot listen on ${where} (${code}).`;
  }
}

async function serve({ plan, distDir, options, environment, began }) {
  const { host, port } = plan.config;
  const next = join(root, 'node_modules/next/dist/bin/next');
  const door = new URL('with-door.mjs', import.meta.url).href;
  const words = ['start', '--hostname', host, '--port', String(port)];
  const child = spawn(process.execPath, [smallYoung, '--import', door, next, ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...environment,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      MALLOC_ARENA_MAX: environment.MALLOC_ARENA_MAX ?? '1',
      UNLOOP_DIST_DIR: distDir,
      UNLOOP_OPTIONS: JSON.stringify(options),
      // Paths among the settings are the person's, and the server runs in the project's folder.
      INIT_CWD: environment.INIT_CWD ?? process.cwd(),
    },
  });
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const unmark = await markRunning(distDir, child.pid);
  const asked = forwardSignals(child);
  child.stdout.setEncoding('utf8').on('data', (text) => process.stdout.write(withoutBanner(text)));

  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const listening = new Promise((resolve) => child.once('message', resolve));
  const answering = listening.then(() => untilReady(host, port));
  const ready = await Promise.race([answering, ended.then(() => false)]);
  if (ready && child.exitCode === null) {
    console.log(`\nUnloop is at ${address} (ready in ${seconds(performance.now() - began)}; Ctrl-C stops it)`);
    await sayWhatIsShown(plan, () => child.exitCode === null && child.signalCode === null);
  }
  const { code, signal } = await ended;
  await unmark();
  if (code === portTaken) throw new StepError(listenProblem('EADDRINUSE', host, port));
  if (asked() === null) throw new StepError(`The server ended by itself (${signal ?? `exit code ${code}`}).`);
  // Next ends with 130 or 143 when it is asked to stop: that is a clean end. Ctrl-C is no error for npm to report.
  process.exitCode = asked() === 'SIGINT' ? 0 : 143;
}

/** What is looked at, or why there is nothing to look at. A cluster that is merely away is looked at all the same. */
async function sayWhatIsShown({ source, clean, words, config: { host, port } }, runs) {
  const { contexts = [] } = source;
  const names = contexts.length > 1 ? contexts : [undefined];
  const reasons =
    source.kind === 'sample' ? [] : await Promise.all(names.map((name) => whyNotOpened(host, port, runs, name)));
  if (reasons.length > 0 && reasons.every((why) => why !== null)) {
    const why = [...new Set(reasons)].map(printable).join('\n');
    console.error(`It has nothing to show: it could not open ${words}\n${why}\n`);
    return;
  }
  console.log(`Looking at ${words}`);
  for (const [index, why] of reasons.entries()) {
    if (why !== null) console.error(`It could not open the context ${clean(names[index])}: ${printable(why)}`);
  }
  console.log('');
}

/** Passes SIGTERM and SIGINT on once; answers which was heard. */
function forwardSignals(child) {
  let heard = null;
  const forward = (signal) => {
    const first = heard === null;
    heard ??= signal;
    // Ctrl-C in a terminal reaches the whole group of processes, the server among them.
    if (first && !(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
  };
  process.on('SIGTERM', forward);
  process.on('SIGINT', forward);
  process.on('SIGHUP', () => forward('SIGTERM'));
  // npm sends SIGTERM to the shell between it and us, and dash dies of it without passing it on: then our parent is another.
  const parent = process.ppid;
  const byNpm = process.env.npm_lifecycle_event !== undefined;
  const watch = setInterval(() => byNpm && process.ppid !== parent && forward('SIGTERM'), 250);
  watch.unref();
  return () => heard;
}

/** Next's own greeting names its version and an address; ours comes when the product answers. */
function withoutBanner(text) {
  return text.replace(/^(▲ Next\.js|- (Local|Network):|✓ (Ready|Running|Starting)).*\n?/gm, '').replace(/^\n+$/, '');
}

/** Where this machine reaches what listens there. */
function targetOf(host) {
  return host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
}

/**
 * Why the recording, or the kubeconfig for a cluster (`name`: of several), could not be opened, in the words of the page; null
 * once it is open, or where nobody would say.
 */
export async function whyNotOpened(host, port, runs = () => true, name = undefined) {
  const deadline = performance.now() + readyMs;
  while (performance.now() < deadline && runs()) {
    try {
      const query = name === undefined ? '' : `?cluster=${encodeURIComponent(name)}`;
      const address = `http://${targetOf(host)}:${port}/api/v1/about${query}`;
      const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
      if (!response.ok) return null;
      const { freshness, kinds } = await response.json();
      const isCluster = freshness.source.kind === 'cluster';
      // Only what is open speaks of several kinds; that one is read may take minutes.
      if (
        isCluster &&
        (freshness.state === 'failed' ? freshness.failure?.code !== 'not-configured' : kinds.length > 1)
      ) {
        return null;
      }
      if (freshness.state === 'failed') return freshness.why ?? 'No reason is known.';
      if (freshness.state !== 'connecting') return null;
    } catch (error) {
      if (error.name !== 'TypeError' && error.name !== 'TimeoutError') throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return null;
}

async function untilReady(host, port) {
  const target = targetOf(host);
  const deadline = performance.now() + readyMs;
  while (performance.now() < deadline) {
    try {
      const response = await fetch(`http://${target}:${port}/livez`, { signal: AbortSignal.timeout(5000) });
      if (response.status < 500) return true;
    } catch (error) {
      if (error.name !== 'TypeError' && error.name !== 'TimeoutError') throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** What is looked at, in words; `clean` for what a person typed. */
export function describe(source, clean) {
  switch (source.kind) {
    case 'recording':
      return `the recording ${clean(source.path)} (${source.because}).`;
    case 'cluster': {
      const what = source.inCluster
        ? 'the cluster it runs in'
        : `the cluster of ${source.kubeconfigs.map(clean).join(', ')}`;
      const { contexts } = source;
      const named = contexts[0] === '*' ? ', all its contexts' : `, context ${contexts.map(clean).join(', ')}`;
      return `${what}${contexts.length === 0 ? '' : named} (${source.because}).`;
    }
    default:
      return `the sample cluster, recorded from a real one (${source.because}).`;
  }
}
