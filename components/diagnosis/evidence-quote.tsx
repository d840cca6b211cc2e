import type { Evidence, FieldEvidence, Span } from '@/lib/model/diagnosis';
import { plural } from '@/lib/format/count';
import { unitAfter } from '@/lib/format/measure';
import { Fragment } from 'react';
import { Instant } from '../time/instant';
import { clockNear } from '../time/zone';
import { fieldLines } from './field-lines';
import { markedParts } from './marked-parts';

interface EvidenceQuoteProps {
  evidence: Evidence;
  /** From 1, as the marks say it. */
  number: number;
  asOf: string;
  zone: string;
}

/** One quotation: source, time and place, the words verbatim, the decisive part marked. */
export function EvidenceQuote({ evidence, number, asOf, zone }: EvidenceQuoteProps) {
  return (
    <li
      id={`e${number}`}
      tabIndex={-1}
      className="quote mb-3.5 border-l-2 border-line-strong py-0.5 pl-3 [overflow-wrap:anywhere]"
    >
      <p className="flex flex-wrap gap-x-2 text-code text-ink-2">
        <span className="rounded-[3px] bg-recovering-wash px-[3px] font-mono text-tick font-medium text-link">
          <span className="sr-only">Evidence </span>
          {number}
        </span>
        <span>{evidence.object}</span>
        <Place evidence={evidence} />
        <When evidence={evidence} asOf={asOf} zone={zone} />
      </p>
      <pre className="mt-[3px] font-mono text-code whitespace-pre-wrap">
        <Quoted evidence={evidence} asOf={asOf} zone={zone} />
      </pre>
      {evidence.kind === 'metric' && (
        <p className="mt-1 font-mono text-tick text-ink-3">
          <span className="sr-only">Query: </span>
          {evidence.query}
        </p>
      )}
    </li>
  );
}

function Place({ evidence }: { evidence: Evidence }) {
  if (evidence.kind === 'event') {
    return (
      <span>
        {evidence.type} event, {evidence.reason}
        {evidence.count > 1 && `, ${plural(evidence.count, 'time')}`}
      </span>
    );
  }
  if (evidence.kind === 'log') {
    return (
      <span>
        {evidence.instance === 'previous' ? 'previous run, ' : ''}line {evidence.line}
      </span>
    );
  }
  return null;
}

function When({ evidence, asOf, zone }: { evidence: Evidence; asOf: string; zone: string }) {
  if (evidence.at === null) return null;
  const spread =
    evidence.kind === 'event' && evidence.firstAt && evidence.firstAt !== evidence.at ? evidence.firstAt : null;
  return (
    <span className="text-ink-3">
      {spread && `${clockNear(spread, asOf, zone)} to `}
      <Instant at={evidence.at} near={asOf} zone={zone} />
    </span>
  );
}

function Quoted({ evidence, asOf, zone }: Omit<EvidenceQuoteProps, 'number'>) {
  switch (evidence.kind) {
    case 'field':
      return <Fields fields={evidence.fields} />;
    case 'event':
      return <Marked text={evidence.message} marks={evidence.marks} />;
    case 'log':
    case 'object':
      return <Marked text={evidence.text} marks={evidence.marks} />;
    case 'metric':
      return evidence.samples.map((sample, index) => (
        <Fragment key={index}>
          {index > 0 && '\n'}
          {evidence.samples.length > 1 && <span className="text-ink-3">{clockNear(sample.at, asOf, zone)} </span>}
          {sample.decisive ? <mark>{sample.value}</mark> : sample.value}
          {unitAfter(sample.value, evidence.unit)}
        </Fragment>
      ));
    case 'absence':
      return (
        <>
          {evidence.text}
          <span className="text-ink-3">{`\nlooked at: ${evidence.looked}`}</span>
        </>
      );
  }
}

function Fields({ fields }: { fields: FieldEvidence['fields'] }) {
  const { prefix, lines } = fieldLines(fields);
  const pieces = lines.map(({ name, value, decisive }, index) => (
    <Fragment key={index}>
      {index > 0 && (prefix === '' ? '\n' : '   ')}
      <span className={prefix === '' ? '' : 'inline-block max-w-full align-top'}>
        {name}: {decisive ? <mark>{value}</mark> : value}
      </span>
    </Fragment>
  ));
  if (prefix === '') return pieces;
  return (
    <>
      {prefix}
      <span className="block pl-[2ch]">{pieces}</span>
    </>
  );
}

/** Text with its decisive parts marked. */
function Marked({ text, marks }: { text: string; marks: readonly Span[] }) {
  return markedParts(text, marks).map(({ words, isMarked }, index) =>
    isMarked ? <mark key={index}>{words}</mark> : <Fragment key={index}>{words}</Fragment>,
  );
}
