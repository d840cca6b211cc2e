/** A diagnosis as one HTML file that needs nothing else: no script, no network, readable and printable anywhere. */

import { formatInstant } from '../format/time';
import type { Diagnosis } from '../model/diagnosis';
import type { SeriesView } from '../model/metrics';
import { drawingsOf } from './curves';
import { style } from './html-style';
import { oneLine, type Inline } from './inline';
import { outlineOf, type Note, type Outline, type Step } from './outline';
import type { Quote } from './quote';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** The one way any text enters the file: all five characters, so that it holds in text and in attributes. */
function esc(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

function inline(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return esc(part);
      if ('code' in part) return `<code>${esc(part.code)}</code>`;
      if ('mark' in part) return `<b>${esc(part.mark)}</b>`;
      return part.refs.map((ref) => `<a class="ref" href="#e${ref}" aria-label="Evidence ${ref}">${ref}</a>`).join('');
    })
    .join('');
}

function section(title: string, body: string, id: string): string {
  return body === '' ? '' : `<section aria-labelledby="${id}"><h2 id="${id}">${esc(title)}</h2>${body}</section>`;
}

function commandLine(label: string, command: string | null): string {
  if (command === null) return '';
  return `<div class="cmd">${label === '' ? '' : `<span>${esc(label)}</span>`}<pre>${esc(command)}</pre></div>`;
}

function stepOf(step: Step): string {
  const lines = step.diff
    .map(({ sign, text }) => {
      const kind = sign === '+' ? ' class="add"' : sign === '-' ? ' class="del"' : '';
      return `<div${kind}>${esc(`${sign} ${text}`)}</div>`;
    })
    .join('');
  return [
    `<article class="card"><header><h3>${inline(step.title)}</h3><span class="safety">${esc(step.safety)}</span></header>`,
    `<p>${inline(step.why)}${step.owner === null ? '' : ` Ask: ${esc(step.owner)}.`}</p>`,
    step.arithmetic === null ? '' : `<p class="quiet">Worked out: ${esc(step.arithmetic)}</p>`,
    lines === '' ? '' : `<div class="diff">${lines}</div>`,
    commandLine('patch', step.patch),
    commandLine('', step.command),
    step.placeholders.length === 0
      ? ''
      : `<p>Replace first: ${step.placeholders.map((word) => `<code>${esc(word)}</code>`).join(', ')}</p>`,
    commandLine('then watch', step.verify),
    commandLine('to take it back', step.undo),
    '</article>',
  ].join('');
}

function quote({ number, source, when, parts }: Quote): string {
  const words = parts.map(({ text, decisive }) => (decisive ? `<mark>${esc(text)}</mark>` : esc(text))).join('');
  const time = when === null ? '' : ` <time>${esc(when)}</time>`;
  return `<figure class="quote" id="e${number}"><figcaption><span class="ref">${number}</span> ${esc(source)}${time}</figcaption><pre>${words}</pre></figure>`;
}

function notes(all: readonly Note[], lead: string): string {
  return all
    .map(
      ({ name, text }) =>
        `<div class="fold"><span>${esc(name)}</span><span class="quiet">${lead}${inline(text)}</span></div>`,
    )
    .join('');
}

