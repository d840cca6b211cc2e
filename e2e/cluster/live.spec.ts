/** A live cluster from end to end: each failure with its cause within 5 s of the kubelet's report, silence on a rollout, a link that outlives its pod. */
import { expect, test } from '@playwright/test';
import type { Summary } from '../../lib/model/diagnosis';
import { startProduct, type Product } from '../support/product';
import { apply, kubeconfig, kubectl } from './kubectl';
import { manifests, rollout } from './workloads';

const namespace = `unloop-e2e-${Date.now().toString(36)}`;

/** What the kubelet must have reported of a workload's pod before its cause can be asked for. */
const reports: Record<string, { cause: string; when: (pod: PodJson) => boolean }> = {
  greedy: { cause: 'oom-killed-limit', when: (pod) => ended(pod)?.reason === 'OOMKilled' },
  unwell: { cause: 'liveness-probe-failing', when: (pod) => ended(pod) !== undefined },
  mailer: { cause: 'missing-configmap-or-secret', when: (pod) => waiting(pod) === 'CreateContainerConfigError' },
  absent: { cause: 'image-not-found', when: (pod) => /ErrImagePull|ImagePullBackOff/.test(waiting(pod) ?? '') },
};

interface PodJson {
  metadata: { name: string; labels: Record<string, string> };
  status: { containerStatuses?: { state: State; lastState: State }[] };
}
interface State {
  waiting?: { reason: string };
  terminated?: { reason: string; exitCode: number };
}

const ended = (pod: PodJson) => {
  const [status] = pod.status.containerStatuses ?? [];
  return status?.state.terminated ?? status?.lastState.terminated;
};
const waiting = (pod: PodJson) => pod.status.containerStatuses?.[0]?.state.waiting?.reason;

let product: Product;

async function rows(): Promise<Summary[]> {
  const response = await fetch(`${product.url}/api/v1/diagnoses?status=all&namespace=${namespace}&limit=500`);
  return ((await response.json()) as { items: Summary[] }).items;
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  await kubectl('create', 'namespace', namespace);
  product = await startProduct(['--kubeconfig', kubeconfig]);
});

test.afterAll(async () => {
  await kubectl('delete', 'namespace', namespace, '--wait=false', '--ignore-not-found');
  await product.stop();
});

test('each failure shows its cause within 5 s of the kubelet’s report', async () => {
  await apply(manifests(namespace));
  const reported = new Map<string, number>();
  const shown = new Map<string, number>();
  const deadline = Date.now() + 240_000;
  while (shown.size < Object.keys(reports).length && Date.now() < deadline) {
    const pods = (JSON.parse(await kubectl('-n', namespace, 'get', 'pods', '-o', 'json')) as { items: PodJson[] })
      .items;
    for (const [name, { when }] of Object.entries(reports)) {
      if (!reported.has(name) && pods.some((pod) => pod.metadata.labels['app'] === name && when(pod)))
        reported.set(name, Date.now());
    }
    for (const row of await rows()) {
      const { name } = row.workload;
      if (name in reports && reports[name]?.cause === row.primary?.cause && !shown.has(name))
        shown.set(name, Date.now());
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const late = Object.keys(reports).map((name) => ({
    name,
    // A kill is announced before the end that it brings: then the cause is there first.
    seconds: ((shown.get(name) ?? Infinity) - (reported.get(name) ?? shown.get(name) ?? 0)) / 1000,
  }));
  console.log(late.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s after the report`).join(', '));
  for (const { name, seconds } of late) expect(seconds, name).toBeLessThan(5);
});

test('a deletion that lasts the whole grace says that SIGTERM is ignored', async () => {
  await kubectl('-n', namespace, 'rollout', 'status', 'deployment/deaf', '--timeout=60s');
  await kubectl('-n', namespace, 'delete', 'pod', '-l', 'app=deaf');
  await expect
    .poll(async () => (await rows()).find((row) => row.workload.name === 'deaf')?.primary?.cause, { timeout: 30_000 })
    .toBe('sigterm-not-handled');
  expect((await rows()).find((row) => row.workload.name === 'deaf')?.status).toBe('degraded');
});

test('a healthy rollout in progress stays silent', async () => {
  await kubectl('-n', namespace, 'rollout', 'status', 'deployment/steady', '--timeout=180s');
  await apply(rollout('2').replaceAll('metadata: { name:', `metadata: { namespace: ${namespace}, name:`));
  const until = Date.now() + 45_000;
  while (Date.now() < until) {
    const row = (await rows()).find((candidate) => candidate.workload.name === 'steady');
    expect(row?.status, JSON.stringify(row?.primary?.headline)).toBe('healthy');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
});

test('a shared link opens after the workload is gone, and nothing secret is in it', async ({ page }) => {
  const origin = product.url;
  const workload = { namespace, kind: 'Deployment', name: 'greedy' };
  const response = await fetch(`${origin}/api/v1/shares`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ source: null, workload, expiresIn: '1h' }),
  });
  expect(response.status).toBe(201);
  const { path } = (await response.json()) as { path: string };
  await kubectl('-n', namespace, 'delete', 'deployment', 'greedy', 'mailer');
  await expect
    .poll(async () => (await rows()).some((row) => row.workload.name === 'greedy'), { timeout: 60_000 })
    .toBe(false);
  await page.goto(`${origin}/w/${namespace}/Deployment/greedy`);
  await expect(page.getByText('This workload is gone')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('16Mi');
  await page.goto(`${origin}${path}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('16Mi');
  await expect(page.getByText('OOMKilled').first()).toBeVisible();
  expect(await page.content()).not.toContain('not-a-real-one');
});
