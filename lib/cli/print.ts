/** A look, as the command line prints it. */
import 'server-only';

import { type Diagnosis, plainHeadline } from '../model/diagnosis';
import { oneLine } from '../report/inline';
import { plain, toMarkdown } from '../report/markdown';
import { toText } from '../report/text';
import type { Look } from '../service/look-once';
import type { Output } from './options';

const broken = (diagnosis: Diagnosis): boolean => diagnosis.status === 'broken' || diagnosis.status === 'degraded';

/** What goes to stdout. `one`: a single workload was asked for. */
export function print(look: Look, output: Output, one: boolean): string {
  const { asOf, items, totals, missing } = look;
  if (output === 'json') {
    const answer = one ? items[0] : { asOf, items, totals, missing, nextCursor: null };
    return `${JSON.stringify(answer, null, 2)}\n`;
  }
  if (output === 'markdown') {
    const parts = items.length === 0 ? [`**${nothing(look)}**`] : items.map(toMarkdown);
    return `${[...parts, ...unread(missing)].map((text) => text.trimEnd()).join('\n\n---\n\n')}\n`;
  }
  if (items.length === 0) return `${nothing(look)}\n`;
  const texts = [...(items.length > 1 ? [overview(look)] : []), ...items.map((item) => toText(item).trimEnd())];
  return `${texts.join(`\n\n${'─'.repeat(60)}\n\n`)}\n`;
}

/** Of several: each in a line, in their order, before the first fills the screen. */
function overview({ items, totals, asOf }: Look): string {
  const counts = Object.entries(totals.byStatus).flatMap(([status, count]) =>
    count > 0 ? [`${count} ${status}`] : [],
  );
  const rows = items.map(({ status, workload: { namespace, kind, name }, primary }) => [
    status,
    `${namespace}/${kind}/${name}`,
    primary === null ? '' : `${oneLine(plainHeadline(primary.headline))} (${primary.certainty})`,
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [`${counts.join(', ')}, as of ${asOf}`, '', ...lines].join('\n');
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function nothing({ totals, asOf, blind, namespaces }: Look): string {
  const looked = `${plural(totals.workloads, 'workload')} in ${plural(totals.namespaces, 'namespace')}, as of ${asOf}`;
  if (blind) return `Whether something is broken cannot be told: not everything could be read or judged (${looked}).`;
  if (totals.workloads > 0) return `Nothing is broken: ${looked}.`;
  if (namespaces.length === 0) return `No workload was found (${looked}).`;
  return `No workload was found in ${namespaces.join(', ')} (${looked}). -A looks in all namespaces.`;
}

/** In markdown, which travels without what stderr said. */
function unread(missing: readonly string[]): string[] {
  return missing.length === 0 ? [] : [`## Not read\n\n${missing.map((what) => `- ${plain(what)}`).join('\n')}`];
}

/** 0 nothing is broken, 1 something is, 2 there was nothing to judge or a part of it could not be read or judged. */
export function exitStatus({ items, totals, blind }: Look): 0 | 1 | 2 {
  if (items.some(broken)) return 1;
  return blind || totals.workloads === 0 ? 2 : 0;
}
