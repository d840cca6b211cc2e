/**
 * Hours in short: 10,000 pods at 100 changes a second, with pages open, for UNLOOP_BENCH_SOAK_MINUTES (30 is what issue-sized
 * claims need). Memory must lie flat (design §9). Not part of a plain `npm run bench`: without the setting it measures nothing.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startProduct } from '../e2e/support/product';
import { serveWhereAsked, startApi } from './api-process';
import { listen } from './listeners';
import { busiest, cpuSeconds, residentMb } from './processes';
import type { Report } from './report';

const everyMs = 15_000;
/** Caches fill in the first minutes. */
const settledAfter = 0.25;

/** What the server's heap holds, in MB: at its lowest, just after a collection, it is what stays. */
async function heapMb(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^unloop_nodejs_heap_size_used_bytes (\S+)/m.exec(text)?.[1] ?? Number.NaN) / 1e6;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export async function bench(report: Report): Promise<void> {
  const minutes = Number(process.env.UNLOOP_BENCH_SOAK_MINUTES ?? 0);
  if (!(minutes > 0)) {
    console.log('  Set UNLOOP_BENCH_SOAK_MINUTES (30) to run it.');
    return;
  }
  const api = await startApi({ pods: 10_000, recording: null });
  try {
    await promisify(execFile)(process.execPath, ['scripts/build.mjs']);
    const product = await startProduct(['--kubeconfig', api.kubeconfig]);
    const server = busiest(product.pid);
    const endListeners = await listen(product.url, 20);
    api.tell({ do: 'turn-over', perSecond: 100 });
    const began = cpuSeconds(server);
    const resident: number[] = [];
    const heap: number[] = [];
    for (let at = 0; at < minutes * 60_000; at += everyMs) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      resident.push(residentMb(server));
      heap.push(await heapMb(product.url));
    }
    const from = Math.floor(resident.length * settledAfter);
    const part = Math.max(1, Math.floor((resident.length - from) / 3));
    const [early, late] = [mean(resident.slice(from, from + part)), mean(resident.slice(-part))];
    const stays = [Math.min(...heap.slice(from, from + part)), Math.min(...heap.slice(-part))] as const;
    const label = `${minutes} min at 100 changes/s, 20 streams`;
    report({ name: `${label}: resident memory, first third`, value: early, unit: 'MB' });
    report({ name: `${label}: resident memory, last third`, value: late, unit: 'MB' });
    report({ name: `${label}: growth between them`, value: late - early, unit: 'MB', target: 10 });
    report({ name: `${label}: least heap in use, first third`, value: stays[0], unit: 'MB' });
    report({ name: `${label}: least heap in use, last third`, value: stays[1], unit: 'MB' });
    report({ name: `${label}: highest`, value: Math.max(...resident), unit: 'MB' });
    const share = ((cpuSeconds(server) - began) / (minutes * 60)) * 100;
    report({ name: `${label}: of one processor`, value: share, unit: '%' });
    endListeners();
    await product.stop();
  } finally {
    await api.stop();
  }
}

await serveWhereAsked();
