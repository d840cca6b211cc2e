/** The pieces every kubectl command is made of: what a workload is called there, and one quoter for every word. */

import { hasControl } from '../format/control';
import { command, quote } from '../format/shell';
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

/**
 * "deployment/cart". A kind that kubectl knows only through discovery is named with its group where that is known, for two
 * groups may serve one name: "rollout.argoproj.io/cart".
 */
export function resourceOf(ref: { kind: string; name: string; apiVersion?: string }): string {
  const known = resourceNames[ref.kind];
  if (known !== undefined) return `${known}/${ref.name}`;
  const group = ref.apiVersion?.includes('/') ? `.${ref.apiVersion.slice(0, ref.apiVersion.indexOf('/'))}` : '';
  return `${ref.kind.toLowerCase()}${group}/${ref.name}`;
}

/**
 * A resource and a name as two words, "pod cart-x". A name with a dash in front would be read as an option: then as one
 * word, "pod/-x". Kubernetes allows no such name, a recording may hold it all the same (security A04).
 */
export function objectWords(resource: string, name: string): string[] {
  return name.startsWith('-') ? [`${resource}/${name}`] : [resource, name];
}

/** The last words of a command, none of them an option, whatever they begin with. */
export function lastWords(...words: Word[]): Word[] {
  return words.some((word) => textOf(word).startsWith('-')) ? ['--', ...words] : words;
}

/** `kubectl -n NAMESPACE …`, every word quoted; null where a name could do harm when pasted: then there is no command to copy. */
export function kubectl(namespace: string, ...words: Word[]): string | null {
  const all = [...(namespace === '' ? [] : ['-n', namespace]), ...words.map(textOf)];
  return all.some(hasControl) ? null : command(['kubectl', ...all]);
}

/** A command of `kubectl` for one context of the kubeconfig; null where the name of the context could do harm when pasted. */
export function withContext(line: string, context: string): string | null {
  if (hasControl(context)) return null;
  return line.replace(/^kubectl(?= )/, () => `kubectl --context ${quote(context)}`);
}

/** What the reader must fill in, as it stands in the command: "<image>". */
export function placeholdersOf(words: readonly Word[]): string[] {
  return words.flatMap((word) => (typeof word === 'string' ? [] : (word.fill.match(/<[^<>]+>/g) ?? [])));
}

/** Kinds whose template can be changed in place and rolled out. */
export function canRollOut(ref: WorkloadRef): boolean {
  return ref.kind === 'Deployment' || ref.kind === 'StatefulSet' || ref.kind === 'DaemonSet';
}

/** The command that waits for a rollout; null for a kind that has none. */
export function rolloutStatus(ref: WorkloadRef): string | null {
  return canRollOut(ref) ? kubectl(ref.namespace, 'rollout', 'status', resourceOf(ref)) : null;
}
