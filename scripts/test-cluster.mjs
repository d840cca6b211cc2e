// `npm run test:cluster`: the tests against a real cluster: one named by UNLOOP_TEST_KUBECONFIG, or the lab beside this folder
// where the machine can run it. Where there is neither, it says that they did not run.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { requireNode } from './node-version.mjs';

requireNode();
const { main, run, step } = await import('./steps.mjs');
const { root } = await import('./root.mjs');

await main(async () => {
  if (!existsSync(join(root, 'e2e/cluster'))) return skip('there are none in this version');
  const kubeconfig = process.env.UNLOOP_TEST_KUBECONFIG ?? (await labKubeconfig());
  if (kubeconfig === null) return;
  const [{ ensureInstalled }, { ensureChromium }, suites] = await Promise.all([
    import('./install.mjs'),
    import('./chromium.mjs'),
    import('./suites.mjs'),
  ]);
  await ensureInstalled();
  const env = { UNLOOP_TEST_KUBECONFIG: kubeconfig, UNLOOP_TEST_CHROMIUM: await ensureChromium() };
  const config = ['--config', 'e2e/cluster/playwright.config.ts'];
  const { passed, failed } = await suites.runSteps([[suites.playwright('real cluster (playwright)', config, env)]]);
  console.log(`Cluster tests: ${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
});

function skip(why) {
  console.log(`The cluster tests did not run: ${why}.`);
  return null;
}

/** Brings the lab up. Building its programs takes ten minutes once, so only a machine that has them, or is told to, does. */
async function labKubeconfig() {
  const lab = join(root, '../shared/lab');
  if (!existsSync(join(lab, 'up')))
    return skip('no cluster is named by UNLOOP_TEST_KUBECONFIG, and ../shared/lab is not here');
  if (process.getuid?.() !== 0) return skip('the lab needs root');
  if (!existsSync('/etc/debian_version')) return skip('the lab needs Debian');
  const go = [...(process.env.PATH ?? '').split(':'), '/usr/local/go/bin'].find((folder) =>
    existsSync(join(folder, 'go')),
  );
  if (go === undefined) return skip('the lab needs Go');
  const env = { PATH: `${process.env.PATH}:${go}` };
  await step('Building the lab (eleven minutes the first time)', () =>
    run(join(lab, 'build'), [], { cwd: lab, env, failure: 'The lab could not be built. It said:' }),
  );
  await step('Starting the lab', () =>
    run(join(lab, 'up'), [], { cwd: lab, env, failure: 'The lab could not be started. It said:' }),
  );
  return join(process.env.UNLOOP_LAB_HOME ?? join(homedir(), '.cache/unloop-lab'), 'run/kubeconfig');
}
