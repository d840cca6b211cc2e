/** A reader on a fake server with a fake clock: what every reader test starts from. */
import { findConnection } from '../../lib/kubernetes/connection';
import { createClusterSource, type ClusterSource } from '../../lib/kubernetes/cluster-source';
import type { ReflectorStats } from '../../lib/kubernetes/reflector-stats';
import type { Kind } from '../../lib/model/kubernetes';
import type { Feed } from '../../lib/model/source';
import { FakeClock } from './fake-clock';
import { startFakeApi, type FakeApi, type FakeApiOptions, type RecordedRequest } from './fake-api';
import { FeedRecorder } from './feed-recorder';
import type { RawObject } from './objects';
import { resourceOfKind } from './resources';

export interface HarnessOptions extends FakeApiOptions {
  kinds?: Kind[];
  /** Every kind, as the product reads them. */
  allKinds?: boolean;
  namespaces?: string[];
  readSecretMetadata?: boolean;
  streamedLists?: boolean;
  /** What every text goes through; by default it stays as it is. */
  clean?: (text: string) => string;
  kubeconfig?: Parameters<FakeApi['kubeconfig']>[0];
}

export class Harness {
  readonly clock = new FakeClock();
  readonly feed = new FeedRecorder();
  readonly bugs: unknown[] = [];

  constructor(
    readonly api: FakeApi,
    readonly source: ClusterSource,
    clock: FakeClock,
    readonly openSockets: () => number,
    bugs: unknown[],
  ) {
    this.clock = clock;
    this.bugs = bugs;
  }

  /** `picture`: told the same as the recorder, before it. */
  start(picture?: Feed): void {
    const { feed } = this;
    if (picture === undefined) return this.source.start(feed);
    this.source.start({
      replace: (kind, namespace, objects, isRestored) => {
        picture.replace(kind, namespace, objects, isRestored);
        feed.replace(kind, namespace, objects);
      },
      upsert: (kind, object) => {
        picture.upsert(kind, object);
        feed.upsert(kind, object);
      },
      remove: (kind, object) => {
        picture.remove(kind, object);
        feed.remove(kind, object);
      },
      state: (state) => {
        picture.state(state);
        feed.state(state);
      },
    });
  }

  /** Started, listed, and watching: a bookmark has come through the stream. */
  async live(kind: Kind = 'Pod', namespace: string | null = null): Promise<void> {
    this.start();
    await this.eventually(
      () => this.feed.hasState(kind, namespace) && this.feed.stateOf(kind, namespace).state === 'live',
    );
    await this.watching(kind);
    const { bookmarks } = this.stats(kind);
    this.api.bookmark(resourceOfKind(kind)?.plural);
    await this.eventually(() => this.stats(kind).bookmarks > bookmarks);
    await this.reading();
  }

  /** A watch is open on both sides. */
  async watching(kind: Kind = 'Pod'): Promise<void> {
    await this.eventually(() => [...this.api.watches].some(({ resource }) => resource.kind === kind));
    await this.eventually(() => this.stats(kind).opened > 0);
  }

  stats(kind: Kind = 'Pod'): ReflectorStats {
    const report = this.source.reports().find((one) => one.kind === kind);
    if (report === undefined) throw new Error(`${kind} is not read`);
    return report.stats;
  }

  /** Looks again after every turn of the event loop; the test's own time limit ends it. */
  async eventually(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => setTimeout(resolve, 1));
  }

  /** Lets time pass until then, slowly enough for real answers to come before the limits of the reader. */
  async passing(until: () => boolean): Promise<void> {
    while (!until()) {
      await new Promise<void>((resolve) => setTimeout(resolve, 5));
      this.clock.advance(500);
    }
  }

  /** The reader has failed and waits for its next try. */
  async failing(kind: Kind = 'Pod', attempts = 1): Promise<void> {
    await this.feed.until(() => {
      if (!this.feed.hasState(kind)) return false;
      const state = this.feed.stateOf(kind);
      return state.attempts >= attempts && state.nextAttemptAt !== null;
    });
  }

  /** No request is under way but watches, and what follows the last answer has happened. */
  async idle(): Promise<void> {
    await this.eventually(() => this.api.requests.every(({ verb, done }) => verb === 'watch' || done));
    await this.reading();
  }

  /** The reader holds what came, be it headers alone, and waits for more: its own limit is armed. */
  async reading(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Lets time pass until the reader's next try is due. */
  retry(kind: Kind = 'Pod'): void {
    const { nextAttemptAt } = this.feed.stateOf(kind);
    if (nextAttemptAt === null) throw new Error(`${kind} waits for nothing`);
    this.clock.advance(Date.parse(nextAttemptAt) - this.clock.now() + 1);
  }

  /** F11, when the streams are old enough to end without a wait. */
  endStreams(): void {
    this.clock.advance(30_000);
    this.api.fault('F11')();
  }

  /** What the server has, as FeedRecorder.picture writes it. */
  truth(kind: Kind = 'Pod'): string[] {
    const resource = resourceOfKind(kind);
    const objects = resource === undefined ? [] : this.api.store.list(resource, null);
    return objects.map(nameAndVersion).sort();
  }

  async inSync(kind: Kind = 'Pod'): Promise<void> {
    await this.eventually(() => this.feed.picture(kind).join() === this.truth(kind).join());
  }

  requests(verb: string, plural = 'pods'): RecordedRequest[] {
    return this.api.requests.filter((request) => request.verb === verb && request.path.endsWith(`/${plural}`));
  }

  /** Stops everything and says what is left: all zero, or something leaks (F45, F50). */
  async stop(): Promise<{ timers: number; sockets: number }> {
    await this.source.stop();
    // A socket that was destroyed says so a turn later.
    await this.reading();
    const left = { timers: this.clock.pending, sockets: this.openSockets() };
    await this.api.close();
    return left;
  }
}

function nameAndVersion({ metadata: { namespace, name, resourceVersion } }: RawObject): string {
  return `${namespace ?? ''}/${name}@${resourceVersion}`;
}

/** A reader of pods alone, unless told otherwise; not yet started. */
export async function createHarness(options: HarnessOptions = {}): Promise<Harness> {
  const api = await startFakeApi(options);
  const clock = new FakeClock();
  const connection = await findConnection({ kubeconfig: api.kubeconfig(options.kubeconfig), env: {}, clock });
  if (connection === null) throw new Error('no connection');
  const bugs: unknown[] = [];
  const source = createClusterSource({
    client: connection.client,
    contextName: connection.contextName,
    contextNamespace: connection.namespace,
    clean: options.clean ?? ((text) => text),
    clock,
    ...(options.allKinds === true ? {} : { kinds: options.kinds ?? ['Pod'] }),
    onBug: (error) => bugs.push(error),
    ...(options.namespaces === undefined ? {} : { namespaces: options.namespaces }),
    ...(options.streamedLists === undefined ? {} : { streamedLists: options.streamedLists }),
    ...(options.readSecretMetadata === undefined ? {} : { readSecretMetadata: options.readSecretMetadata }),
  });
  return new Harness(api, source, clock, () => connection.client.openSockets(), bugs);
}
