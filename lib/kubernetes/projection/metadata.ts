// metadata of every object: identity, owners, the few annotations that matter, and who changed what last.
import 'server-only';

import { hash } from 'node:crypto';
import type { Kind, Meta, ObjectReference, OwnerReference } from '../../model/kubernetes';
import { kinds } from '../../model/kinds';
import { controllerFields, fieldOwners } from './managed-fields';
import { Unread, type Raw, asBoolean, asInstant, asList, asNumber, asRecord, asRecords } from './raw';
import type { Texts } from './texts';

/**
 * Annotations that a rule or a page reads (signals §2.1, §9). Never `last-applied-configuration`: it is the whole manifest,
 * environment values included.
 */
const keptAnnotations = new Set([
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deprecated.daemonset.template.generation',
  'kubernetes.io/change-cause',
  'kubernetes.io/config.mirror',
  'kubernetes.io/config.source',
  'kubernetes.io/limit-ranger',
  'kubectl.kubernetes.io/restartedAt',
  'kubectl.kubernetes.io/default-container',
  'argocd.argoproj.io/tracking-id',
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
  'reloader.stakater.com/last-reloaded-from',
  'vpaUpdates',
  'vpaObservedContainers',
  'batch.kubernetes.io/cronjob-scheduled-timestamp',
  'batch.kubernetes.io/job-completion-index',
  'starved_resource',
  'offending_containers',
  'offending_containers_usage',
  'offending_pod',
  'offending_pod_usage',
  'sidecar.istio.io/status',
  'cluster-autoscaler.kubernetes.io/safe-to-evict',
]);
const keptPrefixes = [
  'checksum/',
  'kustomize.toolkit.fluxcd.io/',
  'helm.toolkit.fluxcd.io/',
  'reconcile.fluxcd.io/',
  'container.apparmor.security.beta.kubernetes.io/',
];

/** True for the few annotations that a diagnosis reads; all others may hold anything. */
export function isKeptAnnotation(key: string): boolean {
  return keptAnnotations.has(key) || keptPrefixes.some((prefix) => key.startsWith(prefix));
}

/** The kept annotations, cleaned, each at most 1,000 characters. */
export function annotations(value: unknown, texts: Texts): Record<string, string> {
  return texts.map(value, (entry) => texts.free(entry).slice(0, 1_000), isKeptAnnotation);
}

/** Events are many and short-lived and have no history worth keeping; field paths are read of controllers only. */
type Writers = 'none' | 'names' | 'fields';

/** What is read of who wrote an object. */
export function writersFor(kind: Kind): Writers {
  if (kind === 'Event') return 'none';
  return kinds[kind].group === 'apps' || kinds[kind].group === 'batch' || kind === 'ReplicationController'
    ? 'fields'
    : 'names';
}

/** What pods of one owner have in common. */
export type SharedMeta = Pick<Meta, 'labels' | 'annotations' | 'ownerReferences' | 'finalizers'>;

/** Total: what is missing becomes '' or null. A namespaced object that names no namespace is in `default`, as kubectl has it. */
export function metadata(kind: Kind, raw: Raw, texts: Texts): Meta {
  const writers = writersFor(kind);
  const namespace = texts.common(raw.namespace);
  return {
    name: texts.plain(raw.name),
    namespace: kinds[kind].namespaced ? namespace || 'default' : '',
    uid: texts.plain(raw.uid),
    resourceVersion: texts.plain(raw.resourceVersion),
    creationTimestamp: asInstant(raw.creationTimestamp),
    deletionTimestamp: asInstant(raw.deletionTimestamp),
    deletionGracePeriodSeconds: asNumber(raw.deletionGracePeriodSeconds),
    generation: asNumber(raw.generation),
    ...(raw.shared instanceof Unread ? sharedOfText(raw.shared, texts) : sharedPart(raw, texts)),
    writers:
      writers === 'none'
        ? texts.share([])
        : fieldOwners(raw, texts).map(({ writer, fieldsV1 }) => ({
            ...writer,
            fields: texts.share(writers === 'fields' ? controllerFields(writer, fieldsV1, texts) : []),
          })),
  };
}

function sharedPart(raw: Raw, texts: Texts): SharedMeta {
  return {
    labels: texts.share(texts.labels(raw.labels)),
    annotations: texts.share(annotations(raw.annotations, texts)),
    ownerReferences: texts.share(asRecords(raw.ownerReferences).map((owner) => ownerReference(owner, texts))),
    ...(asList(raw.finalizers).length > 0 ? { finalizers: texts.plainList(raw.finalizers) } : {}),
  };
}

/** Kept under its hash: an annotation may hold a secret. Throws where it cannot be parsed. */
function sharedOfText(unread: Unread, texts: Texts): SharedMeta {
  const key = hash('sha256', unread.text, 'base64');
  const known = texts.metadata.get(key);
  if (known !== undefined) return known;
  const read = sharedPart(asRecord(unread.parse()), texts);
  texts.metadata.set(key, read);
  return read;
}

function ownerReference(raw: Raw, texts: Texts): OwnerReference {
  return {
    apiVersion: texts.common(raw.apiVersion),
    kind: texts.common(raw.kind),
    name: texts.common(raw.name),
    uid: texts.common(raw.uid),
    controller: asBoolean(raw.controller) ?? false,
  };
}

function isClusterScoped(kind: string): boolean {
  return Object.entries(kinds).some(([known, { namespaced }]) => known === kind && !namespaced);
}

/** `fallback` is the namespace of the object that refers: events leave their own out in hand-made files. */
export function objectReference(value: unknown, fallback: string, texts: Texts): ObjectReference {
  const raw = asRecord(value);
  const kind = texts.common(raw.kind);
  return {
    kind,
    namespace: texts.common(raw.namespace) || (isClusterScoped(kind) ? '' : fallback),
    name: texts.common(raw.name),
    uid: texts.common(raw.uid),
    fieldPath: texts.common(raw.fieldPath),
  };
}
