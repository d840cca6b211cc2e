/**
 * The whole product against a fake API server of 1,000 and 10,000 pods: first full board beside one raw list, memory beside
 * its floor, a change on an open stream, the page's weight (design §9). Needs a build: `npm run build` or a start before.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { gzipSync } from 'node:zlib';
import { startFakeApi, type FakeApi } from '../e2e/fake-api/fake-api';
import { startProduct } from '../e2e/support/product';
import { oomPod } from '../e2e/support/broken-pod';
import { namespaceObject, pod } from '../e2e/fake-api/objects';
import { quantile, type Report } from './report';

/** 2 % of the pods are broken, as in the lab's large cluster. */
function objects() {
  const healthy = Array.from({ length: 49 }, (_, i) => pod('shop', `web-${i}`));
  return [namespaceObject('kube-system'), namespaceObject('shop'), ...healthy, oomPod('shop', 'cart')];
}

/** One list of all pods as curl would get it, body read and thrown away. */
function rawListMs(api: FakeApi): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(
      `${api.url}/api/v1/pods?resourceVersion=0`,
      { rejectUnauthorized: false, headers: { authorization: `Bearer ${api.token}` } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          JSON.parse(Buffer.concat(chunks).toString());
          resolve(performance.now() - began);
        });
      },
    );
    request.on('error', reject);
  });
}

/** Resident memory of a process and all below it, in MB. */
function residentMb(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  return Math.max(
    own,
    ...children
      .split(' ')
      .filter(Boolean)
      .map((child) => residentMb(Number(child))),
  );
}

async function until(condition: () => Promise<boolean>, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('not in time');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** More browsers that only listen; ends them. */
async function listeners(url: string, count: number): Promise<() => void> {
  const controller = new AbortController();
  const drain = async (): Promise<void> => {
    const { body } = await fetch(`${url}/api/v1/live`, { signal: controller.signal });
    const read = async (): Promise<void> => {
      const reader = body?.getReader();
      while (reader !== undefined && !(await reader.read()).done);
    };
    void read().catch((error: unknown) => {
      if (!controller.signal.aborted) throw error;
    });
  };
  await Promise.all(Array.from({ length: count }, drain));
  return () => controller.abort();
}

/** Longest block of the server's event loop since /metrics was asked last, in ms. */
async function longestBlockMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^unloop_nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1] ?? Number.NaN) * 1000;
}

/** From a pod's change at the API server to its event on an open stream. */
async function streamDelays(api: FakeApi, url: string, times: number): Promise<number[]> {
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
    api.apply(oomPod('shop', name));
    await until(() => Promise.resolve(seen.includes(`"name":"${name}"`)), 20_000);
    delays.push(performance.now() - began);
  }
  controller.abort();
  await reading;
  return delays;
}

async function measure(count: number, report: Report): Promise<void> {
  const api = await startFakeApi({ objects: objects() });
  api.scale(count);
  const label = `${count.toLocaleString('en')} pods`;
  const list = await rawListMs(api);
  const began = performance.now();
  const product = await startProduct(['--kubeconfig', api.kubeconfig()]);
  const ready = performance.now() - began;
  try {
    report({ name: `${label}: one raw list of all pods, parsed`, value: list, unit: 'ms' });
    report({
      name: `${label}: start to first full board`,
      value: ready,
      unit: 'ms',
      target: count >= 10_000 ? 2 * list : null,
    });
    const page = Buffer.from(await (await fetch(product.url)).arrayBuffer());
    report({ name: `${label}: the board's HTML, gzip`, value: gzipSync(page).length / 1000, unit: 'kB', target: 100 });
    report({
      name: `${label}: longest block of the event loop, start to full board`,
      value: await longestBlockMs(product.url),
      unit: 'ms',
      target: 50,
    });
    const endListeners = await listeners(product.url, 19);
    const churn = setInterval(() => api.churn(5), 100);
    const delays = await streamDelays(api, product.url, 20);
    clearInterval(churn);
    endListeners();
    report({
      name: `${label}: change to event on a stream, 50 changes/s, 20 streams, p95`,
      value: quantile(delays, 0.95),
      unit: 'ms',
      target: 300,
    });
    await longestBlockMs(product.url);
    api.churn(2_000);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    report({
      name: `${label}: longest block while 2,000 pods change at once`,
      value: await longestBlockMs(product.url),
      unit: 'ms',
      target: 50,
    });
    const about = (await (await fetch(`${product.url}/api/v1/about`)).json()) as { memoryBytes: number };
    report({
      name: `${label}: resident memory of the server`,
      value: about.memoryBytes / 1024 / 1024,
      unit: 'MB',
      target: count >= 10_000 ? 300 : null,
    });
  } finally {
    await product.stop();
    await api.close();
  }
}

/** What an empty Node process with Next's server costs before anything is read: the floor beside the figures. */
async function floor(report: Report): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, ['-e', "require('next'); setTimeout(() => {}, 60000)"], {
    stdio: 'ignore',
    cwd: process.cwd(),
  });
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  if (child.pid !== undefined)
    report({ name: 'floor: Node with Next loaded', value: residentMb(child.pid), unit: 'MB' });
  child.kill();
}

export async function bench(report: Report): Promise<void> {
  await floor(report);
  for (const count of [1_000, 10_000]) await measure(count, report);
}
