/** Pods of one revision run different digests of the same tag: the tag was moved (signals §9). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import { ask } from '../../../remedy/look';
import { fields } from '../../evidence';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundDrift {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  container: ContainerView;
  image: string;
}

/** "sha256:…" of an imageID, whatever the runtime puts before it (signals §1.6). */
export function digestOf(imageID: string): string | null {
  return /sha256:[0-9a-f]{64}/.exec(imageID)?.[0] ?? null;
}

export const imageDigestDrift = defineRule({
  id: 'image-digest-drift',
  scope: 'container',
  needs: ['workload', 'container', 'troubledPods'],

  match({ workload, container, troubledPods }): FoundDrift | undefined {
    const own = digestOf(container.status?.imageID ?? '');
    if (own === null || container.spec.image.includes('@sha256:')) return undefined;
    const architecture = container.pod.node?.status.nodeInfo?.architecture;
    for (const pod of workload.pods) {
      if (troubledPods.some((t) => t.pod === pod)) continue;
      // Digests of a manifest list differ by processor: only pods of the same one can be compared.
      if (pod.node?.status.nodeInfo?.architecture !== architecture) continue;
      const other = pod.containers.find((c) => c.name === container.name && c.spec.image === container.spec.image);
      const digest = digestOf(other?.status?.imageID ?? '');
      if (!other || digest === null || digest === own || !other.status?.ready) continue;
      return {
        certainty: 'likely',
        evidence: [
          fields(container.pod.label, null, { [`!${container.statusPath}.imageID`]: container.status?.imageID }),
          fields(pod.label, null, { [`!${other.statusPath}.imageID`]: other.status.imageID }),
        ],
        container,
        image: container.spec.image,
      };
    }
    return undefined;
  },

  explain({ image, evidence }) {
    return {
      headline: ['The tag ', { code: image }, ' has moved: the pods that run have ', { mark: 'another digest' }],
      claims: [{ text: 'Pods with the same image name run different images.', evidence }],
      remedies: [
        ask(
          'pin-digest',
          'Name the image by its digest',
          'The digest of a pod that runs is known to be good; a tag that can move makes two pods of one revision differ.',
        ),
      ],
    };
  },
});
