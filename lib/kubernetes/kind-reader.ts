/** Reads one kind everywhere it may: the whole cluster, or the namespaces that are allowed where the cluster is not (F22). */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import { kinds } from '../model/kubernetes';
import type { KindState } from '../model/source';
import { Reflector, type ReflectorOptions } from './reflector';

export interface KindReaderOptions<K extends Kind> extends Omit<ReflectorOptions<K>, 'namespace'> {
  /** Named by option: only these are read. Null: the whole cluster is tried first. */
  namespaces: string[] | null;
  /** Where the cluster-wide read is denied: the namespaces in which this kind may be read. Never rejects. */
  findNamespaces: (kind: Kind) => Promise<string[]>;
}

export class KindReader<K extends Kind> {
  private readonly byNamespace = new Map<string, Reflector<K>>();
  private wide: Reflector<K> | null = null;
  private fallback: Promise<void> | null = null;
  /** Readers of namespaces that were let go and are still closing. */
  private ending: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: KindReaderOptions<K>) {}

  start(): void {
    const { kind, namespaces } = this.options;
    if (namespaces === null || !kinds[kind].namespaced) this.startWide();
    else for (const namespace of namespaces) this.startIn(namespace);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.reflectors().map((reflector) => reflector.stop()), this.ending]);
    await this.fallback;
  }

  reflectors(): Reflector<K>[] {
    return [...(this.wide === null ? [] : [this.wide]), ...this.byNamespace.values()];
  }

  states(): KindState[] {
    return this.reflectors().map((reflector) => reflector.state);
  }

  /** Ends the waits of what is denied, absent or failing. */
  retryNow(): void {
    for (const reflector of this.reflectors()) if (reflector.state.failure !== null) reflector.retryNow();
  }

  private startWide(): void {
    const { feed, kind } = this.options;
    const watchState = (state: KindState): void => {
      feed.state(state);
      if (!kinds[kind].namespaced) return;
      if (state.state === 'denied') this.fallback ??= this.fallBack();
      // The whole cluster may be read after all: what was read by namespace is in that list.
      else if (state.state === 'live' && this.byNamespace.size > 0) this.endNamespaces();
    };
    this.wide = new Reflector({ ...this.options, namespace: null, feed: { ...bound(feed), state: watchState } });
    this.wide.start();
  }

  private async fallBack(): Promise<void> {
    const namespaces = await this.options.findNamespaces(this.options.kind);
    if (this.stopped || this.wide?.state.state !== 'denied') return;
    for (const namespace of namespaces) this.startIn(namespace);
    // Asked again at the next refusal, when more may be allowed.
    this.fallback = null;
  }

  private startIn(namespace: string): void {
    if (this.byNamespace.has(namespace)) return;
    const reflector = new Reflector({ ...this.options, namespace });
    this.byNamespace.set(namespace, reflector);
    reflector.start();
  }

  private endNamespaces(): void {
    const ended = [...this.byNamespace.values()];
    this.byNamespace.clear();
    this.ending = Promise.all([this.ending, ...ended.map((reflector) => reflector.stop())]);
  }
}

/** A feed's methods as own properties, so that one of them can be replaced. */
function bound(feed: ReflectorOptions<Kind>['feed']): ReflectorOptions<Kind>['feed'] {
  return {
    replace: (kind, namespace, objects) => feed.replace(kind, namespace, objects),
    upsert: (kind, object) => feed.upsert(kind, object),
    remove: (kind, object) => feed.remove(kind, object),
    state: (state) => feed.state(state),
    ...(feed.replaceInSlices === undefined
      ? {}
      : {
          replaceInSlices: (kind, namespace, objects) =>
            feed.replaceInSlices?.(kind, namespace, objects) ?? Promise.resolve(),
        }),
  };
}
