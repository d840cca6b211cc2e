// Environment variables: names, references, and of literal values only what a diagnosis needs (design §2).
import 'server-only';

import type { EnvFrom, EnvVar } from '../../model/pod-spec';
import { addressOf } from './env-address';
import { keptValue } from './env-value';
import { type Raw, asBoolean, asOptionalRecord, asRecord, asRecords } from './raw';
import type { Texts } from './texts';

/**
 * `env` of a container. A literal value is looked at here and nowhere else: what `keptValue` and `addressOf` do not take
 * from it is gone when this function returns.
 */
export function envVars(value: unknown, texts: Texts): EnvVar[] {
  const entries = asRecords(value);
  const literals = new Map(entries.map((entry) => [asText(entry.name), asText(entry.value)]));
  return texts.share(entries.map((entry) => envVar(entry, literals, texts)));
}

/** Numbers and booleans are not valid here, but hand-made YAML has them. */
function asText(value: unknown): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

function envVar(raw: Raw, literals: ReadonlyMap<string, string>, texts: Texts): EnvVar {
  const name = asText(raw.name);
  const valueFrom = asOptionalRecord(raw.valueFrom);
  const text = asText(raw.value);
  const kept = valueFrom === null ? keptValue(name, text) : null;
  const address = valueFrom === null ? addressOf(name, text, literals) : null;
  return {
    name: texts.common(name),
    value: kept === null ? null : texts.free(kept),
    address: address === null ? null : texts.free(address),
    // The API leaves an empty value out, so a variable without a reference has a literal, the empty one (types.go EnvVar).
    literal: valueFrom === null,
    empty: valueFrom === null && text === '',
    valueFrom:
      valueFrom === null
        ? null
        : {
            secretKeyRef: keyRef(valueFrom.secretKeyRef, texts),
            configMapKeyRef: keyRef(valueFrom.configMapKeyRef, texts),
            fieldRef: texts.optional(asRecord(valueFrom.fieldRef).fieldPath),
            resourceFieldRef: texts.optional(asRecord(valueFrom.resourceFieldRef).resource),
          },
  };
}

function keyRef(value: unknown, texts: Texts): { name: string; key: string; optional: boolean } | null {
  const raw = asOptionalRecord(value);
  if (raw === null) return null;
  return { name: texts.common(raw.name), key: texts.common(raw.key), optional: asBoolean(raw.optional) ?? false };
}

/** `envFrom` of a container: the names of the ConfigMaps and Secrets, whose values are never read. */
export function envFrom(value: unknown, texts: Texts): EnvFrom[] {
  return texts.share(
    asRecords(value).map((raw) => ({
      prefix: texts.common(raw.prefix),
      configMapRef: sourceRef(raw.configMapRef, texts),
      secretRef: sourceRef(raw.secretRef, texts),
    })),
  );
}

function sourceRef(value: unknown, texts: Texts): { name: string; optional: boolean } | null {
  const raw = asOptionalRecord(value);
  return raw === null ? null : { name: texts.common(raw.name), optional: asBoolean(raw.optional) ?? false };
}
