/** The kubelet, the controller or the runtime cannot attach or mount a volume (signals §3.6, §1.4). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { ClusterEvent } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { describePod } from '../../../remedy/look';
import { eventEvidence, fields } from '../../evidence';
import { mountOf } from '../../facts/mounts';
import { goneUsers, mayStillCome } from '../../facts/moving';
import { configFailure, startFailure } from '../../facts/start-error';
import { spanMs, type ContainerView, type PodView } from '../../facts/views';
import { isStillSaid, standing } from '../../facts/standing';
import { defineRule } from '../../rule';
import { missingIn } from '../configuration/missing-in';
import { notTheVolumes } from './came-past';
import { innermost } from './innermost';
import { accountIn, waitSteps } from './mount-steps';

interface FoundMount {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  pod: PodView;
  volume: string | null;
  reason: string;
  /** The container whose start failed for it: the volume itself is there, and one mount of it is not. Else the pod waits for it. */
  into: ContainerView | null;
  /** Whether that mount asks for a part of its volume. */
  ofPart: boolean;
  /** Pods that are said to use the volume, and are known to be gone. */
  gone: readonly string[];
}

/** What a start failed for: the kubelet could not prepare a part of the volume, or the runtime could not mount it. */
function startWords(name: string, reason: string): string {
  return /subPath/.test(reason)
    ? `The volume is there; the kubelet could not prepare the part of it (subPath) that \`${name}\` mounts.`
    : `The pod waits for no volume: the runtime could not put this mount into \`${name}\`.`;
}

const partAdvice =
  'A subPath that names a file gives a file, one that names nothing gives a directory: its mountPath has to be of the same kind. Look at the spelling of both, and whether the path exists and may be written where it has to be made.';
const mountAdvice =
  'A directory can be mounted only over a directory, a file only over a file. Look at the spelling of the path, whether it exists, on the node or in the image, and whether it may be written where it has to be made.';

const mountReasons = new Set(['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']);
/**
 * A busy node's first tries: they pass by themselves (lab FACTS "Healthy pods write warnings too"), a refused token too: who
 * may ask for it is known a moment after the pod is. What is said for longer does not pass: the kubelet tries again every two
 * minutes or sooner.
 */
const firstTries =
  /failed to sync (?:configmap|secret) cache|object "[^"]*"(?:\/"[^"]*")? not registered|failed to fetch token(?!.*serviceaccounts? "[^"]*" not found)/s;
const firstTriesMs = 5 * 60_000;
const isPassing = ({ message, firstAt, at }: ClusterEvent): boolean =>
  firstTries.test(message) && (spanMs(firstAt, at) ?? 0) < firstTriesMs;
/** The kubelet's own wait that ran out: it repeats that something failed, and says less than any step that did. */
const summary =
  /^Unable to (?:attach or )?mount volumes(?: for pod "[^"]*")?: .*(?:timed out waiting for the condition|timeout expired|context deadline exceeded)/s;
const runtimeMounts: readonly RegExp[] = [
  /error mounting "[^"]*" to rootfs at "(?<path>[^"]*)": (?<why>.*?)(?:: unknown)?$/s,
  // runc before 1.1, with or without quotes of its own.
  /mounting "[^"]*" to rootfs(?: "[^"]*")? at "(?<path>[^"]*)" caused:? "?(?<why>[^"]*?)(?:"|: unknown|$)/s,
  // containerd makes the source of a mount that is not there; one without a path is of no volume.
  /[Ff]ailed to mkdir (?!"")(?<source>\S+): (?<why>.*)$/s,
  // dockershim and the daemon behind it.
  /error while creating mount source path '(?<path>[^']*)': (?<why>.*)$/s,
  /(?<why>bind source path does not exist): (?<path>\S+)/,
  // The kubelet and containerd look at the source before they start anything; an "exec: …: stat" is about a command.
  /^(?:failed to generate (?:container "[^"]*" )?spec: |failed to (?:generate|apply) [^:]*: |failed to stat "[^"]*": ){0,4}l?stat (?<path>\/\S+): (?<why>.*)$/s,
  /path (?<path>\S+) is mounted on \S+ but (?<why>it is not a shared(?: or slave)? mount)/,
  /(?<why>failed to (?:prepare|create) subPath(?: directory)?) for volumeMount "(?<volume>[^"]*)"/,
];

/** What the runtime, or the kubelet for a subPath, could not mount. */
function mountIn(message: string): { path: string; why: string; volume: string | null; source: string | null } | null {
  for (const pattern of runtimeMounts) {
    const groups = pattern.exec(message)?.groups;
    const source = groups?.['source']?.replace(/^"|"$/g, '') ?? null;
    if (groups)
      return {
        path: source ?? groups['path'] ?? '',
        why: groups['why'] ?? '',
        volume: groups['volume'] ?? null,
        source,
      };
  }
  return null;
}

