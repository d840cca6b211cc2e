import { expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, podName, podOf, runningFor, waiting } from '../testing/build';

const migrating = (minutes: number) => [
  ...deployment(),
  podOf({
    age: minutes,
    spec: { initContainers: [{ name: 'migrate', image: 'r.example/migrate:1' }] },
    status: {
      initContainerStatuses: [{ ...runningFor('migrate', minutes), ready: false }],
      containerStatuses: [waiting('main', 'PodInitializing')],
    },
  }),
];
const batches = ['migrated batch 1/9', 'migrated batch 2/9', 'migrated batch 3/9'];

it.each([
  ['while its log moves', 3, 0.2, batches, 'healthy'],
  ['while its log moves, ten minutes at the most', 10, 0.2, batches, 'broken'],
  ['that has fallen silent', 4, 1.5, batches, 'broken'],
  ['that says the same again and again', 3, 0.2, ['busy', 'busy', 'busy'], 'broken'],
  ['that waits', 3, 0.2, ['waiting for db, 1 s', 'waiting for db, 2 s'], 'broken'],
])('grants time to an init container %s', async (_, minutes, silent, lines, expected) => {
  const current = lines.map((line, n) => `${ago(silent + (lines.length - 1 - n) * 0.1)} ${line}\n`).join('');
  const { status } = await diagnoseObjects(migrating(minutes), { logs: { [`${podName}/migrate`]: { current } } });
  expect(status).toBe(expected);
});
