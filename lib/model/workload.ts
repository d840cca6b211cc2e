/** A workload: what a person deployed, the top owner of a pod. */

export interface WorkloadRef {
  namespace: string;
  /** Deployment, StatefulSet, DaemonSet, Job, CronJob, ReplicaSet, ReplicationController, Pod, or an unknown controller kind by name. */
  kind: string;
  name: string;
}

export interface Workload extends WorkloadRef {
  apiVersion: string;
  uid: string;
}

/** A stable map key for a workload. */
export function workloadKey(ref: WorkloadRef): string {
  return `${ref.namespace}/${ref.kind}/${ref.name}`;
}

export type ContainerType = 'container' | 'init' | 'sidecar';
