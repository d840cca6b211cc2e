'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { tellTyped } from '../board/typed-words';
import { withCluster } from '../words/addresses';
import { useKeys } from './use-keys';

/** Narrows the board while typing; from any other page, Enter goes to the board. The words live in the address. */
export function FilterBox({ base }: { base: string }) {
  const router = useRouter();
  const params = useSearchParams();
  const onBoard = usePathname() === (base || '/');
  const asked = onBoard ? (params.get('q') ?? '') : '';
  const [text, setText] = useState(asked);
  const [seen, setSeen] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<number | null>(null);
  /** Enter was pressed for these words before the board had them: its first row opens when it does. */
  const opening = useRef<string | null>(null);

  if (seen !== asked) {
    setSeen(asked);
    // Only when the address changed by other means: typing is ahead of it.
    if (timer.current === null) setText(asked);
  }

  useEffect(() => tellTyped(onBoard ? text : ''), [onBoard, text]);

  useKeys({
    Escape: () => {
      // Esc leaves the field, then the row; with nothing left to leave it takes the words away.
      if (asked !== '' && document.activeElement === document.body) go('', true);
    },
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    },
  });
  useEffect(() => () => window.clearTimeout(timer.current ?? undefined), []);
  useEffect(() => {
    if (opening.current !== asked) return;
    opening.current = null;
    openFirstRow(input.current);
  }, [asked]);

  function submit(): void {
    window.clearTimeout(timer.current ?? undefined);
    timer.current = null;
    if (!onBoard) return go(text, false);
    if (text === asked) return openFirstRow(input.current);
    opening.current = text;
    return go(text, true);
  }

  function go(words: string, replace: boolean): void {
    const query = new URLSearchParams(onBoard ? params : undefined);
    if (words) query.set('q', words);
    else query.delete('q');
    const address = withCluster((base || '/') + (query.size > 0 ? `?${query}` : ''), params.get('cluster'));
    if (replace) router.replace(address, { scroll: false });
    else router.push(address);
  }

  return (
    <form
      role="search"
      className="relative hidden w-[260px] min-w-28 shrink wide:block"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        ref={input}
        type="search"
        aria-label="Filter workloads"
        placeholder="Filter workloads"
        value={text}
        autoComplete="off"
        spellCheck={false}
        className="peer h-[30px] w-full rounded-md border border-field bg-raise px-2.5 text-ink placeholder:text-ink-3 placeholder:opacity-100"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // A search field empties itself on Esc; here Esc goes back to the rows that the words found.
          event.preventDefault();
          event.currentTarget.blur();
        }}
        onChange={(event) => {
          const words = event.target.value;
          setText(words);
          opening.current = null;
          if (!onBoard) return;
          window.clearTimeout(timer.current ?? undefined);
          timer.current = window.setTimeout(() => {
            timer.current = null;
            go(words, true);
          }, 150);
        }}
      />
      <kbd className="pointer-events-none absolute top-[7px] right-2.5 rounded border border-line-strong px-[5px] font-mono text-tick text-ink-2 peer-focus:hidden">
        /
      </kbd>
    </form>
  );
}

/**
 * As a press on the row, so that the board remembers where the reader left it. The field is let go: it stays in the header,
 * and would take the keys of the page that opens.
 */
function openFirstRow(field: HTMLElement | null): void {
  const link = document.querySelector<HTMLElement>('[data-row] a');
  if (link === null) return;
  field?.blur();
  link.click();
}
