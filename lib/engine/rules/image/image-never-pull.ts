/** imagePullPolicy is Never and the image is not on the node (signals §1.2). */
import { patchContainer } from '../../../remedy/change';
import { describePod } from '../../../remedy/look';
import { specField } from '../../evidence';
import { definePullRule } from './pull-rule';

export const imageNeverPull = definePullRule({
  id: 'image-never-pull',
  confusedWith: ['image-not-found'],
  headline: ({ container, failure }) => [
    'Image ',
    { code: failure.image },
    ' of container ',
    { code: container.name },
    ' is not on its node, and its pull policy is ',
    { mark: 'Never' },
  ],
  says: 'The kubelet may not pull the image, and the node does not have it.',
  more: ({ container }) => [
    {
      text: 'This is what the pod asks for.',
      evidence: [
        specField(container, { '!imagePullPolicy': container.spec.imagePullPolicy, image: container.spec.image }),
      ],
    },
  ],
  remedies: ({ ref, container }) => [
    describePod({ namespace: ref.namespace, pod: container.pod.pod.metadata.name }, 'See which node it was sent to.'),
    patchContainer(
      ref,
      container,
      { imagePullPolicy: 'IfNotPresent' },
      {
        id: 'allow-pull',
        title: 'Let the kubelet pull it',
        why: 'Right when a registry has the image; with Never it must be loaded into every node that may run the pod.',
      },
    ),
  ],
  wouldDisprove: 'The image, with this tag, in `crictl images` on the node.',
});
