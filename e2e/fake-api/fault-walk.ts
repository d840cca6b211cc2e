/**
 * A seeded random walk: faults drawn at random strike a reader while the cluster moves, then all is quiet and the picture must
 * be the server's, object by object, never having shown a state older than one shown before.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPicture, type Picture } from '../../lib/cluster/picture';
import { project } from '../../lib/kubernetes/projection/project';
import type { ObjectBase, Pod, PoisonObject } from '../../lib/model/kubernetes';
import type { Feed } from '../../lib/model/source';
import type { FaultId, FaultOptions } from './faults';
import { pod } from './objects';
import { createHarness, type Harness } from './reader-harness';
import { resourceOfKind } from './resources';

const steps = 14;
const changesInTheEnd = 12;
/** Virtual time after the last fault in which all must heal: the slowest (F32) comes back within ten minutes. */
const healingMs = 40 * 60_000;

export interface WalkResult {
  faults: string[];
  /** Every way in which what was shown went back, or the end is not the server's. Empty: all is well. */
  violations: string[];
  left: { timers: number; sockets: number; serverSockets: number };
}

/** mulberry32: small, seeded, good enough to draw faults. */
function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Strike =
  | { id: FaultId; options?: FaultOptions }
  | 'token'
  | 'rights'
  | 'poison'
  | 'listener'
  | 'burst'
  | 'compact'
  | 'restore';

/** All but those of browsers, HTTP/2, the exec plugin's host and the store, which have tests of their own. */
const strikes: Strike[] = [
  { id: 'F02' },
  { id: 'F03' },
  { id: 'F05', options: { times: 1 } },
  { id: 'F06', options: { how: 'reset' } },
  { id: 'F06', options: { how: 'eof' } },
  { id: 'F06', options: { how: 'unexpected-eof' } },
  { id: 'F07' },
  { id: 'F08' },
  { id: 'F09' },
  { id: 'F10', options: { times: 3 } },
  { id: 'F11' },
  { id: 'F12', options: { where: 'watch', times: 1 } },
  { id: 'F12', options: { where: 'stream', times: 1 } },
  { id: 'F13', options: { times: 1 } },
  { id: 'F14' },
  { id: 'F15', options: { times: 1 } },
  { id: 'F16', options: { where: 'list', times: 2, retryAfter: 2 } },
  { id: 'F16', options: { where: 'watch', times: 2, retryAfter: 2 } },
  { id: 'F16', options: { where: 'stream', times: 2, retryAfter: 2 } },
  { id: 'F17', options: { code: 500, times: 2 } },
  { id: 'F17', options: { code: 504, times: 2 } },
  { id: 'F18', options: { times: 1 } },
  { id: 'F20', options: { times: 2 } },
  { id: 'F21', options: { times: 1, plural: 'pods' } },
  { id: 'F22', options: { times: 1 } },
  { id: 'F24', options: { times: 1, plural: 'pods' } },
  { id: 'F25', options: { body: 'html', times: 1 } },
  { id: 'F25', options: { body: 'table', times: 1 } },
  { id: 'F26', options: { times: 4 } },
  { id: 'F30', options: { times: 2 } },
  { id: 'F31', options: { times: 1 } },
  { id: 'F32', options: { times: 1 } },
  { id: 'F33', options: { bookmarks: 'never' } },
  { id: 'F33', options: { bookmarks: 'flood' } },
  { id: 'F35', options: { times: 1 } },
  { id: 'F36', options: { times: 1 } },
  { id: 'F36', options: { how: 'eof', times: 1 } },
  { id: 'F46', options: { skewMs: 300_000 } },
  { id: 'F51', options: { log: 'hang' } },
  'token',
  'rights',
  'poison',
  'listener',
  'burst',
  'compact',
  'restore',
];

