// What controllers put behind their own name in the names of their pods, as RE2 without anchors.

const suffix = '[a-z0-9]{1,10}';

/** By the kind of the workload; a kind that is not here names its pods as it likes. */
export const podSuffixes: Readonly<Record<string, string>> = {
  Deployment: `-${suffix}-[a-z0-9]{5}`,
  ReplicaSet: '-[a-z0-9]{5}',
  ReplicationController: '-[a-z0-9]{5}',
  DaemonSet: '-[a-z0-9]{5}',
  Job: '-([0-9]+-)?[a-z0-9]{5}',
  CronJob: '-[0-9]{6,12}-([0-9]+-)?[a-z0-9]{5}',
  StatefulSet: '-[0-9]+',
  Pod: '',
};
