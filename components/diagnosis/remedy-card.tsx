import type { Remedy } from '@/lib/model/diagnosis';
import { CopyButton } from '../copy/copy-button';
import { safetyWord } from '../words/certainty-words';
import { Prose } from '../words/prose';
import { CommandLine } from './command-line';

/** One next step: why, what it changes, the command, how to see that it worked, how to take it back. Nothing is run. */
export function RemedyCard({ remedy }: { remedy: Remedy }) {
  return (
    <article className="mb-3.5 overflow-hidden rounded-lg border border-line bg-raise break-inside-avoid">
      <header className="flex items-baseline justify-between gap-2.5 px-3.5 pt-3">
        <h3 className="font-semibold">
          <Prose text={remedy.title} />
        </h3>
        <span className="rounded-[9px] border border-line-strong px-2 text-label font-medium whitespace-nowrap text-ink-2">
          {safetyWord[remedy.safety]}
        </span>
      </header>
      <p className="px-3.5 pt-1 pb-2.5 text-ink-2">
        <Prose text={remedy.why} />
        {remedy.owner && <> For {remedy.owner}.</>}
      </p>
      {remedy.arithmetic && (
        <p className="px-3.5 pb-2.5 text-small text-ink-2">
          The number: <span className="font-mono text-code text-ink">{remedy.arithmetic}</span>
        </p>
      )}
      {remedy.diff && <Diff lines={remedy.diff} />}
      {remedy.command && <CommandLine command={remedy.command} placeholders={remedy.placeholders} />}
      {remedy.patch && <Patch text={remedy.patch} />}
      {remedy.verify && <CommandLine command={remedy.verify} placeholders={remedy.placeholders} lead="then watch" />}
      {remedy.undo && <CommandLine command={remedy.undo} placeholders={remedy.placeholders} lead="to take it back" />}
    </article>
  );
}

const signName = { '+': 'added', '-': 'removed', ' ': '' } as const;

function Diff({ lines }: { lines: NonNullable<Remedy['diff']> }) {
  return (
    <div
      role="region"
      aria-label="The change"
      tabIndex={0}
      className="overflow-x-auto border-t border-line py-1.5 font-mono text-code leading-5"
    >
      {lines.map(({ sign, text }, index) => (
        <div
          key={index}
          className={`w-max min-w-full px-3.5 whitespace-pre ${sign === '+' ? 'bg-add' : sign === '-' ? 'bg-del' : ''}`}
        >
          {signName[sign] !== '' && <span className="sr-only">{signName[sign]}: </span>}
          <span aria-hidden="true">{sign}</span> {text}
        </div>
      ))}
    </div>
  );
}

function Patch({ text }: { text: string }) {
  return (
    <details className="border-t border-line px-3.5 py-2 text-small text-ink-2">
      <summary className="coarse:py-2">The same as a patch</summary>
      <div className="mt-1 flex gap-2.5">
        <pre className="min-w-0 flex-1 overflow-x-auto font-mono text-code text-ink">{text}</pre>
        <CopyButton text={text} label="Copy the patch" />
      </div>
    </details>
  );
}
