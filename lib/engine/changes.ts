/** What changed with each rollout: the templates of neighbouring revisions, compared field by field (signals §9). */

import type { Change, Evidence } from '../model/diagnosis';
import type { PodTemplate } from '../model/kubernetes';
import type { Container } from '../model/pod-spec';
import { dayMs } from '../format/units';
import { labelOf } from './evidence';
import { iso, timeMs, type WorkloadView } from './facts/views';
import { quoteChanges } from './revision-quotes';

export interface Revision {
  number: number;
  at: string | null;
  object: string;
  template: PodTemplate;
}

/** Revisions that still exist, oldest first: ReplicaSets of a Deployment, ControllerRevisions of the others. */
export function revisionsOf(view: WorkloadView): Revision[] {
  const { children, revisions } = view.snapshot;
  const fromSets = children.flatMap((child) => {
    const number = Number(child.metadata.annotations['deployment.kubernetes.io/revision']);
    if (child.kind !== 'ReplicaSet' || !child.spec.template || Number.isNaN(number)) return [];
    return [{ number, at: child.metadata.creationTimestamp, object: labelOf(child), template: child.spec.template }];
  });
  const fromRevisions = revisions.flatMap((revision) =>
    revision.template
      ? [
          {
            number: revision.revision,
            at: revision.metadata.creationTimestamp,
            object: labelOf(revision),
            template: revision.template,
          },
        ]
      : [],
  );
  return (fromSets.length > 0 ? fromSets : fromRevisions).sort((a, b) => a.number - b.number);
}

/** A container as flat fields, in words that a person would write; env by name only, values are not kept. */
function flat(container: Container): Map<string, string> {
  const probe = (name: 'livenessProbe' | 'readinessProbe' | 'startupProbe') => {
    const p = container[name];
    return p ? [[name, JSON.stringify(p)] as const] : [];
  };
  return new Map([
    ['image', container.image],
    ...Object.entries(container.resources.limits).map(([key, value]) => [`resources.limits.${key}`, value] as const),
    ...Object.entries(container.resources.requests).map(
      ([key, value]) => [`resources.requests.${key}`, value] as const,
    ),
    ...(container.command.length > 0 ? [['command', container.command.join(' ')] as const] : []),
    ...(container.args.length > 0 ? [['args', container.args.join(' ')] as const] : []),
    ...container.env.map((env) => [`env ${env.name}`, envWords(env)] as const),
    ...container.volumeMounts.map((mount) => [`volumeMounts ${mount.mountPath}`, mount.name] as const),
    ...probe('livenessProbe'),
    ...probe('readinessProbe'),
    ...probe('startupProbe'),
  ]);
}

function envWords(env: Container['env'][number]): string {
  const ref = env.valueFrom?.secretKeyRef ?? env.valueFrom?.configMapKeyRef;
  if (ref) return `${ref.key} of ${ref.name}`;
  return env.value ?? env.address ?? (env.empty ? 'empty' : 'set');
}

export interface FieldChange {
  container: string;
  field: string;
  from: string | null;
  to: string | null;
}

/** Differences of two templates; containers are matched by name. */
export function compareTemplates(before: PodTemplate, after: PodTemplate): FieldChange[] {
  const changes: FieldChange[] = [];
  const all = (template: PodTemplate) => [...template.spec.initContainers, ...template.spec.containers];
  for (const container of all(after)) {
    const old = all(before).find((candidate) => candidate.name === container.name);
    if (!old) {
      changes.push({ container: container.name, field: 'container', from: null, to: container.image });
      continue;
    }
    const [a, b] = [flat(old), flat(container)];
    for (const field of new Set([...a.keys(), ...b.keys()])) {
      const [from, to] = [a.get(field) ?? null, b.get(field) ?? null];
      if (from !== to) changes.push({ container: container.name, field, from, to });
    }
  }
  for (const old of all(before)) {
    if (!all(after).some((c) => c.name === old.name))
      changes.push({ container: old.name, field: 'container', from: old.image, to: null });
  }
  return changes;
}

/** Rollouts of the last day, newest last, each changed field one entry. */
export function changesOf(view: WorkloadView, cite: (evidence: Evidence[]) => number[]): Change[] {
  const revisions = revisionsOf(view);
  return revisions.flatMap((revision, i): Change[] => {
    const before = revisions[i - 1];
    const atMs = timeMs(revision.at);
    if (!before || atMs === null || view.nowMs - atMs > dayMs) return [];
    return compareTemplates(before.template, revision.template).map((change) => ({
      at: iso(atMs),
      kind: 'rollout',
      revision: revision.number,
      field: `${change.container}: ${change.field}`,
      from: change.from,
      to: change.to,
      evidence: cite(quoteChanges(before, revision, [change])),
    }));
  });
}
