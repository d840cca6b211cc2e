// `npm run test:cluster`: the tests against a real cluster: one named by UNLOOP_TEST_KUBECONFIG, or the lab beside this folder
// where the machine can run it. Where there is neither, it says that they did not run. With --all (`npm run test:slow`) the
// lab's more than seventy scenarios too: a quarter of an hour; and before them a hundred random walks over the faults of a watch.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { requireNode } from './node-version.mjs';

requireNode();
const { main, run, step } = await import('./steps.mjs');
const { root } = await import('./root.mjs');

await main(async () => {
  if (process.argv.includes('--all') && !(await walks())) process.exitCode = 1;
  if (!existsSync(join(root, 'e2e/cluster'))) return skip('there are none in this version');
  const named = process.env.UNLOOP_TEST_KUBECONFIG;
  const lab = named === undefined ? await startLab() : null;
  const kubeconfig = named ?? lab?.kubeconfig;
  if (kubeconfig === undefined) return;
  const [{ ensureInstalled }, { ensureChromium }, suites] = await Promise.all([
    import('./install.mjs'),
    import('./chromium.mjs'),
    import('./suites.mjs'),
  ]);
  await ensureInstalled();
  const env = { UNLOOP_TEST_KUBECONFIG: kubeconfig, UNLOOP_TEST_CHROMIUM: await ensureChromium() };
  const config = [
    '--config',
    'e2e/cluster/playwright.config.ts',
    ...(process.argv.includes('--all') ? [] : ['live', 'metrics']),
  ];
  // The readers' tests, against the fake server and this one.
  process.env.UNLOOP_TEST_KUBECONFIG = kubeconfig;
  const { passed, failed } = await suites.runSteps([
    [suites.vitest('readers on both servers (vitest)', ['lib/kubernetes/both-servers.test.ts'])],
    [suites.playwright('real cluster (playwright)', config, env)],
  ]);
  await lab?.stop();
  console.log(`Cluster tests: ${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});

/** A hundred random walks over the faults of a watch, where `npm test` does ten: these need no cluster. True: all passed. */
async function walks() {
  const [{ ensureInstalled }, suites] = await Promise.all([import('./install.mjs'), import('./suites.mjs')]);
  await ensureInstalled();
  process.env.UNLOOP_WALKS ??= '100';
  const walk = suites.vitest('walks over the faults (vitest)', ['lib/kubernetes/fault-walk.test.ts']);
  const { passed, failed } = await suites.runSteps([[walk]]);
  console.log(`Walks: ${passed} passed, ${failed} failed`);
  return failed === 0;
}

function skip(why) {
  console.log(`The cluster tests did not run: ${why}.`);
  return null;
}

/** Brings the lab up, and how to take it down again: only where it was not up before. Null, and said why, where it can't be. */
async function startLab() {
  const lab = join(root, '../shared/lab');
  if (!existsSync(join(lab, 'up')))
    return skip('no cluster is named by UNLOOP_TEST_KUBECONFIG, and ../shared/lab is not here');
  if (process.getuid?.() !== 0) return skip('the lab needs root');
  if (!existsSync('/etc/debian_version')) return skip('the lab needs Debian');
  const go = [...(process.env.PATH ?? '').split(':'), '/usr/local/go/bin'].find((folder) =>
    existsSync(join(folder, 'go')),
  );
  if (go === undefined) return skip('the lab needs Go');
  const options = { cwd: lab, env: { PATH: `${process.env.PATH}:${go}` } };
  const kubeconfig = join(process.env.UNLOOP_LAB_HOME ?? join(homedir(), '.cache/unloop-lab'), 'run/kubeconfig');
  const wasUp = existsSync(kubeconfig) && (await answers(kubeconfig));
  try {
    await step('Installing what the lab compiles with', () => needBusybox(options));
    await step('Building the lab (eleven minutes the first time)', () =>
      run(join(lab, 'build'), [], { ...options, failure: 'The lab could not be built. It said:' }),
    );
    await step('Starting the lab', () =>
      run(join(lab, 'up'), [], { ...options, failure: 'The lab could not be started. It said:' }),
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return skip('the lab does not come up on this machine');
  }
  return {
    kubeconfig,
    stop: async () =>
      wasUp ? undefined : run(join(lab, 'down'), [], { ...options, failure: 'The lab could not be stopped. It said:' }),
  };
}

/** The images are made of a static busybox, which the lab asks for but does not install. */
async function needBusybox(options) {
  if (existsSync('/bin/busybox')) return;
  await run('apt-get', ['update', '-q'], { ...options, failure: 'The package lists could not be read. It said:' });
  await run('apt-get', ['install', '-y', '-q', 'busybox-static'], {
    ...options,
    failure: 'busybox-static could not be installed. It said:',
  });
}

async function answers(kubeconfig) {
  const words = ['--kubeconfig', kubeconfig, '--request-timeout=3s', 'get', '--raw', '/readyz'];
  return new Promise((resolve) => execFile('kubectl', words, (error) => resolve(error === null)));
}
