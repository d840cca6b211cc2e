// `npm run golden [MINUTES]`: records the lab's scenarios, which must be up and applied, as golden scenarios of the engine.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { importTypeScript } from './bundle.mjs';
import { root } from './root.mjs';

const kubeconfig =
  process.env.UNLOOP_TEST_KUBECONFIG ??
  join(process.env.UNLOOP_LAB_HOME ?? join(homedir(), '.cache/unloop-lab'), 'run/kubeconfig');
const { recordGolden } = await importTypeScript('e2e/cluster/golden.ts');
const minutes = Number(process.argv[2] ?? 10);
for (const line of await recordGolden(kubeconfig, minutes, join(root, 'lib/engine/scenarios/golden')))
  console.log(line);
