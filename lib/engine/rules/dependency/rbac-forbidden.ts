/** The API server refuses the program what it asks for (signals §7.8 k8-1). */
import { accountClaim } from './account';
import { ask, canI } from '../../../remedy/look';
import { defineLogRule, logsOf, subject, type LogFinding } from '../log-rule';

/** Where it was refused, as the API server says it; empty where the line does not say. */
function where({ scope, within }: LogFinding['captures']): string {
  if (scope !== undefined) return ' at the cluster scope';
  return within === undefined ? '' : ` in the namespace \`${within}\``;
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
  more: (found) => accountClaim(found),
  remedies: (found) => {
    const { captures } = found;
    return [
      ...(captures['verb'] !== undefined && captures['resource'] !== undefined
        ? [
            canI(
              { namespace: found.ref.namespace, name: found.container.pod.pod.spec.serviceAccountName ?? 'default' },
              captures['verb'],
              captures['resource'],
              captures['scope'] === undefined ? (captures['within'] ?? found.ref.namespace) : null,
              'A plain yes or no from the API server.',
            ),
          ]
        : []),
      ask(
        'grant',
        'Bind the permission to its service account',
        'A Role and RoleBinding in the namespace, or a ClusterRole and ClusterRoleBinding where it asks at the cluster scope; see also that the pod runs under the account that has them.',
      ),
      logsOf(found, 'See every refusal: there may be more than one.'),
    ];
  },
  wouldDisprove: '`kubectl auth can-i` answering yes for this account.',
});
