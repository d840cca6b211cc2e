/** What two revisions say of a changed field, each quoted with its own value at its own path. */

import type { FieldEvidence, NonEmpty } from '../model/diagnosis';
import type { Container } from '../model/pod-spec';
import type { FieldChange, Revision } from './changes';
import { fields, keyStep } from './evidence';

type Quotes = Record<string, string | number | boolean | null | readonly unknown[] | undefined>;

/** Each scalar of a nested object with its dotted path. */
function scalars(value: unknown, path: string): [string, string | number | boolean][] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[path, value]];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => scalars(part, `${path}.${key}`));
}

function containerOf(revision: Revision, name: string): { path: string; container: Container } | null {
  const root = revision.object.startsWith('ControllerRevision ') ? 'data.spec.template.spec' : 'spec.template.spec';
  for (const list of ['initContainers', 'containers'] as const) {
    const at = revision.template.spec[list].findIndex((container) => container.name === name);
    const container = revision.template.spec[list][at];
    if (container) return { path: `${root}.${list}[${at}]`, container };
  }
  return null;
}

/** The field of one revision; nothing where it is not set. Of an environment entry its value is not always kept: then its name. */
function quotesOf(revision: Revision, { container: name, field }: FieldChange): Quotes {
  const place = containerOf(revision, name);
  if (!place) return {};
  const { path, container } = place;
  const [word = '', rest = ''] = [field.split(' ')[0], field.slice(field.indexOf(' ') + 1)];
  if (field === 'container') return { [`!${path}.name`]: container.name, [`!${path}.image`]: container.image };
  if (field === 'image') return { [`!${path}.image`]: container.image };
  if (field === 'command' || field === 'args') return { [`!${path}.${field}`]: container[field] };
  if (field === 'livenessProbe' || field === 'readinessProbe' || field === 'startupProbe')
    return Object.fromEntries(scalars(container[field], `!${path}.${field}`));
  if (word === 'env') {
    const at = container.env.findIndex((env) => env.name === rest);
    const env = container.env[at];
    if (!env) return {};
    return Object.fromEntries([
      [`!${path}.env[${at}].name`, env.name],
      [`!${path}.env[${at}].value`, env.value],
      ...scalars(env.valueFrom, `!${path}.env[${at}].valueFrom`),
    ]);
  }
  if (word === 'volumeMounts') {
    const at = container.volumeMounts.findIndex((mount) => mount.mountPath === rest);
    const mount = container.volumeMounts[at];
    return mount
      ? { [`!${path}.volumeMounts[${at}].mountPath`]: rest, [`!${path}.volumeMounts[${at}].name`]: mount.name }
      : {};
  }
  const [, kind, resource] = /^resources\.(limits|requests)\.(.+)$/.exec(field) ?? [];
  if ((kind !== 'limits' && kind !== 'requests') || resource === undefined) return {};
  return { [`!${path}.resources.${kind}${keyStep(resource)}`]: container.resources[kind][resource] };
}

function quoteOf(revision: Revision, changes: readonly FieldChange[]): FieldEvidence {
  const isSet = !revision.object.startsWith('ControllerRevision ');
  const numberPath = isSet ? 'metadata.annotations["deployment.kubernetes.io/revision"]' : 'revision';
  return fields(revision.object, revision.at, {
    ...Object.fromEntries(changes.flatMap((change) => Object.entries(quotesOf(revision, change)))),
    [numberPath]: revision.number,
  });
}

/** The newer revision first. */
export function quoteChanges(
  before: Revision,
  revision: Revision,
  changes: readonly FieldChange[],
): NonEmpty<FieldEvidence> {
  return [quoteOf(revision, changes), quoteOf(before, changes)];
}
