/** The lab's Prometheus, which scrapes its real kubelet: the finding, and in the remedy the number that Prometheus itself gives (± 5 %). */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { parseQuantity } from '../../lib/format/quantity';
import { plainHeadline, type Diagnosis } from '../../lib/model/diagnosis';
import { startProduct, type Product } from '../support/product';
import { kubeconfig } from './kubectl';
import { hasScenarios, scenarioFolder } from './scenarios';

const prometheus = process.env['UNLOOP_TEST_PROMETHEUS'] ?? 'http://127.0.0.1:26090';
const isLab = hasScenarios && kubeconfig.includes('unloop-lab');
const cadvisor = 'metrics_path="/metrics/cadvisor"';
const cart = `{namespace="shop",pod=~"cart-[a-z0-9]+-[a-z0-9]+",container="app",${cadvisor}}`;
const ranker = `{namespace="search",pod=~"query-ranker-.+",container="ranker",${cadvisor}}`;

let product: Product;

interface Sampled {
  value?: [number, string];
  values?: [number, string][];
}

async function ask(query: string): Promise<Sampled[]> {
  const response = await fetch(`${prometheus}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
  const { data } = (await response.json()) as { data: { result: Sampled[] } };
  return data.result;
}

async function diagnosis(place: string): Promise<Diagnosis> {
  return (await (await fetch(`${product.url}/api/v1/diagnoses/${place}`)).json()) as Diagnosis;
}

function within5Percent(got: number, wanted: number): void {
  expect(got).toBeGreaterThanOrEqual(wanted * 0.95);
  expect(got).toBeLessThanOrEqual(wanted * 1.05);
}

test.beforeAll(async () => {
  // Not silent: what is not there cannot be measured, and the run names both as skipped with their reason.
  test.skip(!isLab, 'a Prometheus that scrapes a kubelet needs the lab');
  const answers = await fetch(`${prometheus}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
  test.skip(!answers, `no Prometheus answers at ${prometheus}`);
  for (const scenario of ['shop-cart-slow-leak', 'search-query-throttled'])
    await promisify(execFile)(`${scenarioFolder}/apply`, [scenario], { maxBuffer: 16 * 1024 * 1024 });
  product = await startProduct(['--kubeconfig', kubeconfig], { environment: { UNLOOP_PROMETHEUS_URL: prometheus } });
});

test.afterAll(async () => {
  await product?.stop();
});

/** Again until both have the same samples: the product reads them every half a minute, and a window fills. */
const sameNumber = (compare: () => Promise<void>) => expect(compare).toPass({ timeout: 240_000, intervals: [10_000] });

test('a leak: how fast it grows, run by run, and no higher limit for it', async () => {
  const leak = async () => {
    const { contributing } = await diagnosis('shop/Deployment/cart');
    return contributing.find(({ cause }) => cause === 'memory-leak-trend')?.claims[0]?.text ?? '';
  };
  await expect.poll(leak, { timeout: 600_000, intervals: [10_000] }).toMatch(/^In ([3-9]|\d\d) runs/);
  await sameNumber(async () => {
    const { primary, remedies } = await diagnosis('shop/Deployment/cart');
    expect(primary?.cause).toBe('oom-killed-limit');
    expect(remedies.map(({ id }) => id)).not.toContain('set-memory-limit');
    const why = remedies.find(({ id }) => id === 'do-not-raise-memory')?.why ?? '';
    // By hand: from the first to the last sample of each cgroup that has at least three.
    const slopes = (await ask(`container_memory_working_set_bytes${cart}[1h]`)).flatMap(({ values = [] }) => {
      const used = values.map(([at, text]) => [at, Number(text)] as const).filter(([, value]) => value > 0);
      const [first, last] = [used[0], used.at(-1)];
      return first && last && used.length > 2 ? [(last[1] - first[1]) / (last[0] - first[0])] : [];
    });
    const byHand = (slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length) * 60;
    within5Percent(parseQuantity(/At (\S+) a minute/.exec(why)?.[1] ?? '') ?? 0, byHand);
  });
});

test('a throttled probe: its share in the headline, and the CPU that it asks for', async () => {
  const ranked = () => diagnosis('search/Deployment/query-ranker');
  const headline = async () => plainHeadline((await ranked()).primary?.headline ?? []);
  await expect.poll(headline, { timeout: 600_000, intervals: [10_000] }).toContain('its CPU limit held it back in');
  await sameNumber(async () => {
    const { primary, contributing, remedies, evidence } = await ranked();
    expect(['liveness-probe-failing', 'liveness-too-aggressive']).toContain(primary?.cause);
    expect(contributing[0]).toMatchObject({ cause: 'cpu-throttled', certainty: 'proven' });
    // By hand: five minutes before and after the failure, or as far as there are samples.
    const cited = (contributing[0]?.claims[0]?.evidence ?? []).map((at) => evidence[at]);
    const failedAt = cited.find((one) => one?.kind === 'event')?.at ?? '';
    const end = Date.parse(failedAt) / 1000 + 300;
    const increase = (of: string) => `sum(increase(container_cpu_cfs_${of}periods_total${ranker}[10m] @ ${end}))`;
    const [answer] = await ask(`${increase('throttled_')} / ${increase('')}`);
    const share = Number(answer?.value?.[1]);
    within5Percent(Number(/back in (\d+) %/.exec(plainHeadline(primary?.headline ?? []))?.[1]) / 100, share);
    // 10m, and never more than four times at once.
    const wanted = 0.01 * Math.min(4, 1 / (1 - share));
    // The first step only looks.
    const raise = remedies.find(({ id }) => id === 'raise-cpu');
    within5Percent(parseQuantity(/cpu: (\S+)/.exec(raise?.patch ?? '')?.[1] ?? '') ?? 0, wanted);
  });
});
