/** The port that the program wants is taken, inside the pod or on the node (signals §7: nd-6, py-10, ng-2). */
import { portClaim } from './port';
import { changeByHand } from '../../../remedy/change';
import { defineLogRule, logsOf, subject } from '../log-rule';

export const portInUse = defineLogRule({
  id: 'port-in-use',
  confusedWith: ['permission-denied', 'unschedulable-host-port'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' cannot listen on ',
    { mark: captures['port'] ?? captures['address'] ?? 'its port' },
    ': it is taken',
  ],
  says: ({ captures }) =>
    `Its log says that ${captures['port'] === undefined ? 'the address' : `port ${captures['port']}`} is in use.`,
  more: (found) => portClaim(found),
  remedies: (found) => [
    changeByHand(
      'other-port',
      'Give each container of the pod its own port',
      'All containers of a pod share one address; with hostNetwork they share the node’s. A process that was started twice in one container looks the same.',
    ),
    logsOf(found, 'See which of its listeners fails.'),
  ],
  wouldDisprove: 'Nothing else in the pod, or on the node with hostNetwork, that listens there.',
});
