/** What to do where a pod waits for a volume, by what the kubelet or the attach controller says of it (signals §3.6). */
import type { WorkloadRef } from '../../../model/workload';
import { ask, describeObject, describePod, listObjects } from '../../../remedy/look';
import type { PodView } from '../../facts/views';
import type { NextSteps } from '../../rule';

/** The API server's answer to the kubelet's request for a token: it lasts until somebody makes the account again. */
export function accountIn(reason: string): string | undefined {
  return /\bserviceaccounts? "([^"]+)" not found/.exec(reason)?.[1];
}

/** `gone`: pods that are said to use the volume, and are known not to be there: there is nothing to describe. */
export function waitSteps(
  ref: WorkloadRef,
  pod: PodView,
  reason: string,
  claim: string | undefined,
  gone: readonly string[],
): NextSteps {
  const { namespace } = ref;
  const describe = describePod(
    { namespace, pod: pod.pod.metadata.name },
    'See every volume of the pod and the whole message.',
  );
  const account = accountIn(reason);
  if (account !== undefined)
    return [
      listObjects(
        namespace,
        'serviceaccounts',
        'A pod whose account is not there is refused when it is made: this one was there then, and is gone since.',
      ),
      ask(
        'make-account',
        `Make service account ${account} again, or name another`,
        'The kubelet tries again by itself once it is there. Roles are bound to the name, so they count again; tokens that were kept in Secrets do not come back.',
      ),
      describe,
    ];
  const ofClaim =
    claim === undefined
      ? []
      : [describeObject(namespace, 'pvc', claim, 'See which volume it is bound to, and who uses it.')];
  if (!/^Multi-Attach error/.test(reason)) {
    const [first, ...rest] = [...ofClaim, describe];
    return [first ?? describe, ...rest];
  }
  // Pods of other namespaces are only counted: "1 pod(s) in different namespaces".
  const users = /already used by pod\(s\) ([a-z0-9][a-z0-9.-]*(?:, [a-z0-9.-]+)*)/.exec(reason)?.[1]?.split(', ') ?? [];
  const user = users.find((name) => !gone.includes(name));
  const left =
    gone.length === 0 ? '' : `${gone.join(', ')} ${gone.length === 1 ? 'is' : 'are'} gone, and the volume follows. `;
  return [
    ...(user === undefined
      ? []
      : [
          describePod(
            { namespace, pod: user },
            'It has the volume on another node. Once it has ended there, the volume is detached and this pod goes on.',
          ),
        ]),
    listObjects(
      '',
      'volumeattachments',
      `${left}The line of this volume names the node that holds it. A node that is gone holds it until its Node object is deleted or the node is tainted out-of-service.`,
    ),
    ...ofClaim,
    describe,
  ];
}
