/** Reads one kind everywhere it may: the whole cluster, or the namespaces that are allowed where the cluster is not (F22). */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import { kinds } from '../model/kinds';
import type { Feed, KindState } from '../model/source';
import type { FoundNamespaces } from './namespace-finder';
import { Reflector } from './reflector';
import type { ReflectorOptions } from './reflector-options';
import { Shown } from './shown';
import { Telling } from './telling';

/** What is refused anew is asked for again within seconds: what else may be read, with a review for each namespace, is not. */
const FIND_EVERY_MS = 60_000;
/** As long as a busy server is asked again (namespace-finder); one that went away meanwhile may answer in an hour. */
const FIND_PATIENCE_MS = 30_000;

export interface KindReaderOptions<K extends Kind> extends Omit<ReflectorOptions<K>, 'namespace'> {
  /** Named by option: only these are read. Null: the whole cluster is tried first. */
  namespaces: string[] | null;
  /** Where the cluster-wide read is denied: in which namespaces this kind may be read, and which of `unread` are gone. Never rejects. */
  findNamespaces: (kind: Kind, unread: string[]) => Promise<FoundNamespaces>;
}

export class KindReader<K extends Kind> {
  private readonly byNamespace = new Map<string, Reflector<K>>();
  private readonly shown = new Shown();
  private wide: Reflector<K> | null = null;
  private fallback: Promise<void> | null = null;
  /** The cluster-wide read was refused last. */
  private denied = false;
  private findNotBefore = -Infinity;
  /** Ends the wait for what may be read instead of the cluster. */
  private cancelPatience: (() => void) | null = null;
  private hasFound = false;
  private stopped = false;

  constructor(private readonly options: KindReaderOptions<K>) {}

  start(): void {
    const { kind, namespaces } = this.options;
    if (namespaces === null || !kinds[kind].namespaced) this.startWide();
    else for (const namespace of namespaces) this.startIn(namespace);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelPatience?.();
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
    const { feed } = this.options;
    const state = (told: KindState): void => feed.state(this.isFinding(told) ? asListing(told) : told);
    const onDenied = (): void => {
      const now = this.options.clock.monotonic();
      if (this.denied && now < this.findNotBefore) return;
      this.denied = true;
      this.findNotBefore = now + FIND_EVERY_MS;
      if (!kinds[this.options.kind].namespaced) return;
      if (!this.hasFound) this.cancelPatience ??= this.options.clock.setTimeout(() => this.found(), FIND_PATIENCE_MS);
      this.fallback ??= this.fallBack();
    };
    this.wide = new Reflector({
      ...this.options,
      namespace: null,
      feed: { ...bound(feed), state },
      shown,
      onDenied,
      beforeTelling: () => this.endNamespaces(),
    });
    this.wide.start();
  }

  private async fallBack(): Promise<void> {
    const { allowed, gone } = await this.options.findNamespaces(this.options.kind, this.unread());
    if (!this.stopped && this.denied) {
      for (const namespace of allowed) this.startIn(namespace);
      // It may have been made anew since it was asked about, and be read.
      const unread = new Set(this.unread());
      await Promise.all(gone.filter((one) => unread.has(one)).map((one) => this.letGo(one)));
    }
    // Asked again at the next refusal, when more may be allowed.
    this.fallback = null;
    if (!this.stopped) this.found();
  }

  /**
   * Refused as a whole and not looked for elsewhere yet: whether anything can be read is not known, and a reader that heard
   * the refusal alone would take it for the end (F22). What was read before is old from the refusal on, whatever is found (F23).
   */
  private isFinding({ state, heardAt }: KindState): boolean {
    return kinds[this.options.kind].namespaced && !this.hasFound && state === 'denied' && heardAt === null;
  }

  /** What was kept back is told, after the states of the namespaces that are read instead. */
  private found(): void {
    this.cancelPatience?.();
    if (this.hasFound || this.wide === null) return;
    this.hasFound = true;
    const { state, stats } = this.wide;
    if (state.state !== 'denied') return;
    new Telling({ ...this.options, namespace: null }, stats, () => undefined).state(state);
  }

  private startIn(namespace: string): void {
    if (!this.byNamespace.has(namespace)) this.reflectorIn(namespace).start();
  }

  private reflectorIn(namespace: string): Reflector<K> {
    const { shown } = this;
    const reflector = this.byNamespace.get(namespace) ?? new Reflector({ ...this.options, namespace, shown });
    this.byNamespace.set(namespace, reflector);
    return reflector;
  }

  /** Namespaces whose own end would not be heard of: refused after they were read, by themselves or with the cluster; or empty. */
  private unread(): string[] {
    const inNamespaces = [...this.byNamespace].filter(
      ([, { state, objects }]) => state.state === 'denied' || objects.size === 0,
    );
    const inCluster = [...(this.wide?.objects.namespaces() ?? [])].filter((one) => !this.byNamespace.has(one));
    return [...inNamespaces.map(([namespace]) => namespace), ...inCluster];
  }

  /** It is not there any more: nothing ghostly remains of it (F27), neither objects nor a reader that asks for ever. */
  private async letGo(namespace: string): Promise<void> {
    const reflector = this.reflectorIn(namespace);
    this.wide?.objects.leave(namespace);
    await reflector.forget();
    this.shown.leave(namespace);
    // Kept until then, for the whole cluster's reader waits for all that are here.
    if (this.byNamespace.get(namespace) === reflector) this.byNamespace.delete(namespace);
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

function asListing(state: KindState): KindState {
  return { ...state, state: 'listing', failure: null, attempts: 0, nextAttemptAt: null };
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
