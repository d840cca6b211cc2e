'use client';

import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { useRefresh } from '../live/use-refresh';
import { zoneCookie } from '../time/zone';
import { certaintyMeaning } from '../words/certainty-words';
import { Dialog } from './dialog';
import { themeCookie, type Preferences, type Theme } from './preferences';
import { morePages } from './more-pages';
import { useKeys } from './use-keys';
import { ClusterLink } from './cluster-link';

const board = /^\/(?:open\/[^/]+)?$/;
const diagnosis = /^(?:\/open\/[^/]+)?\/[ws]\//;

/** Each with the pages that it does something on. */
const keyWords: [string, string, RegExp?][] = [
  ['j  k', 'next, previous workload', board],
  ['Enter', 'open it', board],
  ['Esc', 'back, let go'],
  ['/', 'filter'],
  ['c', 'copy the diagnosis as Markdown', diagnosis],
  ['y', 'share a link', /\/w\//],
  ['v', 'the next curve over the runs, where there are curves', diagnosis],
  ['?', 'this list'],
];

/** Help, and the two switches a reader has: light or dark, UTC or the own time. */
export function HelpDialog({ preferences }: { preferences: Preferences }) {
  const [open, setOpen] = useState(false);
  const path = usePathname();
  const keys = keyWords.filter(([, , pages]) => pages?.test(path) ?? true);
  useKeys({ '?': () => setOpen(true) });
  return (
    <>
      <button
        type="button"
        className="button max-wide:border-transparent max-wide:bg-transparent max-wide:px-0"
        aria-label="Help"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        ?
      </button>
      <Dialog title="Help" open={open} onClose={() => setOpen(false)}>
        <dl className="mb-4 grid grid-cols-[72px_1fr] gap-x-4 gap-y-1.5 coarse:hidden">
          {keys.map(([key, words]) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="rounded border border-line-strong px-[5px] font-mono text-tick whitespace-pre text-ink-2">
                  {key}
                </kbd>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
        <ul className="space-y-1 text-small text-ink-2">
          {Object.values(certaintyMeaning).map((meaning) => (
            <li key={meaning}>{meaning}</li>
          ))}
        </ul>
        <Switches preferences={preferences} />
        <nav
          aria-label="More pages"
          className="mt-4 flex flex-wrap gap-x-5 gap-y-1 border-t border-line pt-3 coarse:gap-y-0 coarse:leading-[44px]"
        >
          {morePages.map(([href, words]) => (
            <ClusterLink key={href} href={href} onClick={() => setOpen(false)}>
              {words}
            </ClusterLink>
          ))}
        </nav>
      </Dialog>
    </>
  );
}

function Switches({ preferences }: { preferences: Preferences }) {
  const refreshSoon = useRefresh();

  function keep(name: string, value: string): void {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`;
    refreshSoon();
  }
  function wear(theme: Theme): void {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    keep(themeCookie, theme);
  }
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className="mt-4 flex flex-wrap gap-x-8 gap-y-3 border-t border-line pt-3">
      <Choice
        legend="Colours"
        value={preferences.theme}
        choices={[
          ['system', 'system'],
          ['light', 'light'],
          ['dark', 'dark'],
        ]}
        onChoose={(value) => wear(value)}
      />
      <Choice
        legend="Times"
        value={preferences.zone}
        choices={
          own === 'UTC'
            ? [['UTC', 'UTC']]
            : [
                ['UTC', 'UTC'],
                [own, own],
              ]
        }
        onChoose={(value) => keep(zoneCookie, value)}
      />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  legend: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChoose: (value: T) => void;
}

function Choice<T extends string>({ legend, value, choices, onChoose }: ChoiceProps<T>) {
  // Chosen at once; the server's answer follows.
  const [chosen, setChosen] = useState(value);
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4">
      <legend className="float-left mr-3 text-ink-2">{legend}</legend>
      {choices.map(([choice, words]) => (
        <label key={choice} className="flex items-center gap-1.5 coarse:min-h-11">
          <input
            type="radio"
            name={legend}
            checked={chosen === choice}
            onChange={() => {
              setChosen(choice);
              onChoose(choice);
            }}
            className="accent-ink"
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
