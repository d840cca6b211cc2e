/** What a diagnosis cannot know without each thing that is read: for "not checked" and for /about. */
import 'server-only';
import type { Kind } from '../model/kubernetes';

export const unknowableWithout: Record<Kind | 'logs', string> = {
  Pod: 'whether anything is broken at all',
  Event: 'what the kubelet and the scheduler said: probe failures, kills, failed pulls and mounts',
  Node: 'whether a node is short of memory, down, or tainted',
  Namespace: 'which namespaces are there, and which are being deleted',
  ReplicaSet: 'which Deployment a pod belongs to, and what its earlier revisions looked like',
  Deployment: 'whether a rollout is in progress or stuck, and what was deployed',
  StatefulSet: 'how many replicas are wanted and whether an update is stuck',
  DaemonSet: 'on how many nodes the pods should run',
  Job: 'whether a Job has finished, failed, or gone over its deadline',
  CronJob: 'which schedule a Job belongs to',
  ReplicationController: 'how many replicas a ReplicationController wants',
  ControllerRevision: 'what a StatefulSet or DaemonSet looked like before its last change',
  Service: 'what an address in a log or variable points at',
  EndpointSlice: 'whether a Service that is called has a ready pod behind it',
  PersistentVolumeClaim: 'whether a volume claim is bound',
  PersistentVolume: 'to which node or zone a volume is tied',
  HorizontalPodAutoscaler: 'whether replicas are changed by an autoscaler',
  ResourceQuota: 'whether a quota keeps pods from being made',
  LimitRange: 'where a memory limit that nobody wrote comes from',
  Secret: 'which keys a Secret has and when they last changed',
  ConfigMap: 'which keys a ConfigMap has and when they last changed',
  logs: 'what a program said before it ended',
};
