/** Reads one kind everywhere it may: the whole cluster, or the namespaces that are allowed where the cluster is not (F22). */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import { kinds } from '../model/kinds';
import type { Feed, KindState } from '../model/source';
import { Reflector } from './reflector';
import { nothingShown, type ReflectorOptions } from './reflector-options';

export interface KindReaderOptions<K extends Kind> extends Omit<ReflectorOptions<K>, 'namespace'> {
  /** Named by option: only these are read. Null: the whole cluster is tried first. */
  namespaces: string[] | null;
  /** Where the cluster-wide read is denied: the namespaces in which this kind may be read. Never rejects. */
  findNamespaces: (kind: Kind) => Promise<string[]>;
}

export class KindReader<K extends Kind> {
  private readonly byNamespace = new Map<string, Reflector<K>>();
  private readonly shown = nothingShown();
  private wide: Reflector<K> | null = null;
  private fallback: Promise<void> | null = null;
  /** The cluster-wide read was refused last. */
  private denied = false;
  private stopped = false;

  constructor(private readonly options: KindReaderOptions<K>) {}

  start(): void {
    const { kind, namespaces } = this.options;
    if (namespaces === null || !kinds[kind].namespaced) this.startWide();
    else for (const namespace of namespaces) this.startIn(namespace);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    // What the cluster's reader has sent away it waits for itself.
    await Promise.all(this.reflectors().map((reflector) => reflector.stop()));
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
    const { shown } = this;
    const onDenied = (): void => {
      this.denied = true;
      if (kinds[this.options.kind].namespaced) this.fallback ??= this.fallBack();
    };
    this.wide = new Reflector({
      ...this.options,
      namespace: null,
      shown,
      onDenied,
      beforeTelling: () => this.endNamespaces(),
    });
    this.wide.start();
  }

  private async fallBack(): Promise<void> {
    const namespaces = await this.options.findNamespaces(this.options.kind);
    // Asked again at the next refusal, when more may be allowed.
    this.fallback = null;
    if (this.stopped || !this.denied) return;
    for (const namespace of namespaces) this.startIn(namespace);
  }

  private startIn(namespace: string): void {
    if (this.byNamespace.has(namespace)) return;
    const { shown } = this;
    const reflector = new Reflector({ ...this.options, namespace, shown });
    this.byNamespace.set(namespace, reflector);
    reflector.start();
  }

  /**
   * The whole cluster may be read after all, and what was read by namespace is in its list. Each must be silent before that
   * is told: a namespace's list that is still being taken would undo what is newer in it.
   */
  private async endNamespaces(): Promise<void> {
    this.denied = false;
    const ended = [...this.byNamespace.values()];
    this.byNamespace.clear();
    await Promise.all(ended.map((reflector) => reflector.withdraw()));
  }
}

/** A feed's methods as own properties, so that one of them can be replaced. */
export function bound(feed: Feed): Feed {
  return {
    replace: (kind, namespace, objects, isRestored) => feed.replace(kind, namespace, objects, isRestored),
    upsert: (kind, object) => feed.upsert(kind, object),
    remove: (kind, object) => feed.remove(kind, object),
    state: (state) => feed.state(state),
    ...(feed.replaceInSlices === undefined ? {} : { replaceInSlices: feed.replaceInSlices.bind(feed) }),
  };
}
