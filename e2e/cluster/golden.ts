/**
 * Keeps what the engine is given of each of the lab's scenarios, as the real cluster tells it, at the instants of a loop: just dead, in
 * back-off, running again. Run by `npm run golden` with the scenarios applied; the files are tests of the engine afterwards.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { instantOf, type Instant } from '../../lib/engine/scenarios/instant';
import { createCleaner } from '../../lib/kubernetes/projection/clean';
import type { Snapshot } from '../../lib/model/snapshot';
import { workloadKey } from '../../lib/model/workload';
import { createRedactor } from '../../lib/redact/redactor';
import { createGatherer } from '../../lib/runtime/gatherer';
import { connect } from '../../lib/runtime/once';
import { labScenarios, type LabScenario } from './scenarios';

/**
 * Watches for `minutes` and writes a file per scenario into `folder`: the newest snapshot of each instant; one that was not
 * met this time stays as it was recorded before. Returns a line each.
 */
export async function recordGolden(kubeconfig: string, minutes: number, folder: string): Promise<string[]> {
  const redact = createRedactor(randomBytes(32).toString('hex'));
  const env = { UNLOOP_READ_SECRET_METADATA: 'true' };
  const { source } = await connect({ kubeconfig, env }, () => [], createCleaner(redact));
  const gatherer = createGatherer({ source, redact, clusterId: () => source.clusterId() });
  const byKey = new Map(labScenarios().map((scenario) => [keyOf(scenario), scenario]));
  const kept = new Map<string, Map<Instant, Snapshot>>();
  const keep = (key: string): void => {
    const ref = byKey.has(key) ? gatherer.workload(key) : null;
    if (ref === null) return;
    const now = new Date(Date.now() + source.skewMs()).toISOString();
    const snapshot = gatherer.snapshot(ref, { name: 'lab', id: '' }, now);
    if (snapshot === null) return;
    const instant = instantOf(snapshot);
    const instants = kept.get(key) ?? new Map<Instant, Snapshot>();
    // A log that its node has lost, or that is still being read, is kept only where no better one is: some instants are
    // shorter than a read, and are judged by the log of the run before.
    const gone = snapshot.failures.some(({ failure }) => failure.message.includes('gone from the node'));
    const better = instants.get(instant);
    if (gone && better !== undefined) return;
    if (snapshot.pending.length > 0 && (snapshot.logs.length === 0 || better?.pending.length === 0)) return;
    kept.set(key, instants.set(instant, snapshot));
  };
  gatherer.onChange((keys) => {
    for (const key of keys) keep(key);
  });
  gatherer.start(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
  for (const key of byKey.keys()) keep(key);
  await gatherer.stop();
  mkdirSync(folder, { recursive: true });
  return [...byKey].map(([key, scenario]) => {
    const { id, accepted, also } = scenario;
    if (!kept.has(key)) return `${id}: not in the cluster`;
    const file = `${folder}/${id}.json.gz`;
    const { steady, ...loop } = { ...instantsIn(file), ...Object.fromEntries(kept.get(key) ?? []) };
    const instants = Object.keys(loop).length > 0 ? loop : { steady };
    writeFileSync(file, gzipSync(JSON.stringify({ accepted, also, instants }), { level: 9 }));
    return `${id}: ${Object.keys(instants).join(', ')}`;
  });
}

/** What was recorded there before. */
function instantsIn(file: string): Partial<Record<Instant, Snapshot>> {
  if (!existsSync(file)) return {};
  return (JSON.parse(gunzipSync(readFileSync(file)).toString()) as { instants: Partial<Record<Instant, Snapshot>> })
    .instants;
}

function keyOf({ namespace, workload }: LabScenario): string {
  const [kind = '', name = ''] = workload.split('/');
  return workloadKey({ namespace, kind, name });
}
