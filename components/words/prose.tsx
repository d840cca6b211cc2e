import type { HeadlinePart } from '@/lib/model/diagnosis';
import { Fragment } from 'react';

/** A sentence of the engine: what stands between backticks is set as code. Text nodes only. */
export function Prose({ text }: { text: string }) {
  const parts = text.split('`');
  return (
    <>
      {parts.map((part, index) =>
        // An unpaired backtick belongs to the words around it.
        index % 2 === 1 && index < parts.length - 1 ? (
          <code key={index}>{part}</code>
        ) : (
          <Fragment key={index}>{index % 2 === 1 ? `\`${part}` : part}</Fragment>
        ),
      )}
    </>
  );
}

/** A headline with its code parts and its one decisive value; `plain` where another headline has the mark. */
export function Headline({ parts, plain = false }: { parts: readonly HeadlinePart[]; plain?: boolean }) {
  return (
    <>
      {parts.map((part, index) => {
        if (typeof part === 'string') return <Fragment key={index}>{part}</Fragment>;
        if ('code' in part) {
          return (
            <code key={index} className="text-[.86em]">
              {part.code}
            </code>
          );
        }
        if (plain) return <Fragment key={index}>{part.mark}</Fragment>;
        return (
          <mark key={index} className="pen [overflow-wrap:anywhere]">
            {part.mark}
          </mark>
        );
      })}
    </>
  );
}

/** Numbered marks that lead to the quotations; `indexes` are those of Diagnosis.evidence. */
export function Refs({ indexes }: { indexes: readonly number[] }) {
  return (
    <>
      {indexes.map((index) => (
        <a key={index} href={`#e${index + 1}`} className="ref no-underline" aria-label={`Evidence ${index + 1}`}>
          {index + 1}
        </a>
      ))}
    </>
  );
}
