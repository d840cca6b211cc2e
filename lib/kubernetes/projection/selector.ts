// Label selectors and node selector terms.
import 'server-only';

import type { LabelSelector } from '../../model/kubernetes';
import { asList, asOptionalRecord, asRecord, asRecords } from './raw';
import type { Texts } from './texts';

/** Values that a selector compares a label with: treated as the label itself is, or they would no longer be equal. */
function labelValues(key: unknown, values: unknown, texts: Texts): string[] {
  const name = texts.common(key);
  return texts.share(
    asList(values).flatMap((value) => (typeof value === 'string' ? [texts.labelValue(name, value)] : [])),
  );
}

/** A selector of matchLabels and matchExpressions, or the plain map that a ReplicationController has. */
export function labelSelector(value: unknown, texts: Texts): LabelSelector | null {
  const raw = asOptionalRecord(value);
  if (raw === null) return null;
  const isPlain = !('matchLabels' in raw) && !('matchExpressions' in raw);
  return texts.share({
    matchLabels: texts.labels(isPlain ? raw : raw.matchLabels),
    matchExpressions: asRecords(raw.matchExpressions).map((expression) => ({
      key: texts.common(expression.key),
      operator: texts.common(expression.operator),
      values: labelValues(expression.key, expression.values, texts),
    })),
  });
}

/** One text a term: `topology.kubernetes.io/zone In [a b] and disk Exists`. Terms are alternatives. */
export function nodeSelectorTerms(value: unknown, texts: Texts): string[] {
  return asRecords(value).map((term) =>
    [...asRecords(term.matchExpressions), ...asRecords(term.matchFields)]
      .map((expression) => {
        const { key, values: given } = asRecord(expression);
        const values = labelValues(key, given, texts);
        const head = `${texts.common(key)} ${texts.common(expression.operator)}`;
        return values.length === 0 ? head : `${head} [${values.join(' ')}]`;
      })
      .join(' and '),
  );
}
