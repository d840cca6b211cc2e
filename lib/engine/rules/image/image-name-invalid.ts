/** The image reference cannot be parsed, so nothing was asked of any registry (signals §1.2). */
import { setImage } from '../../../remedy/change';
import { describePod } from '../../../remedy/look';
import { specField } from '../../evidence';
import { definePullRule } from './pull-rule';

export const imageNameInvalid = definePullRule({
  id: 'image-name-invalid',
  confusedWith: ['image-not-found'],
  headline: ({ container, failure }) => [
    'The image name of container ',
    { code: container.name },
    ' is not valid: ',
    { mark: failure.image === '' ? 'it is empty' : failure.image },
  ],
  says: 'The kubelet cannot read the name of the image.',
  more: ({ container }) => [
    {
      text: 'This is the name that the pod gives.',
      evidence: [specField(container, { '!image': container.spec.image })],
    },
  ],
  remedies: ({ ref, container }) => [
    describePod(
      { namespace: ref.namespace, pod: container.pod.pod.metadata.name },
      'See where the name goes wrong, and which labels tell what made it.',
    ),
    setImage(
      ref,
      container.name,
      'Lower-case repository, one colon before the tag, no scheme and no spaces; an empty tag is a variable that was not filled in.',
    ),
  ],
  wouldDisprove: 'The same reference pulled by hand with `crictl pull` on a node.',
});