function runs({ runs: rows, runsLeftOut }: Outline): string {
  if (rows.length === 0) return '';
  const head = ['Container', 'Started', 'Ended', 'How', 'Last line', 'Pod']
    .map((title) => `<th scope="col">${title}</th>`)
    .join('');
  const body = rows
    .map(
      ({ container, pod, started, ended, how, lastLine }) =>
        `<tr><td><code>${esc(container)}</code></td><td class="time">${esc(started)}</td><td class="time">${esc(ended)}</td><td>${esc(how)}</td><td><code>${esc(lastLine)}</code></td><td>${esc(pod)}</td></tr>`,
    )
    .join('');
  const more = runsLeftOut === 0 ? '' : `<p class="quiet">${runsLeftOut} earlier ones are left out.</p>`;
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${more}`;
}

function why({ why: claims, wouldDisprove }: Outline): string {
  const list =
    claims.length === 0 ? '' : `<ol class="why">${claims.map((claim) => `<li>${inline(claim)}</li>`).join('')}</ol>`;
  return list + (wouldDisprove === null ? '' : `<p class="quiet">Would disprove it: ${inline(wouldDisprove)}</p>`);
}

function alsoSeen({ also }: Outline): string {
  return also
    .map(
      ({ headline, certainty, claims }) =>
        `<div class="fold"><span>${esc(certainty)}</span><span>${inline(headline)}<br><span class="quiet">${claims.map(inline).join(' ')}</span></span></div>`,
    )
    .join('');
}

function risks({ risks: all }: Outline): string {
  return all
    .map(
      ({ headline, claims }) =>
        `<div class="fold one"><span>${inline(headline)}<br><span class="quiet">${claims.map(inline).join(' ')}</span></span></div>`,
    )
    .join('');
}

function alerts({ alerts: all }: Outline): string {
  return all
    .map(
      ({ title, why: reason, yaml }) =>
        `<article class="card"><h3>${esc(title)}</h3><p>${inline(reason)}</p>${commandLine('', yaml)}</article>`,
    )
    .join('');
}

function unorderedList(items: readonly Inline[][]): string {
  return items.map((item) => `<div class="fold one">${inline(item)}</div>`).join('');
}

/** Each drawing says its numbers in words beside it: for who cannot see it, and for print without colour. */
function curves(view: SeriesView | null | undefined, diagnosis: Diagnosis): string {
  if (!view) return '';
  const drawings = drawingsOf(view, diagnosis).map(
    ({ name, container, pod, words: says, from, to, svg }) =>
      `<figure class="curve"><figcaption><b>${esc(name)}</b> of <code>${esc(container)}</code> in ${esc(pod)}: ${esc(says)}</figcaption><svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="${esc(`${name}: ${says}`)}">${svg}</svg><p class="ends"><time>${esc(from)}</time><time>${esc(to)}</time></p></figure>`,
  );
  const missing = view.missing.map(({ what, why: reason }) => ({ name: what, text: [reason] }));
  const legend =
    drawings.length === 0
      ? ''
      : '<p class="quiet">Dashed: limit (red) and request. A red line from top to bottom: the end of a run. Thin lines: other pods, or other probes. A gap: no scrape.</p>';
  return drawings.join('') + legend + notes(missing, 'Not measured: ');
}

/**
 * The whole page. `title` becomes the document's title ("cart in shop: OOM-killed at limit"); `frozenAt` says when a share
 * was made; `series`: the curves to draw. A policy in the file forbids it everything but its own style, wherever it is opened from.
 */
export function toHtml(
  diagnosis: Diagnosis,
  options: { title: string; frozenAt?: string; series?: SeriesView | null },
): string {
  const outline = outlineOf(diagnosis);
  const frozen = options.frozenAt ?? diagnosis.asOf;
  const lead =
    outline.certainty === null
      ? ''
      : `<p class="lead quiet"><b>${outline.certainty}.</b> ${outline.why[0] ? inline(outline.why[0]) : ''}</p>`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer">',
    `<title>${esc(oneLine(options.title))}</title><style>${style}</style></head><body><main>`,
    `<p class="frozen">${esc(outline.where)}. Frozen by Unloop at <time datetime="${esc(frozen)}">${esc(formatInstant(frozen))}</time>: it does not change any more.</p>`,
    `<article aria-labelledby="answer"><p class="status ${outline.status}">${esc(outline.statusLine)}</p>`,
    `<h1 id="answer">${inline(outline.headline)}</h1>${lead}`,
    outline.facts.length === 0
      ? ''
      : `<ul class="facts">${outline.facts.map((fact) => `<li>${esc(fact)}</li>`).join('')}</ul>`,
    outline.pending === null ? '' : `<p class="lead quiet">${esc(outline.pending)}</p>`,
    '<div class="columns"><div>',
    section('Why we think so', why(outline), 'why'),
    section('Also seen', alsoSeen(outline), 'also'),
    section('Risks', risks(outline), 'risks'),
    section('Evidence', outline.evidence.map(quote).join(''), 'evidence'),
    '</div><div class="todo">',
    section('What to do', outline.steps.map(stepOf).join(''), 'todo'),
    section('Be told next time', alerts(outline), 'alerts'),
    '</div></div>',
    section('The loop, unrolled', runs(outline), 'runs'),
    section('Measured', curves(options.series, diagnosis), 'measured'),
    section('What changed', unorderedList(outline.changes), 'changes'),
    section('What else it could be', notes(outline.ruledOut, 'Ruled out: '), 'else'),
    section('Not checked', notes(outline.notChecked, ''), 'unchecked'),
    `</article><footer>${esc(outline.footer)}</footer></main></body></html>\n`,
  ].join('');
}
