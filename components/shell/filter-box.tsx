'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
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

  if (seen !== asked) {
    setSeen(asked);
    // Only when the address changed by other means: typing is ahead of it.
    if (timer.current === null) setText(asked);
  }

  useKeys({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    },
  });
  useEffect(() => () => window.clearTimeout(timer.current ?? undefined), []);

  function go(words: string, replace: boolean): void {
    const query = new URLSearchParams(onBoard ? params : undefined);
    if (words) query.set('q', words);
    else query.delete('q');
    const address = (base || '/') + (query.size > 0 ? `?${query}` : '');
    if (replace) router.replace(address, { scroll: false });
    else router.push(address);
  }

  return (
    <form
      role="search"
      className="relative hidden w-[260px] shrink wide:block"
      onSubmit={(event) => {
        event.preventDefault();
        go(text, onBoard);
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
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        onChange={(event) => {
          const words = event.target.value;
          setText(words);
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
