/** The pure engine on the sample cluster: one diagnosis, one log of 2,000 lines, 5,000 unhealthy workloads (design §9). */
import { readFileSync } from 'node:fs';
import { createPicture } from '../lib/cluster/picture';
import { collectSnapshot } from '../lib/collect/collect-snapshot';
import { createLogBook } from '../lib/collect/log-book';
import { diagnose } from '../lib/engine/run';
import { digestLog } from '../lib/engine/signatures/digest-log';
import { createCleaner } from '../lib/kubernetes/projection/clean';
import type { Snapshot } from '../lib/model/snapshot';
import { openSample } from '../lib/recording/sample';
import { createRedactor } from '../lib/redact/redactor';
import { quantile, type Report } from './report';

const redact = createRedactor('bench');

async function sampleSnapshots(): Promise<Snapshot[]> {
  const { source, asOf } = await openSample(createCleaner(redact));
  const picture = createPicture({ now: () => asOf });
  source.start(picture);
  const logs = createLogBook({
    source,
    digest: digestLog,
    redact,
    now: () => asOf,
    onRead: () => undefined,
    all: true,
  });
  logs.follow(picture);
  await logs.idle();
  const inputs = {
    cluster: { name: 'sample', id: '' },
    now: asOf,
    logs,
    capabilities: source.capabilities(),
    states: picture.states(),
  };
  const snapshots = [...picture.workloads()].flatMap((ref) => collectSnapshot(picture, ref, inputs) ?? []);
  logs.stop();
  return snapshots;
}

/** 2,000 lines of everyday chatter with a Java trace near the end. */
function longLog(): string {
  const chatter = Array.from(
    { length: 1_980 },
    (_, i) =>
      `2026-11-20T03:12:${String(i % 60).padStart(2, '0')}.123Z INFO  [http-${i % 8}] served GET /items/${i} in ${i % 90} ms from 10.0.${i % 250}.7:8080`,
  );
  const trace = [
    'Exception in thread "main" java.net.ConnectException: Connection refused: postgres:5432',
    ...Array.from({ length: 19 }, (_, i) => `\tat com.example.Main.step${i}(Main.java:${i})`),
  ];
  return [...chatter, ...trace].join('\n');
}

export async function bench(report: Report): Promise<void> {
  const snapshots = await sampleSnapshots();
  // A server judges for weeks: until the compiler is done (ten thousand diagnoses and more), its threads are what is measured.
  for (let i = 0; i < 300; i++) for (const snapshot of snapshots) diagnose(snapshot);
  const timesOf = snapshots.map((): number[] => []);
  for (let i = 0; i < 30; i++) {
    snapshots.forEach((snapshot, at) => {
      const began = performance.now();
      diagnose(snapshot);
      timesOf[at]?.push(performance.now() - began);
    });
  }
  const times = timesOf.flat();
  report({
    name: `one diagnosis, median of ${snapshots.length} workloads of the sample`,
    value: quantile(times, 0.5),
    unit: 'ms',
  });
  report({ name: 'one diagnosis, p99, once warm', value: quantile(times, 0.99), unit: 'ms', target: 2 });
  // Of 30 runs of one workload the median: what the machine did meanwhile is not in it.
  const slowest = Math.max(...timesOf.map((runs) => quantile(runs, 0.5)));
  report({ name: 'the slowest workload, median of its runs', value: slowest, unit: 'ms', target: 2 });

  const unhealthy = snapshots.filter((snapshot) => diagnose(snapshot).diagnosis.status !== 'healthy');
  const cpu = process.cpuUsage();
  for (let i = 0; i < 5_000; i++) {
    const snapshot = unhealthy[i % unhealthy.length];
    if (snapshot) diagnose(snapshot);
  }
  const { user, system } = process.cpuUsage(cpu);
  report({ name: '5,000 unhealthy workloads, processor time', value: (user + system) / 1e6, unit: 's', target: 10 });

  const text = longLog();
  const meta = {
    pod: 'p',
    podUid: 'u',
    container: 'c',
    instance: 'previous' as const,
    restartCount: 1,
    readAt: '2026-11-20T03:13:00Z',
    truncated: false,
    timestamps: false,
  };
  const digests: number[] = [];
  for (let i = 0; i < 40; i++) {
    const began = performance.now();
    digestLog(meta, text, (line) => line);
    digests.push(performance.now() - began);
  }
  report({ name: 'reading a log of 2,000 lines, median', value: quantile(digests, 0.5), unit: 'ms', target: 10 });
  const redactions: number[] = [];
  for (let i = 0; i < 20; i++) {
    const began = performance.now();
    redact(text);
    redactions.push(performance.now() - began);
  }
  report({
    name: `redacting it (${Math.round(text.length / 1024)} kB), median`,
    value: quantile(redactions, 0.5),
    unit: 'ms',
  });
  report({
    name: 'the sample cluster, packed',
    value: readFileSync('lib/recording/sample/sample.tar.gz').length / 1e6,
    unit: 'MB',
    target: 3,
  });
}
