/** The kubelet, the controller or the runtime cannot attach or mount a volume (signals §3.6, §1.4). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { describeObject, describePod } from '../../../remedy/look';
import { eventEvidence, fields } from '../../evidence';
import { startFailure } from '../../facts/start-error';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';
import { missingIn } from '../configuration/missing-configmap-or-secret';
import { short } from '../log-rule';

interface FoundMount {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  pod: PodView;
  volume: string | null;
  reason: string;
}

const mountReasons = new Set(['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']);
/** A busy node's first tries: they pass by themselves (lab FACTS "Healthy pods write warnings too"). */
const passing = /failed to sync (?:configmap|secret) cache|object ".*" not registered|failed to fetch token/;
const runtimeMount =
  /error mounting "[^"]*" to rootfs at "([^"]*)": (.*?)(?:: unknown)?$|[Ff]ailed to mkdir (\S+): (.*)$/s;

/** What follows "for volume "x" : " or "Multi-Attach error …": the reason in the message. */
function reasonIn(message: string): string {
  const afterVolume = /for volume "[^"]*" ?: (.*)$/s.exec(message)?.[1];
  return (afterVolume ?? message).replace(/^rpc error: code = \w+ desc = /, '');
}

export const volumeMountFailed = defineRule({
  id: 'volume-mount-failed',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: ['unknown', 'container-runtime-error', 'init-container-failing', 'sidecar-failing'],
  confusedWith: ['missing-configmap-or-secret', 'pvc-pending', 'sandbox-creation-failed'],

  match({ workload, pod, troubledPod }): FoundMount | undefined {
    const base = { ref: workload.snapshot.workload, pod, certainty: 'proven' as const };
    for (const { container } of troubledPod.containers) {
      const failure = startFailure(container);
      const mount = failure && runtimeMount.exec(failure.message);
      const [first, ...rest] = failure?.evidence ?? [];
      if (!mount || !first) continue;
      const path = mount[1] ?? mount[3] ?? '';
      const volume =
        container.spec.volumeMounts.find((m) => path === m.mountPath || path.startsWith(`${m.mountPath}/`))?.name ??
        null;
      return { ...base, evidence: [first, ...rest], volume, reason: mount[2] ?? mount[4] ?? '' };
    }
    if (!troubledPod.containers.some((c) => c.trouble === 'stuck')) return undefined;
    const event = pod.events
      .filter((e) => mountReasons.has(e.reason) && !passing.test(e.message) && !missingIn(e.message))
      .at(-1);
    if (!event) return undefined;
    const reason = reasonIn(event.message);
    return {
      ...base,
      evidence: [eventEvidence(event, reason)],
      volume: /volume "([^"]+)"/.exec(event.message)?.[1] ?? null,
      reason,
    };
  },

  explain({ ref, pod, volume, reason, evidence }) {
    const { name } = pod.pod.metadata;
    const at = pod.pod.spec.volumes.findIndex((candidate) => candidate.name === volume);
    const source = pod.pod.spec.volumes[at];
    const claim =
      source?.persistentVolumeClaim?.claimName ??
      pod.pod.spec.volumes.find((v) => v.persistentVolumeClaim)?.persistentVolumeClaim?.claimName;
    const describe = describePod(
      { namespace: ref.namespace, pod: name },
      'See every volume of the pod and the whole message.',
    );
    return {
      headline:
        volume === null
          ? ['A volume cannot be mounted: ', { mark: short(reason) }]
          : ['Volume ', { code: volume }, ' cannot be mounted: ', { mark: short(reason) }],
      claims: [
        { text: 'The pod waits for a volume that cannot be attached or mounted.', evidence },
        ...(source
          ? [
              {
                text: `Volume \`${source.name}\` is of type ${source.type}.`,
                evidence: [
                  fields(pod.label, null, {
                    [`spec.volumes[${at}].name`]: source.name,
                    [`spec.volumes[${at}].hostPath.path`]: source.hostPath?.path,
                    [`spec.volumes[${at}].hostPath.type`]: source.hostPath?.type,
                    [`spec.volumes[${at}].persistentVolumeClaim.claimName`]: source.persistentVolumeClaim?.claimName,
                  }),
                ],
              },
            ]
          : []),
      ],
      remedies:
        claim === undefined
          ? [describe]
          : [
              describeObject(ref.namespace, 'pvc', claim, 'See which volume it is bound to, and who uses it.'),
              describe,
            ],
      container: null,
      wouldDisprove: 'The volume mounted, and the pod still waiting.',
    };
  },
});
