/** The registry cannot be reached from the node: name, connection, TLS, time-out, or its own refusal for load (signals §1.7). */
import { ask, describeNode, describePod } from '../../../remedy/look';
import { isCutLayer } from '../../facts/pull';
import { definePullRule } from './pull-rule';

/** Words of a registry that was reached. */
const limited = /toomanyrequests|too many requests/i;
const unable = /^50[0234] |HTTP status: 5/;

export const imagePullNetwork = definePullRule({
  id: 'image-pull-network',
  confusedWith: ['image-not-found', 'image-pull-auth'],
  headline: ({ container, failure }) => [
    'The node cannot fetch the image of container ',
    { code: container.name },
    ' from its registry: ',
    { mark: failure.words },
  ],
  says: ({ failure }) => {
    const { words } = failure;
    if (isCutLayer(failure))
      return 'What came of the image ended before it was whole when the runtime unpacked it: it was cut off on the way, or the layer is damaged, in the registry or on the disk of the node.';
    if (limited.test(words)) return 'The registry answered, and refuses more pulls for now: its limit is reached.';
    if (unable.test(words)) return 'The registry, or what stands before it, answered that it cannot serve now.';
    if (/Proxy Authentication/i.test(words))
      return 'The proxy between the node and the registry asks the runtime for credentials of its own; the registry was not reached.';
    if (/text\/html/.test(words))
      return 'A web page came where the image was asked for: a mirror, a proxy or a login page answered in place of the registry.';
    if (/pull QPS/.test(words))
      return 'The kubelet held the pull back by a limit of its own; the registry was not asked.';
    if (/^context canceled$/i.test(words))
      return 'The pull was cancelled on the node before it was done: it made no progress for too long, or the kubelet or the runtime was restarted.';
    return 'The pull failed on the way to the registry, before it could answer for the image.';
  },
  remedies: ({ ref, container }) => [
    container.pod.pod.spec.nodeName === null
      ? describePod({ namespace: ref.namespace, pod: container.pod.pod.metadata.name }, 'See the whole message.')
      : describeNode(
          container.pod.pod.spec.nodeName,
          'See whether other pods of this node pull images, and what the node says of itself.',
        ),
    ask(
      'reach-registry',
      'Try the registry from that node',
      'Name resolution, a firewall or proxy, a certificate that the node does not trust, or a limit of the registry: the words of the message say which.',
    ),
  ],
  wouldDisprove: 'A pull from the same registry on the same node that succeeds now.',
});
