/** Builders of evidence: a verbatim quotation with its place, or a stated absence. */

import type {
  AbsenceEvidence,
  EventEvidence,
  FieldEvidence,
  LogEvidence,
  ObjectEvidence,
  Span,
} from '../model/diagnosis';
import type { ClusterEvent, Condition, ObjectBase } from '../model/kubernetes';
import type { LogDigest, LogHit } from '../model/log';
import type { ContainerView } from './facts/views';

/** How evidence names an object: "Deployment shop/cart", "Node worker-1". */
export function labelOf(object: ObjectBase): string {
  const { namespace, name } = object.metadata;
  return `${object.kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

type FieldValue = string | number | boolean | null | undefined | readonly unknown[];

/** As `kubectl get -o json` has it; a list on one line, without what is not set. */
function verbatim(value: NonNullable<FieldValue>): string {
  return typeof value === 'object' ? JSON.stringify(value, (_key, part: unknown) => part ?? undefined) : String(value);
}

/** The step of a path to a key of a map; one with dots or slashes in brackets, as jq reads it: `["requests.memory"]`. */
export function keyStep(name: string): string {
  return /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** Fields of one object. A decisive field's path begins with "!"; absent values are left out, for they cannot be quoted. */
export function fields(object: string, at: string | null, values: Record<string, FieldValue>): FieldEvidence {
  return {
    kind: 'field',
    object,
    at,
    fields: Object.entries(values).flatMap(([path, value]) =>
      value === null || value === undefined || value === '' || (typeof value === 'object' && value.length === 0)
        ? []
        : [{ path: path.replace(/^!/, ''), value: verbatim(value), decisive: path.startsWith('!') }],
    ),
  };
}

/** Where a needle stands in a text; none where it does not, so that a mark never lies. */
export function spansOf(text: string, needles: readonly (string | undefined)[]): Span[] {
  const spans: Span[] = [];
  for (const needle of needles) {
    const at = needle ? text.indexOf(needle) : -1;
    if (needle && at >= 0) spans.push([at, at + needle.length]);
  }
  return spans.sort((a, b) => a[0] - b[0]).filter((span, i, all) => i === 0 || span[0] >= (all[i - 1]?.[1] ?? 0));
}

/** One event (maybe standing for many of the same text), with the decisive parts of its message marked. */
export function eventEvidence(event: ClusterEvent, ...decisive: (string | undefined)[]): EventEvidence {
  const { kind, namespace, name } = event.involvedObject;
  return {
    kind: 'event',
    object: `${kind} ${namespace === '' || kind === 'Node' ? name : `${namespace}/${name}`}`,
    at: event.at,
    type: event.type,
    reason: event.reason,
    message: event.message,
    marks: spansOf(event.message, decisive),
    count: event.count,
    firstAt: event.firstAt,
  };
}

/** The lines of a hit, verbatim, with the decisive part of the first one marked. */
export function logEvidence(digest: LogDigest, hit: LogHit): LogEvidence {
  const lines = digest.excerpt.filter((line) => line.n >= hit.line && line.n <= Math.min(hit.endLine, hit.line + 11));
  return {
    kind: 'log',
    object: `Log of ${digest.container} in ${digest.pod}`,
    at: hit.at,
    container: digest.container,
    instance: digest.instance,
    line: hit.line,
    text: lines.map((line) => line.text).join('\n'),
    marks: lines.length > 0 ? [hit.mark] : [],
  };
}

/** Any one line of a log, unmarked: the last words where nothing in them was recognised. */
export function lineEvidence(digest: LogDigest, n: number): LogEvidence | null {
  const line = digest.excerpt.find((candidate) => candidate.n === n);
  if (!line) return null;
  return {
    kind: 'log',
    object: `Log of ${digest.container} in ${digest.pod}`,
    at: line.at,
    container: digest.container,
    instance: digest.instance,
    line: n,
    text: line.text,
    marks: [],
  };
}

/** A condition of an object, quoted as `Type=Status Reason message`; the words in `decisive` are marked. */
export function conditionEvidence(object: ObjectBase, condition: Condition, ...decisive: string[]): ObjectEvidence {
  const text = [`${condition.type}=${condition.status}`, condition.reason, condition.message]
    .filter((part) => part !== '')
    .join(' ');
  return {
    kind: 'object',
    object: `${labelOf(object)}, status.conditions`,
    at: condition.lastTransitionTime,
    text,
    marks: spansOf(text, decisive),
  };
}

/** A quotation of an object. `at`: ISO 8601 or null where it has no time; the words in `decisive` are marked. */
export function objectEvidence(object: string, at: string | null, text: string, ...decisive: string[]): ObjectEvidence {
  return { kind: 'object', object, at, text, marks: spansOf(text, decisive) };
}

/** Fields of a controller's spec. */
export function specOf(object: ObjectBase, values: Record<string, FieldValue>): FieldEvidence {
  const paths = Object.entries(values).map(([path, value]) => [`spec.${path}`, value] as const);
  return fields(labelOf(object), null, Object.fromEntries(paths));
}

/** Something looked for and not found. `looked` must say among how many, or where. */
export function absence(object: string, text: string, looked: string): AbsenceEvidence {
  return { kind: 'absence', object, at: null, text, looked };
}

/** A field of the container's spec, quoted with its true path. */
export function specField(container: ContainerView, values: Record<string, FieldValue>): FieldEvidence {
  return fields(
    container.pod.label,
    null,
    Object.fromEntries(
      Object.entries(values).map(([path, v]) => [
        path.startsWith('!') ? `!${container.specPath}.${path.slice(1)}` : `${container.specPath}.${path}`,
        v,
      ]),
    ),
  );
}

/** A field that the container's spec does not have, as an API server shows all that are set. */
export function noSpecField(container: ContainerView, path: string): AbsenceEvidence {
  return absence(container.pod.label, `no ${path}`, container.specPath);
}
