// Which pods a query is about, as label matchers: bounded to namespaces and names, in the label names that are used there.
import 'server-only';

import { podSuffixes } from '../model/pod-names';
import type { WorkloadRef } from '../model/workload';

/** How a family of metrics names a pod's place. `container` is empty on metrics of whole pods. */
export interface LabelNames {
  namespace: string;
  pod: string;
  container: string;
}

export interface Scope {
  namespaces: string[];
  /** Anchored RE2, one for each workload or pod. */
  pods: string[];
  /** Names of the nodes that its pods run on. */
  nodes: string[];
  /** Names of pods with runs to tell apart, as `pods` has them: few, for every sample of theirs is read. */
  restarted: string[];
}

/** What the API server lets be a name; anything else is not put into a query. */
const nameShape = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/**
 * The pods of these workloads, those of the week before included: by the names that their controllers give, and the
 * names that are known.
 */
export function scopeOf(
  workloads: readonly { ref: WorkloadRef; pods: readonly string[] }[],
  nodes: string[],
  restarted: readonly string[] = [],
): Scope {
  const pods = new Set<string>();
  for (const { ref, pods: known } of workloads) {
    // A wide net, short enough for fifty workloads in a query: whose a pod is tells who reads (lib/collect/pod-owner).
    const pattern = podSuffixes[ref.kind];
    const made = pattern !== undefined && nameShape.test(ref.name) ? `${quote(ref.name)}${pattern}` : null;
    if (made !== null) pods.add(made);
    const whole = made === null ? null : new RegExp(`^(${made})$`);
    for (const name of known) if (nameShape.test(name) && whole?.test(name) !== true) pods.add(quote(name));
  }
  const namespaces = new Set(workloads.map(({ ref }) => ref.namespace).filter((name) => nameShape.test(name)));
  return {
    namespaces: [...namespaces].sort(),
    pods: [...pods].sort(),
    nodes: nodes.filter((name) => nameShape.test(name)),
    restarted: restarted.filter((name) => nameShape.test(name)).map(quote),
  };
}

/** `namespace=~"a|b",pod=~"…"` and what else is asked for. */
export function matchers(scope: Scope, labels: LabelNames, ...more: string[]): string {
  const place = [
    oneOf(labels.namespace, scope.namespaces),
    `${labels.pod}=~"${scope.pods.join('|')}"`,
    ...more.filter((one) => one !== ''),
  ];
  return place.join(',');
}

/** A PromQL matcher of a label that has one of these values: `pod="a"`, or `pod=~"a|b"`. */
export function oneOf(label: string, values: readonly string[]): string {
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? `${label}="${only}"`
    : `${label}=~"${values.map(quote).join('|')}"`;
}

/** Only the dot of a name means something to RE2; as a class it needs no backslash in PromQL's strings. */
function quote(name: string): string {
  return name.replaceAll('.', '[.]');
}
