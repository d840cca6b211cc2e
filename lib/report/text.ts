/** A diagnosis as plain text, for a terminal or a mail. */

import type { Diagnosis } from '../model/diagnosis';
import { plainInline, type Inline } from './inline';
import { noMention } from './no-mention';
import { outlineOf, type Note, type Step } from './outline';
import type { Quote } from './quote';

function indent(text: string, by: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : by + line))
    .join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title.toUpperCase(), ...lines];
}

function numbered(claims: readonly Inline[][]): string[] {
  return claims.map((claim, index) => `  ${index + 1}. ${plainInline(claim)}`);
}

function step(found: Step, index: number): string[] {
  const { title, why, safety, diff, patch, command, placeholders, verify, undo, owner, arithmetic } = found;
  return [
    ...(index > 0 ? [''] : []),
    `  ${plainInline(title)} (${safety})`,
    ...(why.length === 0 ? [] : [`    ${plainInline(why)}`]),
    ...(arithmetic === null ? [] : [`    worked out: ${arithmetic}`]),
    ...(owner === null ? [] : [`    ask: ${owner}`]),
    ...diff.map((line) => `    ${line.sign} ${line.text}`),
    ...(patch === null ? [] : [indent(patch, '    ')]),
    ...(command === null ? [] : [`    $ ${command}`]),
    ...(placeholders.length === 0 ? [] : [`    replace first: ${placeholders.join(', ')}`]),
    ...(verify === null ? [] : [`    then watch:      ${verify}`]),
    ...(undo === null ? [] : [`    to take it back: ${undo}`]),
  ];
}

function quote({ number, source, when, parts }: Quote): string[] {
  return [
    `  [${number}] ${source}${when === null ? '' : `, ${when}`}`,
    ...parts
      .map((part) => part.text)
      .join('')
      .replace(/\n+$/, '')
      .split('\n')
      .map((line) => (line === '' ? '      |' : `      | ${line}`)),
  ];
}

function notes(all: readonly Note[]): string[] {
  return all.map(({ name, text }) => `  ${name}: ${plainInline(text)}`);
}

/** No markup and no colour. Ends with a newline. */
export function toText(diagnosis: Diagnosis): string {
  const outline = outlineOf(diagnosis);
  const { certainty, pending, wouldDisprove } = outline;
  const lines = [
    plainInline(outline.headline),
    outline.where,
    `${outline.statusLine}${certainty === null ? '' : `. ${certainty}.`}`,
    ...outline.facts.map((fact) => `  ${fact}`),
    ...(pending === null ? [] : [pending]),
    ...section('Why', [
      ...numbered(outline.why),
      ...(wouldDisprove === null ? [] : [`  Would disprove it: ${plainInline(wouldDisprove)}`]),
    ]),
    ...section(
      'Also seen',
      outline.also.flatMap(({ headline, certainty: how, claims }) => [
        `  ${plainInline(headline)} (${how.toLowerCase()})`,
        ...claims.map((claim) => `    ${plainInline(claim)}`),
      ]),
    ),
    ...section(
      'Risks',
      outline.risks.flatMap(({ headline, claims }) => [
        `  ${plainInline(headline)}`,
        ...claims.map((claim) => `    ${plainInline(claim)}`),
      ]),
    ),
    ...section('What to do', outline.steps.flatMap(step)),
    ...section('Evidence', outline.evidence.flatMap(quote)),
    ...section(
      'What changed',
      outline.changes.map((change) => `  ${plainInline(change)}`),
    ),
    ...section('What else it could be (ruled out)', notes(outline.ruledOut)),
    ...section('Not checked', notes(outline.notChecked)),
    ...section(
      'Be told next time',
      outline.alerts.flatMap(({ title, why, yaml }) => [`  ${title}`, `    ${plainInline(why)}`, indent(yaml, '    ')]),
    ),
    '',
    outline.footer,
  ];
  return `${noMention(lines.join('\n'))}\n`;
}