/** Walks once. The same seed draws the same faults and changes; how they meet on the wire is the machine's. */
export async function walk(seed: number): Promise<WalkResult> {
  const chance = chances(seed);
  const below = (count: number): number => Math.floor(chance() * count);
  const tokenFile = join(tmpdir(), `unloop-walk-${process.pid}-${seed}`);
  writeFileSync(tokenFile, 'token-0', { mode: 0o600 });
  const objects = Array.from({ length: 30 }, (_, index) => pod(index % 3 === 0 ? 'pay' : 'shop', `pod-${index}`));
  // The whole cluster, or both namespaces by name.
  const namespaces = seed % 3 === 0 ? ['pay', 'shop'] : undefined;
  const scopes = namespaces ?? [null];
  const harness = await createHarness({
    objects,
    ...(namespaces && { namespaces }),
    token: 'token-0',
    kubeconfig: { namespace: 'shop', user: { tokenFile } },
    streamedLists: seed % 2 === 0,
    // Both, with and without streamed lists.
    protobuf: seed % 4 < 2,
  });
  const { api, clock } = harness;
  // Or what the reader itself loses would be healed before anybody sees it.
  const compareAgain = api.fault('no comparing');
  // Chances of its own: how often the reader draws depends on the machine, and must not change what is drawn here.
  Object.assign(clock, { random: chances(seed + 2 ** 31) });
  const watcher = watchedPicture(harness);
  harness.source.start(watcher.feed);
  const faults: string[] = [];
  const logs: Promise<unknown>[] = [];
  let offs: (() => void)[] = [];
  let made = 0;
  const restore = api.store.backup();

  const change = (): void => {
    const resource = resourceOfKind('Pod');
    const present = resource === undefined ? [] : api.store.list(resource, null);
    const one = present[below(present.length)];
    const what = below(5);
    if (one === undefined || what === 0) return void api.apply(pod('shop', `new-${made++}`));
    const { name, namespace = '' } = one.metadata;
    // Deleted, or deleted and made anew under its name (F27, F28), with an older state in the event at times (F29).
    if (what <= 2) api.store.remove('Pod', namespace, name, below(3) === 0 ? { older: one } : {});
    if (what === 1) api.apply(pod(namespace, name));
    if (what > 2) api.apply(pod(namespace, name, { status: { phase: ['Running', 'Failed'][below(2)] } }));
  };

  const strike = (drawn: Strike): void => {
    faults.push(typeof drawn === 'string' ? drawn : `${drawn.id} ${JSON.stringify(drawn.options ?? {})}`);
    if (typeof drawn !== 'string') {
      // Gone already: it cannot go away twice.
      if (drawn.id === 'F02' && api.faults.isOn('F02') !== null) return;
      offs.push(api.fault(drawn.id, drawn.options));
      if (drawn.id === 'F32') compareAgain();
      if (drawn.id === 'F51') {
        const [first] = api.store.list(resourceOfKind('Pod') ?? never(), 'shop');
        const request = { namespace: 'shop', pod: first?.metadata.name ?? '', podUid: first?.metadata.uid ?? '' };
        const rest = { container: 'app', instance: 'current' as const, tailLines: 10, limitBytes: 1000 };
        logs.push(harness.source.logs({ ...request, ...rest }, new AbortController().signal));
      }
      return;
    }
    switch (drawn) {
      case 'token':
        api.token = `token-${below(1e6)}`;
        return writeFileSync(tokenFile, api.token);
      case 'rights':
        api.rbac.rules = [{ verbs: ['list', 'watch', 'get'], group: '', resources: ['pods'], namespace: 'shop' }];
        offs.push(() => void (api.rbac.rules = null));
        return;
      case 'poison':
        return void api.apply({ kind: 'Pod', metadata: { name: `odd-${made++}`, namespace: 'shop' }, spec: 17 });
      case 'listener':
        harness.feed.throwOn = 'upsert';
        return;
      case 'burst':
        return api.churn(500);
      case 'compact':
        return api.store.compact();
      case 'restore':
        // It is away meanwhile, so that nobody hears of it by a stream.
        restore();
        watcher.told.isRestored = true;
        // Where its counter has passed what is known by the time it is asked, nothing but a comparison tells.
        compareAgain();
        return api.fault('F06', { how: 'reset' })();
    }
  };

  for (let step = 0; step < steps; step++) {
    for (let count = below(4); count >= 0; count--) change();
    const drawn = strikes[below(strikes.length)];
    if (drawn !== undefined) strike(drawn);
    for (let beat = below(6); beat >= 0; beat--) {
      change();
      await breath();
      clock.advance(below(20_000));
    }
    if (below(2) === 0) offs = await calm(harness, offs);
  }
  await calm(harness, offs);
  // A switched-off fault stays in the streams that it struck; the server ends them in time.
  api.fault('F06', { how: 'reset' })();
  // Whatever was lost may have been made good by a list; what happens now no list brings.
  for (let count = 0; count < changesInTheEnd; count++) change();

  const violations = watcher.violations;
  const endAt = clock.monotonic() + healingMs;
  while (!(await isSame(harness, watcher.picture, scopes)) && clock.monotonic() < endAt) {
    clock.advance(2_000);
    api.bookmark();
  }
  violations.push(...differences(harness, watcher.picture, scopes));
  await within('stopping', harness.source.stop(), violations);
  await within('the log reads', Promise.all(logs), violations);
  await within(
    'closing the sockets',
    harness.eventually(() => api.openConnections === 0),
    violations,
  );
  const serverSockets = api.openConnections;
  const left = { timers: -1, sockets: -1, serverSockets };
  await within(
    'the end',
    harness.stop().then((rest) => Object.assign(left, rest)),
    violations,
  );
  rmSync(tokenFile);
  const unexpected = harness.bugs.filter((bug) => !String(bug).includes('a listener of the feed failed'));
  violations.push(...unexpected.map(String));
  return { faults, violations, left };
}

