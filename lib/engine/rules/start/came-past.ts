/** Why a start that the kubelet has come past, or has not come to yet, is not what keeps a pod back (signals §1.2, §3.3). */

import { conditionEvidence } from '../../evidence';
import { mountRefusal, pastSandbox, pastVolumes, sandboxRefusal, startOf } from '../../facts/how-far';
import type { ContainerView, PodView } from '../../facts/views';
import type { RuledOutDraft } from '../../rule';

const because = (because: string, evidence: RuledOutDraft['evidence'][number]): RuledOutDraft => ({
  because,
  evidence: [evidence],
});

/** Not `volume-mount-failed`. */
export function notTheVolumes(pod: PodView): RuledOutDraft | undefined {
  const { nodeName } = pod.pod.spec;
  const unplaced = pod.pod.status.conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (nodeName === null && unplaced)
    return because(
      'No node has the pod yet, so none was asked to mount its volumes.',
      conditionEvidence(pod.pod, unplaced),
    );
  const past = pastVolumes(pod);
  return past
    ? because('The kubelet came further: it mounts all volumes before it asks for the sandbox or a container.', past)
    : undefined;
}

/** Not `sandbox-creation-failed`. */
export function notTheSandbox(pod: PodView): RuledOutDraft | undefined {
  if (sandboxRefusal(pod)) return undefined;
  const refusal = mountRefusal(pod);
  if (refusal)
    return because('The kubelet has not come so far: it asks for the sandbox once all volumes are mounted.', refusal);
  const past = pastSandbox(pod);
  return past ? because('The sandbox was made: the kubelet asked for a container in it.', past) : undefined;
}

/** Not `container-runtime-error`. */
export function notTheRuntime(container: ContainerView): RuledOutDraft | undefined {
  const refusal = sandboxRefusal(container.pod);
  if (refusal)
    return because('The kubelet has not come so far: it asks for containers once the sandbox is there.', refusal);
  const started = startOf(container);
  return started ? because('The runtime did start it.', started) : undefined;
}
