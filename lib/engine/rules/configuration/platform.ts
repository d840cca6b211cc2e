/** The image of a container and the node that it runs on, as claims. */

import { fields, labelOf, specField } from '../../evidence';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

/** The image that the container runs, and its digest where the kubelet reports it. */
export function imageClaim({ container }: LogFinding): DraftClaim[] {
  const id = container.status?.imageID;
  return [
    {
      text: 'This is the image that it runs.',
      evidence: [
        specField(container, { '!image': container.spec.image }),
        ...(id ? [fields(container.pod.label, null, { [`${container.statusPath}.imageID`]: id })] : []),
      ],
    },
  ];
}

/** The node and its kernel, system and runtime; nothing where the node was not read. */
export function nodeClaim({ container }: LogFinding): DraftClaim[] {
  const { node } = container.pod;
  const info = node?.status.nodeInfo;
  if (!node || !info) return [];
  const evidence = fields(labelOf(node), null, {
    'status.nodeInfo.kernelVersion': info.kernelVersion,
    'status.nodeInfo.osImage': info.osImage,
  });
  // A node saved in part says neither: nothing is quoted then.
  return evidence.fields.length === 0
    ? []
    : [{ text: `It runs on node \`${node.metadata.name}\`.`, evidence: [evidence] }];
}

/** The processor of the node, against which the image was not built. */
export function platformClaim(found: LogFinding): DraftClaim[] {
  const { node } = found.container.pod;
  const architecture = node?.status.nodeInfo?.architecture;
  const image = imageClaim(found);
  if (!node || !architecture) return image;
  return [
    {
      text: `Its node \`${node.metadata.name}\` is ${architecture}.`,
      evidence: [fields(labelOf(node), null, { '!status.nodeInfo.architecture': architecture })],
    },
    ...image,
  ];
}
