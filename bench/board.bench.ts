/**
 * The whole product against a fake API server in its own process: first full board beside one raw list of the same run,
 * processor time (a busy machine cannot hide it), memory beside its floor, a change on an open stream, blocks of the event
 * loop, the page's weight (design §9).
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Product, startProduct } from '../e2e/support/product';
import { type ApiProcess, type Cluster, serveWhereAsked, startApi, type Target } from './api-process';
import { listen } from './listeners';
import { busiest, cpuSeconds, residentMb } from './processes';
import { quantile, type Report } from './report';
import { scaleCluster } from './scale-cluster';

async function until(condition: () => Promise<boolean>, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('not in time');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Longest block of the server's event loop since /metrics was asked last, in ms. */
async function longestBlockMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^unloop_nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1] ?? Number.NaN) * 1000;
}

/** From a pod's change at the API server to its event on an open stream. */
async function streamDelays(api: ApiProcess, url: string, times: number): Promise<number[]> {
  const controller = new AbortController();
  const response = await fetch(`${url}/api/v1/live`, { signal: controller.signal });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let seen = '';
  const reading = (async () => {
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) return;
      seen += decoder.decode(part.value);
    }
  })().catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  const delays: number[] = [];
  for (let i = 0; i < times; i++) {
    const name = `fresh-${i}`;
    const began = performance.now();
    api.tell({ do: 'break', name });
    await until(() => Promise.resolve(seen.includes(`"name":"${name}"`)), 20_000);
    delays.push(performance.now() - began);
  }
  controller.abort();
  await reading;
  return delays;
}

/** The lab's recording, where it is: cloned to N pods it is a cluster in which most workloads are broken. */
const recording = process.env.UNLOOP_LAB_RECORDING ?? '/work/shared/lab/recordings/cluster-raw.tar.gz';

/** A start builds what is not built, or waits for one that does: neither is a part of what is timed here. */
async function build(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/build.mjs']);
}

async function measure(cluster: Cluster, report: Report): Promise<void> {
  const api = await startApi(cluster);
  const label = labelOf(cluster.pods, cluster.recording === null ? '' : ', most broken');
  try {
    await measureStart(api, cluster.pods, label, report, (product) => measureServing(api, product.url, label, report));
  } finally {
    await api.stop();
  }
}

const labelOf = (pods: number, more: string): string => `${pods.toLocaleString('en')} pods${more}`;

/** Start and memory; in between `whileUp`. */
async function measureStart(
  api: Target,
  pods: number,
  label: string,
  report: Report,
  whileUp: (product: Product) => Promise<void>,
): Promise<void> {
  const large = pods >= 10_000;
  await api.rawListMs();
  const list = await api.rawListMs();
  report({ name: `${label}: one raw list of all pods, by curl`, value: list, unit: 'ms' });
  await build();
  const began = performance.now();
  const product = await startProduct(['--kubeconfig', api.kubeconfig]);
  const ready = performance.now() - began;
  try {
    const server = busiest(product.pid);
    const target = large ? Math.round(2 * list) : null;
    report({ name: `${label}: start to first full board`, value: ready, unit: 'ms', target });
    report({ name: `${label}: processor time of the server until then`, value: cpuSeconds(server), unit: 's' });
    await whileUp(product);
    const most = pods >= 100_000 ? 800 : large ? 300 : null;
    report({ name: `${label}: resident memory`, value: residentMb(server), unit: 'MB', target: most });
  } finally {
    await product.stop();
  }
}

/** Where the lab's large cluster is up: nothing is written to it, so only the start and the memory are measured. */
async function measureReal(report: Report): Promise<void> {
  const real = await scaleCluster();
  if (real === null) {
    console.log(
      "  The lab's large cluster (scale/cluster, scale/fill) is not up: nothing is measured against a real one.",
    );
    return;
  }
  const steady = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5_000));
  await measureStart(real, real.pods, labelOf(real.pods, ', a real API server'), report, steady);
}

async function measureServing(api: ApiProcess, url: string, label: string, report: Report): Promise<void> {
  const page = Buffer.from(await (await fetch(url)).arrayBuffer());
  report({ name: `${label}: the board's HTML, gzip`, value: gzipSync(page).length / 1000, unit: 'kB', target: 100 });
  const block = async (when: string, target: number | null): Promise<void> =>
    report({ name: `${label}: longest block, ${when}`, value: await longestBlockMs(url), unit: 'ms', target });
  await block('start to full board', null);
  const endListeners = await listen(url, 19);
  api.tell({ do: 'keep-churning', perSecond: 50 });
  const delays = await streamDelays(api, url, 20);
  endListeners();
  const name = `${label}: change to event on a stream, 50 changes/s, 20 streams, p95`;
  report({ name, value: quantile(delays, 0.95), unit: 'ms', target: 300 });
  await longestBlockMs(url);
  api.tell({ do: 'churn', count: 2_000 });
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  await block('2,000 pods change at once', 50);
}

/** Our own server with a cluster that is empty: Next, client-node and our code, what stands beside the figures of memory. */
async function emptyCluster(report: Report): Promise<void> {
  const api = await startApi({ pods: 0, recording: null });
  try {
    await build();
    const product = await startProduct(['--kubeconfig', api.kubeconfig]);
    report({
      name: 'our server with an empty cluster: resident memory (the floor)',
      value: residentMb(busiest(product.pid)),
      unit: 'MB',
    });
    await product.stop();
  } finally {
    await api.stop();
  }
}

/** Counts of pods by UNLOOP_BENCH_PODS ("1000,10000", "" for none); where it is not set 100,000 too, which takes four minutes. */
export async function bench(report: Report): Promise<void> {
  await emptyCluster(report);
  const counts = (process.env.UNLOOP_BENCH_PODS ?? '1000,10000,100000').split(',').filter(Boolean).map(Number);
  for (const pods of counts) {
    await measure({ pods, recording: null }, report);
    if (pods === 10_000 && existsSync(recording)) await measure({ pods, recording }, report);
  }
  await measureReal(report);
}

await serveWhereAsked();
