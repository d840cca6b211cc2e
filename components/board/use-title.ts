'use client';

import { useLayoutEffect } from 'react';

/**
 * What the tab is called, of a page that goes on without being read anew; null leaves it as it was read. A reading brings its own
 * title, of an earlier moment and somewhat after the page: as long as this page is there, each that comes is put right.
 */
export function useTitle(title: string | null): void {
  useLayoutEffect(() => {
    if (title === null) return undefined;
    const put = (): void => {
      // Where there is none at this moment, one is on its way: another would stay beside it.
      if (document.title !== '' && document.title !== title) document.title = title;
    };
    put();
    const observer = new MutationObserver(put);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [title]);
}
