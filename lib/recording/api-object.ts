/**
 * The way back of the projection: an object of the model as the API would have sent it, so that a recording is read by
 * the same code whoever wrote it. What the projection left out stays out; what it keeps comes back the same.
 */
import 'server-only';

import type {
  ClusterEvent,
  ConfigObject,
  Controller,
  ControllerRevision,
  EndpointSlice,
  Kind,
  Meta,
  ObjectOfKind,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
} from '../model/kubernetes';
import { type ApiValue, apiPodSpec, apiTemplate, nodeSelectorTerms } from './api-pod-spec';

/** Kinds whose shape is not the API's; the others only differ in metadata. */
const shapes: { [K in Kind]?: (object: ObjectOfKind[K]) => ApiValue } = {
  Pod: (pod: Pod) => ({ spec: apiPodSpec(pod.spec) }),
  Event: apiEvent,
  Deployment: apiController,
  ReplicaSet: apiController,
  StatefulSet: apiController,
  DaemonSet: apiController,
  Job: apiController,
  CronJob: apiController,
  ReplicationController: apiController,
  ControllerRevision: (revision: ControllerRevision) => ({
    template: null,
    data: revision.template === null ? null : { spec: { template: apiTemplate(revision.template) } },
  }),
  EndpointSlice: apiEndpointSlice,
  PersistentVolumeClaim: ({ spec }: PersistentVolumeClaim) => ({
    spec: { ...spec, requests: null, resources: { requests: spec.requests } },
  }),
  PersistentVolume: apiVolume,
  Secret: apiConfig,
  ConfigMap: apiConfig,
};

/** One projected object in the API's shape; `project` of it gives the same object again (api-object.test.ts). */
export function apiObject<K extends Kind>(kind: K, object: ObjectOfKind[K]): ApiValue {
  const shape = shapes[kind];
  const meta = { ...object.metadata, writers: null, managedFields: object.metadata.writers.map(managedField) };
  return { ...object, metadata: meta, ...(shape === undefined ? {} : shape(object)) };
}

/** A dotted path as one field: read back, its steps are joined by dots again. */
function managedField(writer: Meta['writers'][number]): ApiValue {
  const fields = writer.fields.map((field): [string, ApiValue] => [`f:${field.replace(/^spec\./, '')}`, {}]);
  return {
    manager: writer.manager,
    operation: writer.operation,
    time: writer.at,
    subresource: writer.subresource,
    fieldsV1: fields.length === 0 ? {} : { 'f:spec': Object.fromEntries(fields) },
  };
}

function apiEvent(event: ClusterEvent): ApiValue {
  return { firstAt: null, at: null, firstTimestamp: event.firstAt, lastTimestamp: event.at };
}

function apiController(object: Controller): ApiValue {
  const { kind, spec, status } = object;
  const { template, backoffLimit, completions, parallelism, activeDeadlineSeconds, strategy, ...rest } = spec;
  const jobSpec = {
    template: template === null ? null : apiTemplate(template),
    backoffLimit,
    completions,
    parallelism,
    activeDeadlineSeconds,
  };
  return {
    spec: {
      ...rest,
      ...(kind === 'CronJob' ? { jobTemplate: { spec: jobSpec } } : jobSpec),
      strategy: strategy === null ? null : { type: strategy.type, rollingUpdate: { ...strategy, type: null } },
      volumeClaimTemplates: spec.volumeClaimTemplates.map((name) => ({ metadata: { name } })),
    },
    status: {
      ...status,
      ...(kind === 'DaemonSet' ? daemonSetCounts(status) : {}),
      ...(kind === 'Job' ? { ready: status.readyReplicas } : {}),
      // A CronJob lists its active Jobs.
      ...(kind === 'CronJob' ? { active: Array.from({ length: status.active }, () => ({})) } : {}),
    },
  };
}

function daemonSetCounts(status: Controller['status']): ApiValue {
  return {
    currentNumberScheduled: status.replicas,
    numberReady: status.readyReplicas,
    numberAvailable: status.availableReplicas,
    updatedNumberScheduled: status.updatedReplicas,
  };
}

function apiEndpointSlice(slice: EndpointSlice): ApiValue {
  return {
    endpoints: slice.endpoints.map(({ addresses, ready, serving, terminating, targetName }) => ({
      addresses,
      conditions: { ready, serving, terminating },
      targetRef: targetName === null ? null : { name: targetName },
    })),
  };
}

function apiVolume({ spec }: PersistentVolume): ApiValue {
  const [namespace, name] = spec.claimRef?.split('/') ?? [];
  return {
    spec: {
      ...spec,
      claimRef: spec.claimRef === null ? null : { namespace, name },
      nodeAffinity: { required: { nodeSelectorTerms: nodeSelectorTerms(spec.nodeAffinity) } },
    },
  };
}

/** Key names go where the API keeps them: with the writer that wrote last at that time, or as data without a value. */
function apiConfig(config: ConfigObject): ApiValue {
  const keys = config.keys ?? [];
  const writers = config.metadata.writers;
  const ownerOf = (at: string | null): number => writers.findIndex((writer) => writer.at === at);
  const managedFields = writers.map((writer, index) => {
    const own = keys
      .filter((key) => ownerOf(key.changedAt) === index)
      .map((key): [string, ApiValue] => [`f:${key.name}`, {}]);
    return { ...managedField(writer), fieldsV1: { 'f:data': Object.fromEntries(own) } };
  });
  const ownerless = keys.filter((key) => ownerOf(key.changedAt) < 0).map((key) => [key.name, '']);
  return {
    keys: null,
    metadata: { ...config.metadata, writers: null, managedFields },
    data: Object.fromEntries(ownerless),
  };
}
