import { Fragment } from 'react';
import { CopyButton } from '../copy/copy-button';

interface CommandLineProps {
  command: string;
  /** Words in the command that a person replaces. */
  placeholders?: readonly string[];
  /** What it is for, before it: "then watch". */
  lead?: string;
}

/** A command to copy: what is shown is what is copied, and placeholders look like placeholders. */
export function CommandLine({ command, placeholders = [], lead }: CommandLineProps) {
  return (
    <div className="flex gap-2.5 border-t border-line bg-sunk px-3.5 py-[9px] font-mono text-code">
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {lead && <span className="text-ink-3">{lead} </span>}
        <code className="text-[1em] whitespace-pre-wrap">
          <WithPlaceholders command={command} placeholders={placeholders} />
        </code>
      </span>
      <CopyButton text={command} label={`Copy the command${lead ? ` (${lead})` : ''}`} />
    </div>
  );
}

function WithPlaceholders({ command, placeholders }: { command: string; placeholders: readonly string[] }) {
  return splitAt(command, placeholders).map(({ text, isPlaceholder }, index) =>
    isPlaceholder ? (
      <span key={index} className="rounded-sm bg-degraded-wash text-degraded underline decoration-dotted">
        {text}
      </span>
    ) : (
      <WholeOptions key={index} text={text} />
    ),
  );
}

/** An option that is cut after a hyphen reads like two: a line ends before it. */
function WholeOptions({ text }: { text: string }) {
  return text.split(/((?<!\S)--?[a-z][\w-]*=?)/i).map((part, index) =>
    index % 2 === 0 ? (
      <Fragment key={index}>{part}</Fragment>
    ) : (
      <span key={index} className="whitespace-nowrap">
        {part}
      </span>
    ),
  );
}

/** The command in pieces, each either a placeholder or the words between. */
export function splitAt(command: string, placeholders: readonly string[]): { text: string; isPlaceholder: boolean }[] {
  const pieces: { text: string; isPlaceholder: boolean }[] = [];
  let rest = command;
  while (rest !== '') {
    const next = placeholders
      .map((word) => ({ word, at: word === '' ? -1 : rest.indexOf(word) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.word.length - a.word.length)[0];
    if (!next) return [...pieces, { text: rest, isPlaceholder: false }];
    if (next.at > 0) pieces.push({ text: rest.slice(0, next.at), isPlaceholder: false });
    pieces.push({ text: next.word, isPlaceholder: true });
    rest = rest.slice(next.at + next.word.length);
  }
  return pieces;
}
