// Several values under one key; a key without values does not exist.
import 'server-only';

export class Multimap<V> {
  readonly #sets = new Map<string, Set<V>>();

  add(key: string, value: V): void {
    const set = this.#sets.get(key);
    if (set === undefined) this.#sets.set(key, new Set([value]));
    else set.add(value);
  }

  delete(key: string, value: V): void {
    const set = this.#sets.get(key);
    if (set === undefined) return;
    set.delete(value);
    if (set.size === 0) this.#sets.delete(key);
  }

  get(key: string): ReadonlySet<V> {
    return this.#sets.get(key) ?? none;
  }

  keys(): IterableIterator<string> {
    return this.#sets.keys();
  }
}

const none: ReadonlySet<never> = new Set();
