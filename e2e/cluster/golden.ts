/**
 * Keeps what the engine is given of each of the lab's scenarios, as the real cluster tells it, at the instants of a loop: just dead, in
 * back-off, running again. Run by `npm run golden` with the scenarios applied; the files are tests of the engine afterwards.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { instantOf, type Instant } from '../../lib/engine/scenarios/instant';
import { createCleaner } from '../../lib/kubernetes/projection/clean';
import type { Snapshot } from '../../lib/model/snapshot';
import { workloadKey } from '../../lib/model/workload';
import { createRedactor } from '../../lib/redact/redactor';
import { createGatherer } from '../../lib/runtime/gatherer';
import { connect } from '../../lib/runtime/once';
import { labScenarios, type LabScenario } from './scenarios';

/** Watches for `minutes` and writes a file per scenario into `folder`: the newest snapshot of each instant. Returns a line each. */
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
    // What is still being read is another instant's matter; so is a log that its node has lost, where a better one was kept.
    const gone =
      instants.has(instant) && snapshot.failures.some(({ failure }) => failure.message.includes('gone from the node'));
    if (snapshot.pending.length > 0 || gone) return;
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
    const { steady, ...loop } = Object.fromEntries(kept.get(key) ?? []);
    const instants = Object.keys(loop).length > 0 ? loop : steady === undefined ? {} : { steady };
    const { id, accepted, also } = scenario;
    if (Object.keys(instants).length === 0) return `${id}: not in the cluster`;
    writeFileSync(`${folder}/${id}.json.gz`, gzipSync(JSON.stringify({ accepted, also, instants }), { level: 9 }));
    return `${id}: ${Object.keys(instants).join(', ')}`;
  });
}

function keyOf({ namespace, workload }: LabScenario): string {
  const [kind = '', name = ''] = workload.split('/');
  return workloadKey({ namespace, kind, name });
}
