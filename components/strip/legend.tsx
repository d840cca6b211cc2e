import type { ReactNode } from 'react';
import type { StripModel } from './geometry';
import { countedTick, MarkShape, markWords } from './marks';

/** Only the marks that are there. */
export function Legend({ model, counted }: { model: StripModel; counted: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-label text-ink-2 wide:justify-end">
      {model.marks.map((mark) => (
        <Item key={mark} words={markWords[mark]}>
          <MarkShape mark={mark} />
        </Item>
      ))}
      {counted && (
        <Item words="restart counted">
          <path d={countedTick} strokeWidth="1.6" className="stroke-broken" />
        </Item>
      )}
      {model.hasRunning && (
        <Item words="running now">
          <rect x="-9" y="-5" width="18" height="10" rx="2" className="fill-recovering" />
        </Item>
      )}
      {model.hasBackoff && (
        <Item words="back-off">
          <path d="M-9 0H9" strokeDasharray="2 4" strokeWidth="2" className="stroke-ink-3" />
        </Item>
      )}
    </ul>
  );
}

function Item({ words, children }: { words: string; children: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5 whitespace-nowrap">
      <svg width="20" height="16" viewBox="-10 -8 20 16" aria-hidden="true">
        {children}
      </svg>
      {words}
    </li>
  );
}
