'use client';

import { useEffect, useEffectEvent } from 'react';

/**
 * Single keys of a page, by what they type (so `?` and `/` work on every keyboard layout). Silent while something is
 * being typed, while a dialog is open, and with Ctrl, Alt or Meta held.
 */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return;
    keys[event.key]?.(event);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

function isElsewhere({ target }: KeyboardEvent): boolean {
  const typing = target instanceof Element && target.closest('input, textarea, select') !== null;
  return typing || document.querySelector('dialog[open]') !== null;
}
