/** The program gives up its lease and exits on purpose, because the API server or its node is slow (signals §7.1 go-16). */
import { ask } from '../../../remedy/look';
import { defineLogRule, logsOf, subject } from '../log-rule';

export const leaderElectionLost = defineLogRule({
  id: 'leader-election-lost',
  confusedWith: ['dependency-unreachable', 'rbac-forbidden'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' gave up its leader lease',
    ...(captures['lease'] === undefined ? [] : [' ', { code: captures['lease'] }]),
    ' and exits: ',
    { mark: 'it could not renew it in time' },
  ],
  says: () => 'Its log says that the lease was lost; ending is what such a program does then.',
  remedies: (found) => [
    ask(
      'slow-api',
      'Look at the API server and at the node at that time',
      'The cause is elsewhere: an API server that was slow or away, a node without CPU, or a network between them. Other controllers that lost their lease in the same minute confirm it.',
    ),
    logsOf(found, 'See what it could not reach, and for how long.'),
  ],
  wouldDisprove:
    'The `renewTime` of its Lease less than a lease’s length before the end: see it with `kubectl get lease -o yaml`.',
});
