/** The registry answers that there is no such repository or tag (signals §1.7). */
import { setImage } from '../../../remedy/change';
import { ask, describePod } from '../../../remedy/look';
import { specField } from '../../evidence';
import { lacksPart } from '../../facts/pull';
import { definePullRule } from './pull-rule';

export const imageNotFound = definePullRule({
  id: 'image-not-found',
  confusedWith: ['image-pull-auth', 'image-pull-network', 'image-platform-mismatch'],
  headline: ({ certainty, container, failure }) => [
    lacksPart(failure) ? 'A part of the image of container ' : 'The image of container ',
    { code: container.name },
    lacksPart(failure)
      ? ' is not in its registry: '
      : certainty === 'proven'
        ? ' does not exist: '
        : ' does not exist, or is private: ',
    { mark: failure.image },
  ],
  says: ({ failure }) =>
    lacksPart(failure)
      ? 'The registry, or a mirror of it, has the image by this name, and does not find one of its layers.'
      : 'The registry answered, and says that it has no such image to give.',
  more: ({ container }) => [
    {
      text: 'This is the name that the pod asks for.',
      evidence: [specField(container, { '!image': container.spec.image })],
    },
  ],
  remedies: ({ ref, container, failure, certainty }) => [
    describePod(
      { namespace: ref.namespace, pod: container.pod.pod.metadata.name },
      lacksPart(failure)
        ? 'Read which layer is missing, and where it was asked for: a mirror may lack what the registry has.'
        : 'Compare the name, letter by letter, with the tags that the registry lists.',
    ),
    setImage(
      ref,
      container.name,
      lacksPart(failure)
        ? 'Push the image again under its name, or name one that is whole.'
        : 'A tag that was never pushed, was deleted, or is misspelt: name one that the registry has.',
    ),
    // Docker Hub and others say the same of a private one, so as not to tell that it is there (signals §1.7).
    ...(certainty === 'proven' || lacksPart(failure)
      ? []
      : [
          ask(
            'pull-secret',
            'If it is private, give credentials for its registry',
            `Create a pull secret in the namespace and name it in imagePullSecrets of the pod template or of its service account: ${container.pod.pod.spec.imagePullSecrets.length > 0 ? 'the one that the pod has may be for another registry, or no longer valid' : 'none is named now'}.`,
          ),
        ]),
  ],
  wouldDisprove: 'A pull of the same name that succeeds from the same registry.',
});
