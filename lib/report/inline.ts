/** Sentences of a report: plain words, code, the marked value, and numbers of evidence. */

import { stripControl } from '../format/control';
import type { HeadlinePart } from '../model/diagnosis';

export type Inline = string | { code: string } | { mark: string } | { refs: number[] };

/** One line of cluster text: no control characters, no newline. */
export function oneLine(text: string): string {
  return stripControl(text).replace(/\s*\n\s*/g, ' ');
}

/** Prose in which code stands between backticks; a backtick without a partner is itself. */
export function prose(text: string, refs: readonly number[] = []): Inline[] {
  const parts: Inline[] = [];
  const pieces = oneLine(text).split('`');
  const paired = pieces.length % 2 === 1 ? pieces.length : pieces.length - 1;
  for (const [index, piece] of pieces.entries()) {
    if (index >= paired) parts.push(`\`${piece}`);
    else if (piece !== '') parts.push(index % 2 === 1 ? { code: piece } : piece);
  }
  if (refs.length > 0) parts.push({ refs: refs.map((ref) => ref + 1) });
  return parts;
}

/** A headline's parts as inline text, each on one line: cluster text cannot start a block. */
export function headline(parts: readonly HeadlinePart[]): Inline[] {
  return parts.map((part) =>
    typeof part === 'string'
      ? oneLine(part)
      : 'code' in part
        ? { code: oneLine(part.code) }
        : { mark: oneLine(part.mark) },
  );
}

/** Without any markup: "Container app was killed [1]". */
export function plainInline(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('code' in part) return part.code;
      if ('mark' in part) return part.mark;
      return ` [${part.refs.join(', ')}]`;
    })
    .join('');
}
