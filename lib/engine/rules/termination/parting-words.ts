/** What a run that ended with 0 said last, where that tells of a thing it lacks or refuses in words that no signature knows. */
import type { LogEvidence } from '../../../model/diagnosis';
import type { LogLine } from '../../../model/log';
import { lineEvidence } from '../../evidence';
import { logsOfRun } from '../../facts/log-read';
import type { ContainerView } from '../../facts/views';

/** Spoken lines from the end that count as its last words; usage text with its list of options is longer. */
const last = 3;
const usageLength = 40;

/** The head of what programs print that are called in a way they do not know: getopt, argparse, cobra, flag, clap, picocli. */
const usage = /^\s*(?:usage(?: of \S{1,100})?\s*:|usage:?\s+\S|synopsis\b)/i;

const lack =
  /\b(?:absent|missing|nothing to|no such|not (?:\w{1,12} )?(?:found|set|given|present|there|available|configured|enabled|supported|allowed|permitted|licen[sc]ed|specified|provided|valid|known)|un(?:available|supported|licen[sc]ed|known|recogni[sz]ed)|refus(?:es|ed|ing)|denied|disabled|expired|invalid|illegal|(?:can|could|does|did|was|is)(?:n't| not)|cannot|unable|giving up|gave up|required|no (?:[\w-]{1,30} ){0,4}(?:found|given|set|configured|specified|provided|available|defined|present)|please|you must|must be|needs? to be)\b/i;
const harmless = /\b(?:without|no|0) (?:errors?|failures?|warnings?|problems?)\b/i;

/** The first such line among the last words of that run; null where it ended on words of work, or said nothing. */
export function partingWords(container: ContainerView, run: { current: boolean }): LogEvidence | null {
  for (const digest of logsOfRun(container, run)) {
    const spoken = digest.excerpt.filter(({ text }) => text.trim() !== '');
    const tells = ({ n, text }: LogLine, fromEnd: number) =>
      (usage.test(text) && digest.lines - n < usageLength) ||
      (fromEnd <= last && lack.test(text) && !harmless.test(text));
    const line = spoken.find((one, index) => tells(one, spoken.length - index));
    const found = line && lineEvidence(digest, line.n);
    if (found) return found;
  }
  return null;
}
