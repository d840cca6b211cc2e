/** Next steps that only look: safe to type at any hour. */

import type { Remedy } from '../model/diagnosis';
import type { WorkloadRef } from '../model/workload';
import { kubectl, lastWords, objectWords, resourceOf } from './kubectl';

/** Fills in what most next steps leave empty. `order` is set by the engine. */
export function remedy(parts: Pick<Remedy, 'id' | 'title' | 'why' | 'safety'> & Partial<Remedy>): Remedy {
  return {
    order: 0,
    command: null,
    diff: null,
    patch: null,
    placeholders: [],
    verify: null,
    undo: null,
    owner: null,
    arithmetic: null,
    ...parts,
  };
}

function look(id: string, title: string, why: string, command: string | null): Remedy {
  return remedy({ id, title, why, safety: 'read-only', command });
}

interface InPod {
  namespace: string;
  pod: string;
}

/** `kubectl logs`, the last 200 lines; `previous`: of the run before. */
export function showLogs(at: InPod & { container: string; previous: boolean }, why: string): Remedy {
  const pod = at.pod.startsWith('-') ? `pod/${at.pod}` : at.pod;
  const words = ['logs', pod, '-c', at.container, ...(at.previous ? ['--previous'] : []), '--tail=200'];
  return look(
    'show-logs',
    at.previous ? `Read the last words of ${at.container}` : `Read what ${at.container} logs`,
    why,
    kubectl(at.namespace, ...words),
  );
}

/** `kubectl describe pod`. */
export function describePod(at: InPod, why: string): Remedy {
  return look(
    'describe-pod',
    'See the pod as the kubelet reports it',
    why,
    kubectl(at.namespace, 'describe', ...objectWords('pod', at.pod)),
  );
}

/** `kubectl events --for`: events of one object, which `get events` cannot select. */
export function showEvents(namespace: string, object: { kind: string; name: string }, why: string): Remedy {
  return look(
    'show-events',
    `List the events of ${object.name}`,
    why,
    kubectl(namespace, 'events', '--for', resourceOf(object)),
  );
}

/** Prints the names of a ConfigMap's keys: `describe`, which hides a Secret's values, shows those of a ConfigMap in full. */
const keyNames =
  '{{range $key, $value := .data}}{{println $key}}{{end}}{{range $key, $value := .binaryData}}{{println $key}}{{end}}';

/** Names of keys only; values are never printed. */
export function listKeys(kind: 'Secret' | 'ConfigMap', namespace: string, name: string, why: string): Remedy {
  const words =
    kind === 'Secret'
      ? ['describe', ...objectWords('secret', name)]
      : ['get', ...objectWords('configmap', name), '-o', `go-template=${keyNames}`];
  return look('list-keys', `List the keys of ${kind} ${name}`, why, kubectl(namespace, ...words));
}

/** Who wrote an object and when, without its values. */
const writers = '{range .metadata.managedFields[*]}{.time}{" "}{.manager}{" "}{.operation}{"\\n"}{end}';

/** Who wrote a Secret or a ConfigMap and when, without a word of what is in it. */
export function showWriters(kind: 'Secret' | 'ConfigMap', namespace: string, name: string, why: string): Remedy {
  const words = ['get', ...objectWords(kind.toLowerCase(), name), '--show-managed-fields', '-o', `jsonpath=${writers}`];
  return look('show-writers', `See who wrote ${kind} ${name}`, why, kubectl(namespace, ...words));
}

/** Whether objects of a kind exist. `resource` is ours, never the cluster's, and may carry options: "pods -l app=x". */
export function listObjects(namespace: string, resource: string, why: string): Remedy {
  return look(
    'list-objects',
    `List the ${resource.split(' ')[0] ?? resource}${namespace === '' ? '' : ` of ${namespace}`}`,
    why,
    kubectl(namespace, 'get', ...resource.split(' ')),
  );
}

/** `kubectl describe` of any kind but Secret and ConfigMap. `resource`: as kubectl names it. */
export function describeObject(namespace: string, resource: string, name: string, why: string): Remedy {
  return look(
    'describe-object',
    `Look at ${resource} ${name}`,
    why,
    kubectl(namespace, 'describe', ...objectWords(resource, name)),
  );
}

/** `kubectl describe node`. */
export function describeNode(name: string, why: string): Remedy {
  return look('describe-node', `Look at node ${name}`, why, kubectl('', 'describe', ...objectWords('node', name)));
}

/** What a node and its pods use now; needs metrics-server. */
export function topNode(name: string, why: string): Remedy {
  return look('top-node', `See what node ${name} uses now`, why, kubectl('', 'top', ...objectWords('node', name)));
}

/** What every node has and what of it is taken. */
export function listNodes(why: string): Remedy {
  return look('list-nodes', 'See what the nodes have left', why, kubectl('', 'describe', 'nodes'));
}

/** The endpoints of a Service, whole: the table of `get` prints those that are not ready without a word of it. */
export function showEndpoints(namespace: string, service: string, why: string): Remedy {
  return look(
    'show-endpoints',
    `See what stands behind Service ${service}`,
    why,
    kubectl(namespace, 'get', 'endpointslices', '-l', `kubernetes.io/service-name=${service}`, '-o', 'yaml'),
  );
}

/** The pods that a Service selects, and which of them are ready. */
export function showSelected(
  namespace: string,
  service: string,
  selector: Readonly<Record<string, string>>,
  why: string,
): Remedy {
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
  return look(
    'show-selected',
    `List the pods that Service ${service} selects`,
    why,
    kubectl(namespace, 'get', 'pods', '-l', labels.join(',')),
  );
}

/** `kubectl describe` of the workload's own object. */
export function showWorkload(ref: WorkloadRef, why: string): Remedy {
  return look(
    'show-workload',
    `Look at ${ref.kind} ${ref.name}`,
    why,
    kubectl(ref.namespace, 'describe', resourceOf(ref)),
  );
}

/** The step that stands where the template has overtaken another one. */
export const showRolloutId = 'show-rollout';

/** How far the pods are renewed from the template, without waiting for the end of it. */
export function showRollout(ref: WorkloadRef, why: string): Remedy {
  return look(
    showRolloutId,
    'See how far the newest template has come',
    why,
    kubectl(ref.namespace, 'rollout', 'status', resourceOf(ref), '--watch=false'),
  );
}

/**
 * May a user do this? Asks the API server, changes nothing. `user`: as the API server writes it, so that of a service account is
 * "system:serviceaccount:NAMESPACE:NAME". `within`: the namespace that it is asked for, null for the cluster scope, where a right
 * in one namespace does not count.
 */
export function canI(user: string, verb: string, resource: string, within: string | null, why: string): Remedy {
  return look(
    'can-i',
    `Ask whether ${user.split(':').at(-1) ?? user} may ${verb} ${resource}${within === null ? ' in the whole cluster' : ''}`,
    why,
    kubectl(
      within ?? '',
      'auth',
      'can-i',
      ...(within === null ? ['-A'] : []),
      `--as=${user}`,
      ...lastWords(verb, resource),
    ),
  );
}

/** A question to a person: what no command can tell. */
export function ask(id: string, title: string, why: string, owner: string | null = null): Remedy {
  return remedy({ id, title, why, safety: 'ask', owner });
}
