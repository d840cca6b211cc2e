import { useSyncExternalStore } from 'react';

/** What stands in the filter box of the header, for the board below it: both are leaves of their own. */
let typed = '';
const watchers = new Set<() => void>();

/** Called by the filter box as it is typed into. */
export function tellTyped(words: string): void {
  if (words === typed) return;
  typed = words;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/**
 * The words by which rows that were found for `asked` can be narrowed at once, while the server is asked; null where they
 * cannot, since other words find rows that are not here.
 */
export function narrowing(words: string, asked: string): string | null {
  return words !== asked && words.startsWith(asked) ? words : null;
}

export function useNarrowing(asked: string): string | null {
  const words = useSyncExternalStore(
    watch,
    () => typed,
    () => asked,
  );
  return narrowing(words, asked);
}
