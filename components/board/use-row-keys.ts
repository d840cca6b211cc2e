'use client';

import { useEffect, type RefObject } from 'react';
import { useKeys } from '../shell/use-keys';

/** In the session's storage: the key of the row that was opened last, until the board is back. */
export const openedRow = 'unloop-row';
/** In the session's storage: the address of the board that it was opened from, with its filters. */
export const leftBoard = 'unloop-board';

/** j and k walk the rows, Enter is the link's own, Esc lets go. */
export function useRowKeys(grid: RefObject<HTMLDivElement | null>): void {
  useKeys({
    j: () => step(grid.current, 1),
    k: () => step(grid.current, -1),
    Escape: (event) => {
      if (!(document.activeElement instanceof HTMLElement) || document.activeElement === document.body) return;
      event.preventDefault();
      document.activeElement.blur();
    },
  });

  // Coming back from a diagnosis, the row that was left has the focus again.
  useEffect(() => {
    const key = sessionStorage.getItem(openedRow);
    const link = key === null ? null : rowLink(grid.current, key);
    if (link) {
      sessionStorage.removeItem(openedRow);
      link.focus({ preventScroll: true });
      // After the router has gone to the top, or the browser to where it was.
      requestAnimationFrame(() => link.scrollIntoView({ block: 'nearest' }));
    }
    const element = grid.current;
    const remember = (event: MouseEvent): void => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
      if (!row?.dataset['row']) return;
      sessionStorage.setItem(openedRow, row.dataset['row']);
      sessionStorage.setItem(leftBoard, location.pathname + location.search);
    };
    element?.addEventListener('click', remember);
    return () => element?.removeEventListener('click', remember);
  }, [grid]);
}

function rowLink(grid: HTMLElement | null, key: string): HTMLElement | null {
  return grid?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"] a`) ?? null;
}

function step(grid: HTMLElement | null, by: 1 | -1): void {
  if (!grid) return;
  const rows = [...grid.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const virtual = grid.querySelector('[data-virtual]');
  if (virtual && at >= 0) {
    const from = rows[at]?.dataset['row'];
    virtual.dispatchEvent(new CustomEvent('unloop:step', { detail: { from, by } }));
    return;
  }
  const next = at < 0 ? rows[by > 0 ? 0 : rows.length - 1] : rows[at + by];
  next?.querySelector<HTMLElement>('a')?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
