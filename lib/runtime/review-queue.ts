/** Which workload the clock alone could change next, and when: a binary heap with one live entry a key. */
import 'server-only';

interface Entry {
  key: string;
  atMs: number;
}

export interface ReviewQueue {
  /** Milliseconds since the epoch; null takes the key out. */
  set(key: string, atMs: number | null): void;
  /** Takes out and returns the keys that are due. */
  takeDue(nowMs: number): string[];
  nextAtMs(): number | null;
  size(): number;
}

/** An empty queue of keys by the instant at which to look at them again; each key stands in it once. */
export function createReviewQueue(): ReviewQueue {
  /** The truth; an entry of the heap that differs from it is dead and is dropped when it comes up. */
  const due = new Map<string, number>();
  const heap: Entry[] = [];

  const at = (index: number): number => heap[index]?.atMs ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (first === undefined || second === undefined) return;
    heap[a] = second;
    heap[b] = first;
  };
  const push = (entry: Entry): void => {
    heap.push(entry);
    for (let i = heap.length - 1; i > 0;) {
      const parent = (i - 1) >> 1;
      if (at(parent) <= at(i)) return;
      swap(i, parent);
      i = parent;
    }
  };
  const pop = (): void => {
    swap(0, heap.length - 1);
    heap.pop();
    for (let i = 0; ;) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      const least = at(right) < at(left) ? right : left;
      if (at(least) >= at(i)) return;
      swap(i, least);
      i = least;
    }
  };
  const dropDead = (): void => {
    for (let top = heap[0]; top !== undefined && due.get(top.key) !== top.atMs; top = heap[0]) pop();
  };

  return {
    set(key, atMs) {
      if (atMs === null) {
        due.delete(key);
        return;
      }
      if (due.get(key) === atMs) return;
      due.set(key, atMs);
      push({ key, atMs });
    },
    takeDue(nowMs) {
      const keys: string[] = [];
      for (dropDead(); at(0) <= nowMs; dropDead()) {
        const top = heap[0];
        if (top === undefined) break;
        keys.push(top.key);
        due.delete(top.key);
        pop();
      }
      return keys;
    },
    nextAtMs() {
      dropDead();
      return heap[0]?.atMs ?? null;
    },
    size: () => due.size,
  };
}
