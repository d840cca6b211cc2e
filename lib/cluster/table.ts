// Values by namespace and name, so that one namespace can be walked without looking at the others.
import 'server-only';

export class Table<V> {
  readonly #namespaces = new Map<string, Map<string, V>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): V | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  set(namespace: string, name: string, value: V): void {
    let names = this.#namespaces.get(namespace);
    if (names === undefined) {
      names = new Map();
      this.#namespaces.set(namespace, names);
    }
    if (!names.has(name)) this.#size += 1;
    names.set(name, value);
  }

  delete(namespace: string, name: string): void {
    const names = this.#namespaces.get(namespace);
    if (names === undefined || !names.delete(name)) return;
    this.#size -= 1;
    if (names.size === 0) this.#namespaces.delete(namespace);
  }

  /** All values, or those of one namespace; null means the whole cluster. */
  *values(namespace: string | null = null): Generator<V> {
    if (namespace !== null) {
      yield* this.#namespaces.get(namespace)?.values() ?? [];
      return;
    }
    for (const names of this.#namespaces.values()) yield* names.values();
  }
}
