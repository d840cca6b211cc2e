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
    for (let at = 0; at < minutes * 60_000; at += everyMs) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      resident.push(residentMb(server));
    }
    const settled = resident.slice(Math.floor(resident.length * settledAfter));
    const part = Math.max(1, Math.floor(settled.length / 3));
    const [early, late] = [mean(settled.slice(0, part)), mean(settled.slice(-part))];
    const label = `${minutes} min at 100 changes/s, 20 streams`;
    report({ name: `${label}: resident memory, first third`, value: early, unit: 'MB' });
    report({ name: `${label}: resident memory, last third`, value: late, unit: 'MB' });
    report({ name: `${label}: growth between them`, value: late - early, unit: 'MB', target: 10 });
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
