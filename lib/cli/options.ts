/** The command line's options: what may be said, and what of it is meant. */
import 'server-only';

import { parseArgs } from 'node:util';

/** What was typed cannot be meant; the message says what to type. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export type Output = 'text' | 'json' | 'markdown';

export type Command =
  | { verb: 'help' }
  | { verb: 'version' }
  | {
      verb: 'record';
      out: string;
      /** Empty: all; null: those of the settings, else all. */
      namespaces: string[] | null;
      kubeconfig?: string | undefined;
      context?: string | undefined;
    }
  | {
      verb: 'diagnose-recording';
      path: string;
      /** Empty: all. */
      namespaces: string[];
      workload: { kind: string; name: string } | undefined;
      asOf: string | undefined;
      all: boolean;
      output: Output;
    }
  | {
      verb: 'diagnose-cluster';
      /** Empty: all; null: those of the settings, else the context's own. */
      namespaces: string[] | null;
      workload: { kind: string; name: string } | undefined;
      kubeconfig: string | undefined;
      context: string | undefined;
      all: boolean;
      output: Output;
    };

const options = {
  namespace: { type: 'string', short: 'n' },
  'all-namespaces': { type: 'boolean', short: 'A' },
  output: { type: 'string', short: 'o' },
  context: { type: 'string' },
  kubeconfig: { type: 'string' },
  'as-of': { type: 'string' },
  status: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** kubectl's short names, for those who type them all day. */
const kindByAlias: Record<string, string> = {
  deploy: 'Deployment',
  deployment: 'Deployment',
  deployments: 'Deployment',
  sts: 'StatefulSet',
  statefulset: 'StatefulSet',
  statefulsets: 'StatefulSet',
  ds: 'DaemonSet',
  daemonset: 'DaemonSet',
  daemonsets: 'DaemonSet',
  rs: 'ReplicaSet',
  replicaset: 'ReplicaSet',
  rc: 'ReplicationController',
  replicationcontroller: 'ReplicationController',
  job: 'Job',
  jobs: 'Job',
  cj: 'CronJob',
  cronjob: 'CronJob',
  cronjobs: 'CronJob',
  po: 'Pod',
  pod: 'Pod',
  pods: 'Pod',
};

/** With the API's group behind the kind, as `kubectl get -o name` writes it: deployment.apps/cart. */
const workloadPattern = /^([A-Za-z]+)(\.[a-z0-9.-]+)?\/([a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/;

function workloadOf(text: string): { kind: string; name: string } | undefined {
  const [, kind, group, name] = workloadPattern.exec(text) ?? [];
  if (kind === undefined || name === undefined) return undefined;
  // With a group stands the resource, a plural: rollouts.argoproj.io.
  const singular = group === undefined ? kind : kind.replace(/s$/, '');
  return { kind: kindByAlias[kind.toLowerCase()] ?? singular, name };
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `isFile`: whether a path is there, to tell "deploy/cart" from a folder of that name. Throws `UsageError`. */
export function readCommand(argv: string[], isFile: (path: string) => boolean): Command {
  const { values, positionals } = parse(argv);
  if (values.help === true) return { verb: 'help' };
  if (values.version === true) return { verb: 'version' };
  const [verb, target, second, ...rest] = positionals;
  refuseEmpty({ 'The argument': target, '--kubeconfig': values.kubeconfig, '--context': values.context });
  if (verb === undefined || verb === 'help') return { verb: 'help' };
  const { kubeconfig, context } = values;
  if (verb === 'record') {
    if (target === undefined) throw new UsageError('Say where to: record OUT.tar.gz');
    refuseMore([second, ...rest]);
    return { verb, out: target, namespaces: namespacesOf(values), kubeconfig, context };
  }
  if (verb !== 'diagnose') throw new UsageError(`There is no command ${verb}.`);
  const all = wantsAll(values.status);
  const output = outputOf(values.output);
  const namespaces = namespacesOf(values);
  const named = target === undefined ? undefined : workloadOf(target);
  const aboutCluster =
    context !== undefined || kubeconfig !== undefined || (namespaces !== null && named !== undefined);
  const isThere = target === '-' || (target !== undefined && isFile(target));
  // A path that is not there is told as such by whoever opens it. With -n alone it could be a workload mistyped.
  const isPath = isThere || (named === undefined && (namespaces === null || second !== undefined));
  if (target !== undefined && !aboutCluster && isPath) {
    refuseMore(rest);
    const workload = second === undefined ? undefined : requireWorkload(second);
    const asOf = values['as-of'];
    return { verb: 'diagnose-recording', path: target, namespaces: namespaces ?? [], workload, asOf, all, output };
  }
  if (isThere && named === undefined)
    throw new UsageError(`${target} is a recording; --context and --kubeconfig are for clusters.`);
  refuseMore([second, ...rest]);
  const workload = target === undefined ? undefined : requireWorkload(target, !aboutCluster);
  if (values['as-of'] !== undefined) throw new UsageError('--as-of is for recordings; a cluster has its own clock.');
  if (workload !== undefined && namespaces?.length === 0)
    throw new UsageError('Name the namespace of one workload with -n.');
  return { verb: 'diagnose-cluster', namespaces, workload, kubeconfig, context, all, output };
}

/** A variable of the shell that is not set. */
function refuseEmpty(given: Record<string, string | undefined>): void {
  for (const [what, text] of Object.entries(given)) if (text === '') throw new UsageError(`${what} is empty.`);
}

function refuseMore(rest: (string | undefined)[]): void {
  const more = rest.filter((word) => word !== undefined);
  if (more.length > 0) throw new UsageError(`Too many arguments: ${more.join(' ')}.`);
}

/** `orRecording`: a path could have been meant, and was looked for. */
function requireWorkload(text: string, orRecording = false): { kind: string; name: string } {
  const workload = workloadOf(text);
  if (workload !== undefined) return workload;
  const noPath = orRecording ? ', and there is no file or folder of that name' : '';
  throw new UsageError(`${text} is no KIND/NAME, such as deployment/cart${noPath}.`);
}

function namespacesOf(values: { namespace?: string; 'all-namespaces'?: boolean }): string[] | null {
  if (values['all-namespaces'] === true && values.namespace !== undefined)
    throw new UsageError('Give -n or -A, not both: -A is all namespaces.');
  if (values['all-namespaces'] === true) return [];
  if (values.namespace === undefined) return null;
  const names = values.namespace.split(',').filter((name) => name !== '');
  // An unset variable is no wish for all of them.
  if (names.length === 0) throw new UsageError('--namespace names none. Name one, or all with -A.');
  return names;
}

function wantsAll(status: string | undefined): boolean {
  if (status === undefined || status === 'all') return status === 'all';
  throw new UsageError('--status takes only: all.');
}

function outputOf(text: string | undefined): Output {
  if (text === undefined || text === 'text' || text === 'json' || text === 'markdown') return text ?? 'text';
  throw new UsageError('--output is one of: text, json, markdown.');
}
