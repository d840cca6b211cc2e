/** A look, as the command line prints it. */
import 'server-only';

import type { Diagnosis } from '../model/diagnosis';
import { toMarkdown } from '../report/markdown';
import { toText } from '../report/text';
import type { Look } from '../service/look-once';
import type { Output } from './options';

const broken = (diagnosis: Diagnosis): boolean => diagnosis.status === 'broken' || diagnosis.status === 'degraded';

/** What goes to stdout. `one`: a single workload was asked for. */
export function print(look: Look, output: Output, one: boolean): string {
  const { asOf, items, totals } = look;
  if (output === 'json') {
    const answer = one ? items[0] : { asOf, items, totals, nextCursor: null };
    return `${JSON.stringify(answer, null, 2)}\n`;
  }
  if (items.length === 0) return nothing(look, output);
  const texts = items.map(output === 'markdown' ? toMarkdown : toText).map((text) => text.trimEnd());
  return `${texts.join(output === 'markdown' ? '\n\n---\n\n' : `\n\n${'─'.repeat(60)}\n\n`)}\n`;
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function nothing({ totals, asOf }: Look, output: Output): string {
  const looked = `${plural(totals.workloads, 'workload')} in ${plural(totals.namespaces, 'namespace')}, as of ${asOf}`;
  const line = totals.workloads === 0 ? `No workload was found (${looked}).` : `Nothing is broken: ${looked}.`;
  return output === 'markdown' ? `**${line}**\n` : `${line}\n`;
}

/** 0 nothing is broken, 1 something is, 2 there was nothing to judge or a part of it could not be read. */
export function exitStatus({ items, totals, freshness }: Look): 0 | 1 | 2 {
  if (items.some(broken)) return 1;
  const blind = freshness.missing.some((kind) => kind.startsWith('Pod')) || totals.workloads === 0;
  return blind ? 2 : 0;
}
