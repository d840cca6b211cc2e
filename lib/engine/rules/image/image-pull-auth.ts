/** The registry refuses the node: no credentials, wrong ones, or ones that may not read this repository (signals §1.7). */
import { describePod, listObjects, ask } from '../../../remedy/look';
import { absence, eventEvidence, fields } from '../../evidence';
import { byPolicy, bySignature, unreadSecrets } from '../../facts/pull';
import type { ContainerView } from '../../facts/views';
import type { NextSteps } from '../../rule';
import { short } from '../log-rule';
import { definePullRule } from './pull-rule';

function policySteps(namespace: string, { pod }: ContainerView, isSignature: boolean): NextSteps {
  const look = describePod(
    { namespace, pod: pod.pod.metadata.name },
    isSignature
      ? 'Read the whole message: it says what is wrong with the signature.'
      : 'Read the whole message: some registries say which rule it is.',
  );
  if (isSignature)
    return [
      look,
      ask(
        'signature-policy',
        'Sign the image, or have the policy of the nodes allow it',
        'The runtime asks a policy that stands on each node, such as /etc/containers/policy.json, before it takes an image. Sign this one with a key that the policy knows; another node with the same policy refuses it too.',
      ),
    ];
  return [
    look,
    ask(
      'registry-policy',
      'Look at the rules of the project in the registry',
      'In Harbor, "prevent vulnerable images from running" and content trust answer so, also while a scan is missing. Push a mended or signed image, or let those who own the rule allow this one.',
    ),
  ];
}

export const imagePullAuth = definePullRule({
  id: 'image-pull-auth',
  confusedWith: ['image-not-found', 'image-pull-network'],
  headline: ({ container, failure }) =>
    bySignature.test(failure.words)
      ? ['A policy refuses the image of container ', { code: container.name }, ': ', { mark: short(failure.words) }]
      : ['The registry refuses to give container ', { code: container.name }, ' its image: ', { mark: failure.words }],
  says: ({ certainty, failure }) => {
    if (bySignature.test(failure.words))
      return 'The runtime does not take the image, for its signature does not pass the policy of the node. Credentials do not change that.';
    if (byPolicy.test(failure.words))
      return 'The registry answered, and holds the image back by a rule of its own, such as one for vulnerabilities or signatures. Other credentials do not change that.';
    return certainty === 'proven'
      ? 'The registry answered, and refuses the pull for lack of permission.'
      : 'The registry answered, and refuses the pull. It answers so for an image that is private, and many do for one that does not exist.';
  },
  more: ({ container, failure }) => {
    if (byPolicy.test(failure.words) || bySignature.test(failure.words)) return [];
    const { pod, label } = container.pod;
    const missing = unreadSecrets(container.pod);
    const secrets = pod.spec.imagePullSecrets;
    return [
      secrets.length === 0
        ? {
            text: 'The pod names no imagePullSecrets, so the pull is anonymous (or with the credentials of the node).',
            evidence: [absence(label, 'no imagePullSecrets', 'spec.imagePullSecrets')],
          }
        : {
            text: `The pod names ${secrets.join(', ')} for it.`,
            evidence: [fields(label, null, { '!spec.imagePullSecrets': secrets.join(', ') })],
          },
      ...(missing
        ? [
            {
              text: 'The kubelet could not read the pull secret.',
              evidence: [eventEvidence(missing, 'Unable to retrieve')],
            },
          ]
        : []),
    ];
  },
  remedies: ({ ref, container, certainty, failure }) =>
    byPolicy.test(failure.words) || bySignature.test(failure.words)
      ? policySteps(ref.namespace, container, bySignature.test(failure.words))
      : [
          listObjects(
            ref.namespace,
            'secrets',
            'A pull secret has the type kubernetes.io/dockerconfigjson and must be in this namespace; only names and types are listed.',
          ),
          ask(
            'pull-secret',
            'Give it credentials for this registry',
            'Create a pull secret in the namespace and name it in imagePullSecrets of the pod template or of its service account; renew it where it has expired.',
          ),
          describePod(
            { namespace: ref.namespace, pod: container.pod.pod.metadata.name },
            certainty === 'proven'
              ? 'See the answer of the registry once more.'
              : 'Compare the name of the image, letter by letter, with what the registry has: it may not exist.',
          ),
        ],
  wouldDisprove: 'A pull of the same image with the same credentials that succeeds.',
});
