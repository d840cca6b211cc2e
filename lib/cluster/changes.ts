// The change feed: one call per change of the picture, with the keys of the workloads that it touches.
import 'server-only';

export type ChangeListener = (workloadKeys: ReadonlySet<string>) => void;

export class ChangeFeed {
  readonly #listeners = new Set<ChangeListener>();
  #errors = 0;

  constructor(private readonly onBug?: (error: unknown) => void) {}

  /** Exceptions of listeners since the start (F38). */
  get errors(): number {
    return this.#errors;
  }

  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  announce(keys: ReadonlySet<string>): void {
    if (keys.size === 0) return;
    for (const listener of [...this.#listeners]) {
      try {
        listener(keys);
      } catch (error) {
        // One listener must not keep the others, or the reader that feeds the picture, from going on.
        this.#errors += 1;
        this.onBug?.(error);
      }
    }
  }
}
