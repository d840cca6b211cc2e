/** The kinds that Unloop reads, and where the API serves them. */

import type { Kind } from './kubernetes';

/** Every kind Unloop reads: where it is served, and whether it lives in namespaces. Secret and ConfigMap as metadata only. */
export const kinds: Record<
  Kind,
  { group: string; version: string; plural: string; namespaced: boolean; optIn?: true }
> = {
  Pod: { group: '', version: 'v1', plural: 'pods', namespaced: true },
  Event: { group: '', version: 'v1', plural: 'events', namespaced: true },
  Node: { group: '', version: 'v1', plural: 'nodes', namespaced: false },
  Namespace: { group: '', version: 'v1', plural: 'namespaces', namespaced: false },
  ReplicaSet: { group: 'apps', version: 'v1', plural: 'replicasets', namespaced: true },
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments', namespaced: true },
  StatefulSet: { group: 'apps', version: 'v1', plural: 'statefulsets', namespaced: true },
  DaemonSet: { group: 'apps', version: 'v1', plural: 'daemonsets', namespaced: true },
  Job: { group: 'batch', version: 'v1', plural: 'jobs', namespaced: true },
  CronJob: { group: 'batch', version: 'v1', plural: 'cronjobs', namespaced: true },
  ReplicationController: { group: '', version: 'v1', plural: 'replicationcontrollers', namespaced: true },
  ControllerRevision: { group: 'apps', version: 'v1', plural: 'controllerrevisions', namespaced: true },
  Service: { group: '', version: 'v1', plural: 'services', namespaced: true },
  EndpointSlice: { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices', namespaced: true },
  PersistentVolumeClaim: { group: '', version: 'v1', plural: 'persistentvolumeclaims', namespaced: true },
  PersistentVolume: { group: '', version: 'v1', plural: 'persistentvolumes', namespaced: false },
  HorizontalPodAutoscaler: {
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    namespaced: true,
  },
  ResourceQuota: { group: '', version: 'v1', plural: 'resourcequotas', namespaced: true },
  LimitRange: { group: '', version: 'v1', plural: 'limitranges', namespaced: true },
  Secret: { group: '', version: 'v1', plural: 'secrets', namespaced: true, optIn: true },
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps', namespaced: true, optIn: true },
};

/** True for the name of a kind that Unloop reads. */
export function isKind(value: unknown): value is Kind {
  return typeof value === 'string' && Object.hasOwn(kinds, value);
}