const readOnly = /read-only file system/i;

/** What follows "for volume "x" : " or "Multi-Attach error …": the reason in the message. */
export function reasonIn(message: string): string {
  const afterVolume = /for volume "[^"]*" ?: (.*)$/s.exec(message)?.[1];
  return (afterVolume ?? message).replace(/^rpc error: code = \w+ desc = /, '');
}

/** The last words of a runtime's chain, which say what is wrong: "create mountpoint for /etc/x mount: …: not a directory". */
export function lastWords(reason: string): string {
  return reason.split(': ').at(-1) ?? reason;
}

export const volumeMountFailed = defineRule({
  id: 'volume-mount-failed',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: ['unknown', 'container-runtime-error', 'init-container-failing', 'sidecar-failing'],
  confusedWith: ['missing-configmap-or-secret', 'pvc-pending', 'sandbox-creation-failed'],

  match({ workload, pod, troubledPod }): FoundMount | undefined {
    const base = { ref: workload.snapshot.workload, pod, gone: [] };
    for (const { container } of troubledPod.containers) {
      // A subPath that cannot be made is told before there is anything to start.
      const failure = startFailure(container) ?? configFailure(container);
      const mount = failure && mountIn(failure.message);
      const [first, ...rest] = failure?.evidence ?? [];
      if (!failure || !mount || !first) continue;
      const { path, source } = mount;
      const held = source === null ? mountOf(container.spec, path)?.mount : undefined;
      const ofNode = pod.pod.spec.volumes.find(({ hostPath }) => source !== null && hostPath?.path === source);
      const volume = mount.volume ?? held?.name ?? ofNode?.name ?? null;
      return {
        ...base,
        // A directory of the node is that of a volume only where a volume asks for it; a disk that may not be written has a cause of its own.
        certainty: failure.sure && (source === null || (ofNode && !readOnly.test(mount.why))) ? 'proven' : 'likely',
        evidence: [first, ...rest],
        volume,
        reason: path === '' ? mount.why : `${path}: ${lastWords(mount.why)}`,
        into: container,
        ofPart: /subPath/.test(mount.why) || (held?.subPath ?? null) !== null,
      };
    }
    if (!troubledPod.containers.some((c) => c.trouble === 'stuck')) return undefined;
    const events = standing(pod, mountReasons).filter((e) => !isPassing(e) && !missingIn(e.message));
    const event = events.filter((e) => !summary.test(e.message)).at(-1) ?? events.at(-1);
    if (!event) return undefined;
    const reason = reasonIn(event.message);
    const isOpen = !isStillSaid(event, workload.nowMs) || mayStillCome(event, pod.movesUntilMs, workload.nowMs);
    return {
      ...base,
      gone: goneUsers(event, workload.snapshot),
      certainty: isOpen || summary.test(event.message) || event.source.component === '' ? 'likely' : 'proven',
      evidence: [eventEvidence(event, reason)],
      volume: /volume "([^"]+)"/.exec(event.message)?.[1] ?? null,
      reason,
      into: null,
      ofPart: false,
    };
  },

  explain({ ref, pod, volume, reason, into, ofPart, gone, evidence }) {
    const at = pod.pod.spec.volumes.findIndex((candidate) => candidate.name === volume);
    const source = pod.pod.spec.volumes[at];
    // The message names the volume behind a claim, not always that of the pod.
    const claim = source
      ? source.persistentVolumeClaim?.claimName
      : pod.pod.spec.volumes.find((v) => v.persistentVolumeClaim)?.persistentVolumeClaim?.claimName;
    const account = accountIn(reason);
    return {
      headline:
        volume === null
          ? ['A volume cannot be mounted: ', { mark: innermost(reason) }]
          : ['Volume ', { code: volume }, ' cannot be mounted: ', { mark: innermost(reason) }],
      claims: [
        {
          text: into ? startWords(into.name, reason) : 'The pod waits for a volume that cannot be attached or mounted.',
          evidence,
        },
        ...(account === undefined
          ? []
          : [
              {
                text: `The volume holds a token of service account \`${account}\`, and namespace \`${ref.namespace}\` has no account of that name.`,
                evidence,
              },
            ]),
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
      remedies: into
        ? [
            describePod(
              { namespace: ref.namespace, pod: pod.pod.metadata.name },
              'See every volume of the pod and the whole message.',
            ),
            changeByHand('mend-mount', 'Let the mount fit what is there', ofPart ? partAdvice : mountAdvice),
          ]
        : waitSteps(ref, pod, reason, claim, gone),
      container: null,
      wouldDisprove: into
        ? 'The container starting with the same mount.'
        : 'The volume mounted, and the pod still waiting.',
    };
  },

  ruleOut: ({ pod }) => notTheVolumes(pod),
});
