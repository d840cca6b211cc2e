/** Plays a scenario through the true projection, picture, log book and collect, so that it tests the whole way (design §3). */

import { createPicture } from '../../cluster/picture';
import { collectSnapshot } from '../../collect/collect-snapshot';
import { createLogBook } from '../../collect/log-book';
import { createCleaner } from '../../kubernetes/projection/clean';
import { project } from '../../kubernetes/projection/project';
import { isKind, kinds } from '../../model/kinds';
import type { Snapshot } from '../../model/snapshot';
import type { Capabilities, KindState, LogText, Source } from '../../model/source';
import type { Result } from '../../model/result';
import { createRedactor } from '../../redact/redactor';
import { diagnose, type Judgement } from '../run';
import { digestLog } from '../signatures/digest-log';
import type { Scenario } from './scenario';

type RawObject = Scenario['objects'][number];

const redact = createRedactor('scenario');
const clean = createCleaner(redact);

const namespaceOf = (scenario: Scenario): string => {
  const named = scenario.objects.map((o) => o.metadata['namespace']).find((ns) => typeof ns === 'string');
  return typeof named === 'string' ? named : 'shop';
};

/** Fills in what the API would always send and a scenario leaves out: namespace, uid, and the uid of what an event is about. */
export function complete(object: RawObject, scenario: Scenario): RawObject {
  const kind = object.kind;
  const namespaced = !isKind(kind) || kinds[kind].namespaced;
  const namespace = namespaceOf(scenario);
  const metadata = {
    ...(namespaced ? { namespace } : {}),
    uid: `uid-${kind}-${object.metadata.name}`,
    ...object.metadata,
  };
  const filled: RawObject = { ...object, metadata };
  const about = object['involvedObject'];
  if (kind === 'Event' && typeof about === 'object' && about !== null) {
    const target = about as { kind?: unknown; name?: unknown };
    filled['involvedObject'] = {
      namespace: target.kind === 'Node' ? '' : namespace,
      uid: `uid-${String(target.kind)}-${String(target.name)}`,
      ...about,
    };
  }
  return filled;
}

function logSource(scenario: Scenario): Source {
  const info = { kind: 'recording' as const, name: 'scenario', location: '', recordedAt: scenario.asOf };
  return {
    info,
    start: () => undefined,
    stop: () => Promise.resolve(),
    capabilities: () => ({ missing: [], serverVersion: null }),
    skewMs: () => 0,
    logs({ pod, container, instance }): Promise<Result<LogText>> {
      const text = scenario.logs[`${pod}/${container}`]?.[instance];
      if (text === undefined)
        return Promise.resolve({
          ok: false,
          failure: { code: 'absent', message: `no ${instance} log of ${container}` },
        });
      // As the kubelet writes them, where a scenario needs them.
      const timestamps = /^\d{4}-\d\d-\d\dT[\d:.]+Z /.test(text);
      return Promise.resolve({ ok: true, value: { text, truncated: false, timestamps }, asOf: scenario.asOf });
    },
  };
}

/** The snapshot of the scenario's workload. Throws where the expected workload is not in the objects. */
export async function snapshotOf(scenario: Scenario): Promise<Snapshot> {
  let now = scenario.asOf;
  const picture = createPicture({ now: () => now, keepsEvents: true });
  const raw = scenario.objects.map((object) => complete(object, scenario));
  // A pod's workload is fixed when it goes, so its owners must be known by then, as they are in a cluster.
  for (const object of raw.filter(({ kind }) => kind === 'ReplicaSet' || kind === 'Job')) {
    if (isKind(object.kind)) picture.upsert(object.kind, project(object.kind, object, clean));
  }
  for (const { at, pod } of scenario.deleted) {
    now = at;
    const gone = project('Pod', complete(pod, scenario), clean);
    picture.upsert('Pod', gone);
    picture.remove('Pod', gone);
  }
  now = scenario.asOf;
  const states: KindState[] = [];
  for (const kind of Object.keys(kinds).filter(isKind)) {
    const items = raw.filter((object) => object.kind === kind).map((object) => project(kind, object, clean));
    const optIn = kinds[kind].optIn === true;
    if (!optIn || items.length > 0) picture.replace(kind, null, items);
    states.push({
      kind,
      namespace: null,
      state: optIn && items.length === 0 ? 'absent' : 'frozen',
      since: now,
      heardAt: now,
      failure: null,
      attempts: 0,
      nextAttemptAt: null,
      objects: items.length,
    });
  }
  const logs = createLogBook({
    source: logSource(scenario),
    digest: digestLog,
    redact,
    now: () => now,
    onRead: () => undefined,
    all: true,
  });
  logs.follow(picture);
  await logs.idle();
  const [kind = '', name = ''] = scenario.expected.workload.split('/');
  const capabilities: Capabilities = { missing: [], serverVersion: null };
  const ref = { namespace: namespaceOf(scenario), kind, name };
  const snapshot = collectSnapshot(picture, ref, {
    cluster: { name: 'scenario', id: '' },
    now,
    logs,
    capabilities,
    states,
    evenIfGone: true,
  });
  logs.stop();
  if (!snapshot)
    throw new Error(`no ${scenario.expected.workload} in ${ref.namespace}: is it the top owner of the pods?`);
  // What a scenario leaves out was not said.
  return { ...snapshot, metrics: scenario.metrics, nodeEventsRead: true, servicesRead: 'all' };
}

/** The engine's answer to a scenario, through the same projection and picture as a live cluster. */
export async function replay(scenario: Scenario): Promise<Judgement> {
  return diagnose(await snapshotOf(scenario));
}
