'use client';

import { useEffect, useEffectEvent } from 'react';

/** The keys of everything that listens, also on the document: who types by script sees when the page hears it. */
const heard = new Set<string[]>();

function listen(names: string[]): () => void {
  const tell = (): void => {
    document.documentElement.dataset['keys'] = [...heard].flat().join(' ');
  };
  heard.add(names);
  tell();
  return () => {
    heard.delete(names);
    tell();
  };
}

/**
 * Single keys of a page, by what they type (so `?` and `/` work on every keyboard layout). Silent while something is
 * being typed, while a dialog is open, and with Ctrl, Alt or Meta held.
 */
export function useKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return;
    keys[event.key]?.(event);
  });
  const names = useEffectEvent(() => Object.keys(keys));
  useEffect(() => {
    const unlisten = listen(names());
    const listener = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listener);
    return () => {
      window.removeEventListener('keydown', listener);
      unlisten();
    };
  }, []);
}

function isElsewhere({ target }: KeyboardEvent): boolean {
  const typing = target instanceof Element && target.closest('input, textarea, select') !== null;
  return typing || document.querySelector('dialog[open]') !== null;
}
