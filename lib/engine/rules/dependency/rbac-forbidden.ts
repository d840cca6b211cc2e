/** The API server refuses the program what it asks for (signals §7.8 k8-1). */
import { accountClaim } from './account';
import { ask, canI } from '../../../remedy/look';
import type { DraftClaim } from '../../rule';
import { defineLogRule, logsOf, subject, type LogFinding } from '../log-rule';

/** Where it was refused, as the API server says it; empty where the line does not say. */
function where({ scope, within }: LogFinding['captures']): string {
  if (scope !== undefined) return ' at the cluster scope';
  return within === undefined ? '' : ` in the namespace \`${within}\``;
}

/** How the API server calls the service account that the pod runs under. */
function ownUser({ ref, container }: LogFinding): string {
  return `system:serviceaccount:${ref.namespace}:${container.pod.pod.spec.serviceAccountName ?? 'default'}`;
}

/** A kubeconfig, a token of its own or impersonation: the pod's account is not the one that lacks the right. */
function otherUserClaim(found: LogFinding): DraftClaim[] {
  const { user } = found.captures;
  if (user === undefined || user === ownUser(found)) return [];
  return [
    { text: `The one that is refused is \`${user}\`, not the account of the pod.`, evidence: [found.log.evidence] },
  ];
}

export const rbacForbidden = defineLogRule({
  id: 'rbac-forbidden',
  confusedWith: ['permission-denied', 'leader-election-lost'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' is refused by the API server: it may not ',
    { mark: `${captures['verb'] ?? 'use'} ${captures['resource'] ?? 'what it asks for'}` },
  ],
  says: ({ captures }) =>
    `Its log quotes the API server: ${captures['user'] === undefined ? 'its account' : `\`${captures['user']}\``} may not ${captures['verb'] ?? 'use'} ${captures['resource'] ?? 'the resource'}${where(captures)}.`,
  more: (found) => [...accountClaim(found), ...otherUserClaim(found)],
  remedies: (found) => {
    const { captures } = found;
    return [
      ...(captures['verb'] !== undefined && captures['resource'] !== undefined
        ? [
            canI(
              captures['user'] ?? ownUser(found),
              captures['verb'],
              captures['resource'],
              captures['scope'] === undefined ? (captures['within'] ?? found.ref.namespace) : null,
              'A plain yes or no from the API server.',
            ),
          ]
        : []),
      ask(
        'grant',
        'Bind the permission to the account that is refused',
        'A Role and RoleBinding in the namespace, or a ClusterRole and ClusterRoleBinding where it asks at the cluster scope; see also that the pod runs under the account that has them.',
      ),
      logsOf(found, 'See every refusal: there may be more than one.'),
    ];
  },
  against: (cause, text) =>
    cause === 'leader-election-lost' && /\btimed out\b|deadline exceeded/.test(text) && !/forbidden/i.test(text)
      ? 'Its request for the lease ran out of time: it was not refused.'
      : undefined,
  wouldDisprove: '`kubectl auth can-i` answering yes for this account.',
});
