/** The registry has the image, but none for the platform of the node (signals §1.7). */
import { ask, describePod } from '../../../remedy/look';
import { fields, labelOf } from '../../evidence';
import type { ContainerView } from '../../facts/views';
import { definePullRule } from './pull-rule';

/** "linux/arm64"; null where the node was not read. */
function platformOf(container: ContainerView): string | null {
  const info = container.pod.node?.status.nodeInfo;
  return info ? `${info.operatingSystem}/${info.architecture}` : null;
}

export const imagePlatformMismatch = definePullRule({
  id: 'image-platform-mismatch',
  confusedWith: ['image-not-found', 'exec-format-error'],
  headline: ({ container }) => [
    'The registry has no image of container ',
    { code: container.name },
    ' for ',
    { mark: platformOf(container) ?? 'the platform of its node' },
  ],
  says: 'The manifest lists images, and none of them is for the platform of this node.',
  more: ({ container }) => {
    const { node } = container.pod;
    const info = node?.status.nodeInfo;
    return node && info
      ? [
          {
            text: `Node \`${node.metadata.name}\` is ${info.operatingSystem}/${info.architecture}.`,
            evidence: [
              fields(labelOf(node), null, {
                '!status.nodeInfo.architecture': info.architecture,
                'status.nodeInfo.operatingSystem': info.operatingSystem,
              }),
            ],
          },
        ]
      : [];
  },
  remedies: ({ ref, container }) => [
    describePod(
      { namespace: ref.namespace, pod: container.pod.pod.metadata.name },
      'See the name and the node once more.',
    ),
    ask(
      'build-platform',
      'Build the image for this platform too',
      'A multi-platform build has one manifest for all; a nodeSelector on kubernetes.io/arch keeps the pod where it can run.',
    ),
  ],
  wouldDisprove: 'A manifest of that name that lists the platform of the node.',
});
