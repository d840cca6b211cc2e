/** Does long work in slices, so that requests and heartbeats get their turn between them. */
import 'server-only';

/** Lets everything that waits for the event loop run first. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * How long one slice may last. A block of the loop (50 ms, design §9) is a slice and its last item, and those of whoever else works in
 * the same turn: what is read, what is told to open pages, the collection of garbage.
 */
export const sliceMs = 5;

/**
 * Calls `work` for each item in order and breathes after each slice; `onSlice` is called before each breath and at the
 * end. What `items` yields while it runs is taken too, so a queue that still grows may be handed in.
 */
export async function inSlices<T>(
  items: Iterable<T>,
  work: (item: T) => void,
  onSlice: () => void = () => undefined,
): Promise<void> {
  let startedAt = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - startedAt < sliceMs) continue;
    onSlice();
    await breathe();
    startedAt = performance.now();
  }
  onSlice();
}
