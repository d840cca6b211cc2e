import { kinds } from '@/lib/model/kinds';

/** "endpointslices" → "EndpointSlices"; kinds of one word stay as they are: "pods". */
const names = new Map(
  Object.entries(kinds)
    .filter(([kind]) => /.[A-Z]/.test(kind))
    .map(([kind, { plural }]) => [plural, `${kind}s`] as const),
);

/** The plural of a kind at the start of a text, as people write it: "limitranges in shop" → "LimitRanges in shop". */
export function kindNames(text: string): string {
  return text.replace(/^[a-z]+(?= |$)/, (word) => names.get(word) ?? word);
}
