/** The pieces every kubectl command is made of: what a workload is called there, and one quoter for every word. */

import { hasControl } from '../format/control';
import { command } from '../format/shell';
import type { WorkloadRef } from '../model/workload';

/** A word as it is, or one with a part that the reader must fill in: { fill: 'app=<image>' }. */
export type Word = string | { fill: string };

const textOf = (word: Word) => (typeof word === 'string' ? word : word.fill);

const resourceNames: Record<string, string> = {
  Pod: 'pod',
  Deployment: 'deployment',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
  ReplicaSet: 'replicaset',
  ReplicationController: 'replicationcontroller',
  Job: 'job',
  CronJob: 'cronjob',
};

/** "deployment/cart"; a kind that kubectl knows only through discovery keeps its own name in lower case. */
export function resourceOf(ref: { kind: string; name: string }): string {
  return `${resourceNames[ref.kind] ?? ref.kind.toLowerCase()}/${ref.name}`;
}

/** `kubectl -n NAMESPACE …`, every word quoted; null where a name could do harm when pasted: then there is no command to copy. */
export function kubectl(namespace: string, ...words: Word[]): string | null {
  const all = [...(namespace === '' ? [] : ['-n', namespace]), ...words.map(textOf)];
  return all.some(hasControl) ? null : command(['kubectl', ...all]);
}

/** What the reader must fill in, as it stands in the command: "<image>". */
export function placeholdersOf(words: readonly Word[]): string[] {
  return words.flatMap((word) => (typeof word === 'string' ? [] : (word.fill.match(/<[^<>]+>/g) ?? [])));
}

/** Kinds whose template can be changed in place and rolled out. A bare pod and a Job must be made anew. */
export function canRollOut(ref: WorkloadRef): boolean {
  return ref.kind === 'Deployment' || ref.kind === 'StatefulSet' || ref.kind === 'DaemonSet';
}

export function rolloutStatus(ref: WorkloadRef): string | null {
  return canRollOut(ref) ? kubectl(ref.namespace, 'rollout', 'status', resourceOf(ref)) : null;
}
