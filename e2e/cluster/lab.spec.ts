/** The lab's own scenarios, live: each shows its cause, and keeps it; the healthy and noisy ones stay silent all the while. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { Summary } from '../../lib/model/diagnosis';
import { startProduct, type Product } from '../support/product';
import { followAnswers } from './answers';
import { kubectl, kubeconfig } from './kubectl';
import { hasScenarios, labScenarios, ownScenarioFolder, scenarioFolder as folder } from './scenarios';

const isLab = hasScenarios && kubeconfig.includes('unloop-lab');

/** A quarter of an hour: in it each loop comes round at least once. */
const silentMs = 900_000;

let product: Product;

async function rows(): Promise<Map<string, Summary>> {
  const found = new Map<string, Summary>();
  for (let cursor = ''; ;) {
    const response = await fetch(
      `${product.url}/api/v1/diagnoses?status=all&limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    const page = (await response.json()) as { items: Summary[]; nextCursor: string | null };
    for (const row of page.items) found.set(`${row.workload.namespace}/${row.workload.kind}/${row.workload.name}`, row);
    if (page.nextCursor === null) return found;
    cursor = encodeURIComponent(page.nextCursor);
  }
}

test.beforeAll(async () => {
  test.skip(!isLab, 'the lab’s scenarios need the lab');
  // A second node is part of one scenario; its kubelet is stopped by it.
  await promisify(execFile)(`${folder}/../up`, ['--second-node'], { maxBuffer: 16 * 1024 * 1024 });
  product = await startProduct(['--kubeconfig', kubeconfig], { environment: { UNLOOP_READ_SECRET_METADATA: 'true' } });
});

test.afterAll(async () => {
  await product?.stop();
});

test.setTimeout(silentMs + 600_000);

test('every scenario shows its cause, and no other one after it; the healthy ones are silent', async () => {
  const answers = followAnswers(labScenarios());
  // Before the lab's own, one of which takes the second node away.
  await kubectl('apply', '-f', ownScenarioFolder);
  const applying = promisify(execFile)(`${folder}/apply`, { maxBuffer: 16 * 1024 * 1024 });
  // The healthy ones are watched from when all have started: one of them crashes once as it starts, which nobody can tell from a loop.
  let quietFrom = Infinity;
  void applying.then(
    () => (quietFrom = Date.now() + 60_000),
    () => (quietFrom = -Infinity),
  );
  while (Date.now() < quietFrom + silentMs) {
    // Told before the question: an answer to it is not older.
    const now = new Date();
    answers.look(await rows(), now, now.getTime() >= quietFrom);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  await applying;
  expect(answers.faults()).toEqual({ alarms: [], unseen: [], flips: [], missing: [], unsaid: [] });
});