/** What does not end is named, and fails the walk: with a real limit, for nothing of it waits for the fake clock. */
async function within(what: string, work: Promise<unknown>, violations: string[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      violations.push(`${what} did not end`);
      resolve();
    }, 20_000);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function never(): never {
  throw new Error('the fake API serves pods');
}

/**
 * Lets the sockets have their turn, by turns of the event loop: on a busy machine 2 ms may be one turn, and a greeting takes
 * ten, so that the walk's minutes would run away from the network and each request be given up before it was made.
 */
async function breath(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1));
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function calm(harness: Harness, offs: (() => void)[]): Promise<(() => void)[]> {
  for (const off of offs) off();
  await harness.api.back();
  return [];
}

/** Not by the reader's own comparison, which is on trial here: the fake server counts. */
function isBefore(version: string, other: string): boolean {
  return Number(version) < Number(other);
}

interface Watched {
  feed: Feed;
  picture: Picture;
  violations: string[];
  told: ToldOnce;
}

/**
 * A picture behind the feed, and a look at what it shows of each object that a call names: versions only grow. The picture has
 * a guard of its own, so what the feed is told is held to the same, before it.
 */
function watchedPicture(harness: Harness): Watched {
  const picture = createPicture({ now: () => new Date(harness.clock.now()).toISOString() });
  const violations: string[] = [];
  const newest = new Map<string, string>();
  const told = new ToldOnce(violations);
  const look = ({ namespace, name }: { namespace: string; name: string }): void => {
    const shown = picture.pod(namespace, name);
    if (shown === null) return;
    const { uid, resourceVersion } = shown.metadata;
    const before = newest.get(uid);
    if (before !== undefined && isBefore(resourceVersion, before))
      violations.push(`${name} went back from ${before} to ${resourceVersion}`);
    newest.set(uid, resourceVersion);
  };
  const feed: Feed = {
    replace: (kind, namespace, objects, isRestored) => {
      if (isRestored === true) newest.clear();
      told.replace(namespace, objects);
      picture.replace(kind, namespace, objects, isRestored);
      for (const object of objects) look(object.metadata);
      harness.feed.replace(kind, namespace, objects);
    },
    replaceInSlices: async (kind, namespace, objects, isRestored) => {
      if (isRestored === true) newest.clear();
      told.replace(namespace, objects);
      let done = 0;
      for (const step of picture.replacing(kind, namespace, objects, isRestored)) {
        void step;
        if (++done % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      for (const object of objects) look(object.metadata);
      harness.feed.replace(kind, namespace, objects);
    },
    upsert: (kind, object) => {
      told.upsert(object);
      picture.upsert(kind, object);
      look(object.metadata);
      harness.feed.upsert(kind, object);
    },
    remove: (kind, object) => {
      told.remove(object);
      picture.remove(kind, object);
      look(object.metadata);
      harness.feed.remove(kind, object);
    },
    state: (state) => {
      picture.state(state);
      harness.feed.state(state);
    },
  };
  return { feed, picture, violations, told };
}

/** What the feed was told of each object: never an older state than before, and nothing of what is gone. */
class ToldOnce {
  private readonly present = new Map<string, ObjectBase>();
  private readonly gone = new Set<string>();
  /** The server's own time ran back: versions order what is told no more, and what was gone may be there again. */
  isRestored = false;

  constructor(private readonly violations: string[]) {}

  upsert(object: ObjectBase): void {
    const { uid, name, resourceVersion } = object.metadata;
    if (this.isRestored) return;
    const before = this.present.get(uid)?.metadata.resourceVersion ?? resourceVersion;
    if (isBefore(resourceVersion, before)) {
      this.violations.push(`${name} was told at ${resourceVersion} after ${before}`);
    }
    if (this.gone.has(uid)) this.violations.push(`${name} was told at ${resourceVersion} after it was gone`);
    this.present.set(uid, object);
  }

  remove({ metadata: { uid } }: { metadata: { uid: string } }): void {
    this.present.delete(uid);
    this.gone.add(uid);
  }

  replace(namespace: string | null, objects: ObjectBase[]): void {
    const listed = new Set(objects.map(({ metadata }) => metadata.uid));
    for (const [uid, known] of this.present) {
      if (!listed.has(uid) && (namespace === null || known.metadata.namespace === namespace)) this.remove(known);
    }
    for (const object of objects) this.upsert(object);
  }
}

async function isSame(harness: Harness, picture: Picture, scopes: (string | null)[]): Promise<boolean> {
  await breath();
  return differences(harness, picture, scopes).length === 0;
}

/** What of a fresh list the picture does not have, or has otherwise; and what it has beyond it. */
function differences({ source, feed, api }: Harness, picture: Picture, scopes: (string | null)[]): string[] {
  for (const scope of scopes) {
    const isRead = source.reports().some(({ namespace }) => namespace === scope);
    const state = feed.hasState('Pod', scope) ? feed.stateOf('Pod', scope).state : 'unknown';
    if (!isRead || state !== 'live') return [`pods of ${scope ?? 'the cluster'} are ${state} in the end`];
  }
  const raws = api.store.list(resourceOfKind('Pod') ?? never(), null);
  const wanted = raws.map((raw): Pod | PoisonObject => project('Pod', raw, (text) => text));
  const missing = wanted.flatMap((object) => {
    const { namespace, name } = object.metadata;
    const shown =
      'poison' in object
        ? picture.poisons().find(({ metadata }) => metadata.namespace === namespace && metadata.name === name)
        : picture.pod(namespace, name);
    if (JSON.stringify(shown) === JSON.stringify(object)) return [];
    return [
      `${namespace}/${name}: ${shown?.metadata.resourceVersion ?? 'none'} instead of ${object.metadata.resourceVersion}`,
    ];
  });
  const shown = (picture.counts().objects.Pod ?? 0) + picture.poisons().length;
  return shown === wanted.length ? missing : [...missing, `${shown} pods are shown, ${wanted.length} are there`];
}
