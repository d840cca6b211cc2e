/** A diagnosis as Markdown, for an incident channel or a ticket. */

import type { Diagnosis } from '../model/diagnosis';
import type { Inline } from './inline';
import { outlineOf, type Note, type Outline, type Step } from './outline';
import type { Quote } from './quote';
import { noMention } from './no-mention';

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
}

/** A code span with a fence longer than any run of backticks inside it. */
function code(text: string): string {
  const safe = noMention(text);
  const fence = '`'.repeat(longestRun(safe) + 1);
  const pad = /^`|`$|^\s.*\s$/.test(safe) ? ' ' : '';
  return safe === '' ? '' : `${fence}${pad}${safe}${pad}${fence}`;
}

function block(text: string, language = ''): string {
  const safe = noMention(text);
  const fence = '`'.repeat(Math.max(3, longestRun(safe) + 1));
  return `${fence}${language}\n${safe}\n${fence}`;
}

/**
 * Words of the cluster are words and nothing else: no emphasis, link, image, HTML, heading or table out of them. Whatever a
 * renderer would turn into a link or a mention by itself (an address, an @) is set as code, where nothing does.
 */
export function plain(text: string): string {
  return lineStart(words(text));
}

/** The same within a line. */
function words(text: string): string {
  return text
    .split(/((?:[^\s]*(?:@|:\/\/|\bwww\.)[^\s]*))/)
    .map((part, index) => (index % 2 === 1 ? code(part) : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]#|~!$^]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** What would begin a list or underline a heading, at the start of a line: only punctuation can be escaped, and an address is no list. */
function lineStart(markdown: string): string {
  return markdown.replace(/^(\s*)(?=[-+=])/, '$1\\').replace(/^(\s*\d+)(?=[.)](?:\s|$))/, '$1\\');
}

function inline(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return words(part);
      if ('code' in part) return code(part.code);
      if ('mark' in part) return `**${words(part.mark)}**`;
      return ` (evidence ${part.refs.join(', ')})`;
    })
    .join('');
}

function section(title: string, blocks: readonly string[]): string[] {
  return blocks.length === 0 ? [] : [`## ${title}`, ...blocks];
}

function list(items: readonly string[]): string[] {
  return items.length === 0 ? [] : [items.map((item) => `- ${lineStart(item)}`).join('\n')];
}

function stepOf(step: Step): string[] {
  return [
    `### ${inline(step.title)} (${step.safety})`,
    lineStart(inline(step.why)),
    ...(step.arithmetic === null ? [] : [`Worked out: ${words(step.arithmetic)}`]),
    ...(step.owner === null ? [] : [`Ask: ${words(step.owner)}`]),
    ...(step.diff.length === 0 ? [] : [block(step.diff.map((line) => `${line.sign} ${line.text}`).join('\n'), 'diff')]),
    ...(step.patch === null ? [] : [block(step.patch, 'yaml')]),
    ...(step.command === null ? [] : [block(step.command, 'sh')]),
    ...(step.placeholders.length === 0 ? [] : [`Replace first: ${step.placeholders.map(code).join(', ')}`]),
    ...(step.verify === null ? [] : ['Then watch:', block(step.verify, 'sh')]),
    ...(step.undo === null ? [] : ['To take it back:', block(step.undo, 'sh')]),
  ].filter((text) => text !== '');
}

function quote({ number, source, when, parts }: Quote): string[] {
  const decisive = parts
    .filter((part) => part.decisive && part.text.trim() !== '')
    .map((part) => code(part.text.replace(/\s*\n\s*/g, ' ')));
  return [
    `**${number}.** ${words(source)}${when === null ? '' : `, ${when}`}`,
    block(parts.map((part) => part.text).join('')),
    ...(decisive.length === 0 ? [] : [`Decisive: ${decisive.join(', ')}`]),
  ];
}

function notes(all: readonly Note[], lead: string): string[] {
  return all.map(({ name, text }) => `**${words(name)}**: ${lead}${inline(text)}`);
}

function alsoSeen({ also }: Outline): string[] {
  return list(
    also.map(
      ({ headline, certainty, claims }) =>
        `${inline(headline)} (${certainty.toLowerCase()})${claims.map((claim) => `. ${inline(claim)}`).join('')}`,
    ),
  );
}

/** GitHub-flavoured Markdown; inert in chat as well (security A01, A35). Ends with a newline. */
export function toMarkdown(diagnosis: Diagnosis): string {
  const outline = outlineOf(diagnosis);
  const { certainty, pending, wouldDisprove } = outline;
  const blocks = [
    `# ${inline(outline.headline)}`,
    `${plain(outline.where)}  \n${outline.statusLine}${certainty === null ? '' : `. **${certainty}.**`}`,
    ...list(outline.facts.map(words)),
    ...(pending === null ? [] : [plain(pending)]),
    ...section('Why', [
      ...(outline.why.length === 0
        ? []
        : [outline.why.map((claim, index) => `${index + 1}. ${lineStart(inline(claim))}`).join('\n')]),
      ...(wouldDisprove === null ? [] : [`Would disprove it: ${inline(wouldDisprove)}`]),
    ]),
    ...section('Also seen', alsoSeen(outline)),
    ...section(
      'Risks',
      list(
        outline.risks.map(
          ({ headline, claims }) => `${inline(headline)}${claims.map((claim) => `. ${inline(claim)}`).join('')}`,
        ),
      ),
    ),
    ...section('What to do', outline.steps.flatMap(stepOf)),
    ...section('Evidence', outline.evidence.flatMap(quote)),
    ...section('What changed', list(outline.changes.map(inline))),
    ...section('What else it could be', list(notes(outline.ruledOut, 'ruled out: '))),
    ...section('Not checked', list(notes(outline.notChecked, ''))),
    ...section(
      'Be told next time',
      outline.alerts.flatMap(({ title, why, yaml }) => [`**${words(title)}**: ${inline(why)}`, block(yaml, 'yaml')]),
    ),
    '---',
    plain(outline.footer),
  ];
  return `${blocks.join('\n\n')}\n`;
}
