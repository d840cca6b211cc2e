/** A Feed that remembers every call and keeps the picture that a listener would have. */
import type { Kind, ObjectBase } from '../../lib/model/kubernetes';
import type { Feed, KindState } from '../../lib/model/source';

export type FeedCall =
  | { call: 'replace'; kind: Kind; namespace: string | null; names: string[] }
  | { call: 'upsert' | 'remove'; kind: Kind; name: string; uid: string; version: string }
  | { call: 'state'; state: KindState };

export class FeedRecorder implements Feed {
  readonly calls: FeedCall[] = [];
  /** Throws once from the next call of this kind (F38). */
  throwOn: FeedCall['call'] | null = null;
  private readonly objects = new Map<string, ObjectBase>();
  private readonly states = new Map<string, KindState>();
  private readonly waiting = new Set<() => void>();

  replace(kind: Kind, namespace: string | null, objects: ObjectBase[]): void {
    for (const [key, object] of this.objects) {
      if (object.kind === kind && (namespace === null || object.metadata.namespace === namespace))
        this.objects.delete(key);
    }
    for (const object of objects) this.objects.set(keyOf(kind, object.metadata), object);
    this.note({ call: 'replace', kind, namespace, names: objects.map(({ metadata }) => metadata.name) });
  }

  upsert(kind: Kind, object: ObjectBase): void {
    const { name, uid, resourceVersion: version } = object.metadata;
    this.objects.set(keyOf(kind, object.metadata), object);
    this.note({ call: 'upsert', kind, name, uid, version });
  }

  remove(kind: Kind, object: { metadata: { namespace: string; name: string; uid: string } }): void {
    const { name, uid } = object.metadata;
    const known = this.objects.get(keyOf(kind, object.metadata));
    if (known !== undefined && known.metadata.uid === uid) this.objects.delete(keyOf(kind, object.metadata));
    this.note({ call: 'remove', kind, name, uid, version: '' });
  }

  state(state: KindState): void {
    this.states.set(`${state.kind} ${state.namespace ?? ''}`, state);
    this.note({ call: 'state', state });
  }

  /** "namespace/name@version" of every object of a kind, sorted. */
  picture(kind: Kind): string[] {
    return [...this.objects.values()]
      .filter((object) => object.kind === kind)
      .map(({ metadata: { namespace, name, resourceVersion } }) => `${namespace}/${name}@${resourceVersion}`)
      .sort();
  }

  object(kind: Kind, namespace: string, name: string): ObjectBase | undefined {
    return this.objects.get(keyOf(kind, { namespace, name }));
  }

  stateOf(kind: Kind, namespace: string | null = null): KindState {
    const state = this.states.get(`${kind} ${namespace ?? ''}`);
    if (state === undefined) throw new Error(`no state was told for ${kind} ${namespace ?? ''}`);
    return state;
  }

  /** Of all kinds that were told of. */
  allStates(): KindState[] {
    return [...this.states.values()];
  }

  hasState(kind: Kind, namespace: string | null = null): boolean {
    return this.states.has(`${kind} ${namespace ?? ''}`);
  }

  /** Calls that changed objects, "upsert cart" and the like, from a place in `calls` on. */
  changes(from = 0): string[] {
    return this.calls.slice(from).flatMap((entry) => {
      if (entry.call === 'state') return [];
      return entry.call === 'replace' ? [`replace ${entry.kind}`] : [`${entry.call} ${entry.name}`];
    });
  }

  /** States told from a place in `calls` on, without repetitions. */
  statesSince(from: number, kind: Kind): string[] {
    const told = this.calls.slice(from).flatMap((entry) => (entry.call === 'state' ? [entry.state] : []));
    const names = told.filter((state) => state.kind === kind).map(({ state }) => state);
    return names.filter((name, index) => name !== names[index - 1]);
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  private note(entry: FeedCall): void {
    this.calls.push(entry);
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
    if (this.throwOn !== entry.call) return;
    this.throwOn = null;
    throw new Error('a listener of the feed failed');
  }
}

function keyOf(kind: Kind, { namespace, name }: { namespace: string; name: string }): string {
  return `${kind} ${namespace}/${name}`;
}
