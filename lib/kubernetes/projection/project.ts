// From a raw Kubernetes object to the model: only the fields a diagnosis needs, every text clean, never an exception.
import 'server-only';

import { kinds } from '../../model/kinds';
import type {
  ConfigObject,
  ControllerKind,
  Kind,
  ObjectBase,
  ObjectOfKind,
  PoisonObject,
} from '../../model/kubernetes';
import { isObjectName } from '../../model/object-name';
import type { Clean } from './clean';
import { controller, controllerRevision } from './controller';
import { event } from './event';
import { configKeys } from './managed-fields';
import { metadata } from './metadata';
import { horizontalPodAutoscaler, limitRange, namespace, node, resourceQuota } from './namespace-and-node';
import { endpointSlice, service } from './network';
import { pod } from './pod';
import { type Raw, asOptionalRecord, asRecord } from './raw';
import { persistentVolume, persistentVolumeClaim } from './storage';
import { type Texts, textsFor } from './texts';

type Projection<T> = (raw: Raw, base: ObjectBase, texts: Texts) => T;

const controllerOf =
  (kind: ControllerKind): Projection<ObjectOfKind[ControllerKind]> =>
  (raw, base, texts) =>
    controller(kind, raw, base, texts);

const configOf =
  (kind: ConfigObject['kind']): Projection<ConfigObject> =>
  (raw, base, texts) => ({
    apiVersion: base.apiVersion,
    kind,
    metadata: base.metadata,
    keys: configKeys(raw, texts),
  });

const projections: { [K in Kind]: Projection<ObjectOfKind[K]> } = {
  Pod: pod,
  Event: event,
  Node: node,
  Namespace: namespace,
  ReplicaSet: controllerOf('ReplicaSet'),
  Deployment: controllerOf('Deployment'),
  StatefulSet: controllerOf('StatefulSet'),
  DaemonSet: controllerOf('DaemonSet'),
  Job: controllerOf('Job'),
  CronJob: controllerOf('CronJob'),
  ReplicationController: controllerOf('ReplicationController'),
  ControllerRevision: controllerRevision,
  Service: service,
  EndpointSlice: endpointSlice,
  PersistentVolumeClaim: persistentVolumeClaim,
  PersistentVolume: persistentVolume,
  HorizontalPodAutoscaler: horizontalPodAutoscaler,
  ResourceQuota: resourceQuota,
  LimitRange: limitRange,
  Secret: configOf('Secret'),
  ConfigMap: configOf('ConfigMap'),
};

/**
 * One raw object (parsed JSON or YAML) as the model has it. Items of an API list may leave `kind` and `apiVersion` out,
 * a status may be missing: that is normal and gives the model's defaults. An object without a name, with one that Kubernetes takes of none, of another kind, or
 * one on which the projection itself fails, becomes a poison object with its reason (F37). `clean` is applied to every
 * text. Equal parts of different objects are one frozen object: what is returned must not be changed.
 */
export function project<K extends Kind>(kind: K, raw: unknown, clean: Clean): ObjectOfKind[K] | PoisonObject {
  const texts = textsFor(clean);
  try {
    const object = asOptionalRecord(raw);
    if (object === null) return poison(kind, raw, 'it is not an object');
    const base = objectBase(kind, object, texts);
    if (base.metadata.name === '') return poison(kind, raw, 'it has no name');
    const strange = strangeName(asRecord(object.metadata));
    if (strange !== null) return poison(kind, withoutStripped(object, clean), strange);
    if (!isOfKind(kind, object)) return poison(kind, raw, `it is a ${texts.plain(object.kind)}, not a ${kind}`);
    return projections[kind](object, base, texts);
  } catch (error) {
    return poison(kind, raw, `reading it failed (${error instanceof Error ? error.name : 'unknown error'})`);
  }
}

/** True where the projection could keep no more than the name. */
export function isPoison(object: ObjectBase): object is PoisonObject {
  return 'poison' in object;
}

/** What stands in the object itself, before anything is stripped from it: the rest would name another object. */
function strangeName({ name, namespace }: Raw): string | null {
  if (typeof name !== 'string' || !isObjectName(name)) return 'its name is none that Kubernetes takes';
  if (typeof namespace !== 'string' || namespace === '' || isObjectName(namespace)) return null;
  return 'its namespace is none that Kubernetes takes';
}

/** Names that cleaning would change are dropped: they are a secret, or would take the place of another object. */
function withoutStripped(raw: Raw, clean: Clean): Raw {
  const said = asRecord(raw.metadata);
  const kept = (value: unknown): unknown => (typeof value === 'string' && clean(value) === value ? value : undefined);
  return { metadata: { ...said, name: kept(said.name), namespace: kept(said.namespace) } };
}

function isOfKind(kind: Kind, raw: Raw): boolean {
  return typeof raw.kind !== 'string' || raw.kind === '' || raw.kind === kind || raw.kind === 'PartialObjectMetadata';
}

function objectBase(kind: Kind, raw: Raw, texts: Texts): ObjectBase {
  const { group, version } = kinds[kind];
  const served = group === '' ? version : `${group}/${version}`;
  const written = texts.common(raw.apiVersion);
  return {
    // A metadata-only answer names the API of the envelope, not of the object.
    apiVersion: written === '' || written.startsWith('meta.k8s.io/') ? served : written,
    kind,
    metadata: metadata(kind, asRecord(raw.metadata), texts),
  };
}

/** Uses nothing that can fail on strange input: what is not plain text is left out, and `reason` is our own words. */
function poison(kind: Kind, raw: unknown, reason: string): PoisonObject {
  const { group, version, namespaced } = kinds[kind];
  const said = asRecord(asRecord(raw).metadata);
  const namespace = plainOrNothing(said.namespace);
  return {
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    metadata: {
      name: plainOrNothing(said.name),
      namespace: namespaced ? namespace || 'default' : '',
      uid: plainOrNothing(said.uid),
      resourceVersion: plainOrNothing(said.resourceVersion),
      creationTimestamp: null,
      deletionTimestamp: null,
      deletionGracePeriodSeconds: null,
      generation: null,
      labels: {},
      annotations: {},
      ownerReferences: [],
      writers: [],
    },
    poison: reason,
  };
}

function plainOrNothing(value: unknown): string {
  return typeof value === 'string' && /^[\x20-\x7e]{1,1024}$/.test(value) ? value : '';
}
