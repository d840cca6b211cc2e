/**
 * A ConfigMap or Secret that the pod refers to does not exist, or lacks the key: the kubelet says which (signals §1.3, §3.6), or a
 * program that does not find the key's file.
 */
import type { Certainty, ContainerRef, Evidence, HeadlinePart, NonEmpty } from '../../../model/diagnosis';
import type { ClusterEvent, ConfigObject } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { eventEvidence, fields, objectEvidence } from '../../evidence';
import { isOfKubelet } from '../../facts/kill';
import { startOf } from '../../facts/how-far';
import { timeMs, type ContainerView, type PodView, type WorkloadView } from '../../facts/views';
import { waitingOf } from '../../facts/waiting';
import { isStillSaid, standing } from '../../facts/standing';
import { definePodAndContainerRule, defineRule } from '../../rule';
import { asksFor, type Asker } from './asks-for';
import { missingFileSaid } from './missing-file';
import { missingIn, type Missing } from './missing-in';
import { seeRetry, stepsFor } from './missing-config-steps';

interface FoundMissing {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  pod: string;
  container: ContainerRef | null;
  missing: Missing;
  /** The object's metadata, where it exists and may be read. */
  object: ConfigObject | null;
  /** It is there by now, the key with it: what the kubelet said is overtaken, or meant another. */
  there: boolean;
  /** What in the pod asks for it. */
  askers: readonly Asker[];
}

/** The kubelet tries again after two minutes at the most: what it has not said for longer, while it complained of something else, is over. */
const retryMs = 150_000;

/** Whether a message names volumes that are not mounted yet, and this one is not among them (signals §3.6). */
function isMounted(volume: string | undefined, message: string): boolean {
  const unmounted = /\bunmounted volumes=\[([^\]]{0,1000})\]/.exec(message)?.[1];
  return volume !== undefined && unmounted !== undefined && !unmounted.split(' ').includes(volume);
}

/** Made or mounted since the kubelet missed it, or another complaint has taken its place. */
function isMended(
  { snapshot }: WorkloadView,
  pod: PodView,
  mount: ClusterEvent,
  { kind, name, key }: Missing,
): boolean {
  const saidMs = timeMs(mount.at) ?? 0;
  const object = snapshot.configs?.find((c) => c.kind === kind && c.metadata.name === name);
  if (key === null && (timeMs(object?.metadata.creationTimestamp) ?? 0) > saidMs) return true;
  const volume =
    /\(spec\.Name: "([^"]*)"\)/.exec(mount.message)?.[1] ?? /for volume "([^"]*)"/.exec(mount.message)?.[1];
  return pod.events.some(({ reason, message, at }) => {
    const laterMs = (timeMs(at) ?? 0) - saidMs;
    if (reason === 'FailedAttachVolume') return laterMs > retryMs;
    if (reason !== 'FailedMount') return false;
    // "Unable to attach or mount volumes" only repeats that one of them is missing, but says of which volume.
    return /Unable to (?:attach or )?mount volumes/.test(message)
      ? laterMs > 0 && isMounted(volume, message)
      : laterMs > retryMs;
  });
}

const mountReasons = new Set(['FailedMount', 'Failed']);

const saidByKubelet = defineRule({
  id: 'missing-configmap-or-secret',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: [
    'unknown',
    'volume-mount-failed',
    'container-runtime-error',
    'missing-env-var',
    'init-container-failing',
    'sidecar-failing',
  ],
  confusedWith: ['missing-env-var', 'volume-mount-failed'],

  match({ workload, pod, troubledPod }): FoundMissing | undefined {
    const ref = workload.snapshot.workload;
    const build = (
      missing: Missing,
      view: ContainerView | null,
      evidence: NonEmpty<Evidence>,
      sure = true,
    ): FoundMissing => {
      const object =
        workload.snapshot.configs?.find((c) => c.kind === missing.kind && c.metadata.name === missing.name) ?? null;
      const container = view && { name: view.name, type: view.type };
      const askers = asksFor(pod, view, missing);
      const { key } = missing;
      const there = object !== null && (key === null || object.keys?.some(({ name }) => name === key) === true);
      const certainty = there || !sure ? 'likely' : 'proven';
      return { certainty, evidence, ref, pod: pod.pod.metadata.name, container, missing, object, there, askers };
    };
    for (const { container } of troubledPod.containers) {
      const waiting = container.status && waitingOf(container);
      const missing = waiting && missingIn(waiting.message);
      if (!missing) continue;
      if (waiting.evidence.kind === 'event') return build(missing, container, [waiting.evidence]);
      const path = `${container.statusPath}.state.waiting`;
      const state = fields(pod.label, null, {
        [`${path}.reason`]: waiting.reason,
        [`!${path}.message`]: waiting.message,
      });
      const event = container.events.findLast(
        (e) => isOfKubelet(e) && e.reason === 'Failed' && e.message.includes(waiting.message),
      );
      return build(missing, container, event ? [state, eventEvidence(event, missing.key ?? missing.name)] : [state]);
    }
    // A volume's ConfigMap or Secret: the kubelet only says so in FailedMount; an older one may have been mended since.
    const stuck = troubledPod.containers.some((c) => c.trouble === 'stuck');
    const mount = stuck
      ? standing(pod, mountReasons)
          .filter((e) => missingIn(e.message))
          .at(-1)
      : undefined;
    const missing = mount && missingIn(mount.message, pod.pod.spec.volumes);
    if (!mount || !missing || isMended(workload, pod, mount, missing)) return undefined;
    const evidence: NonEmpty<Evidence> = [eventEvidence(mount, missing.name, missing.key ?? undefined)];
    return build(missing, null, evidence, isStillSaid(mount, workload.nowMs));
  },

  explain({ ref, pod, container, missing, object, there, evidence, askers }) {
    const { kind, name, key } = missing;
    const keys = object?.keys ?? null;
    const thing = key === null ? `${kind} ${name}` : `key ${key} of ${kind} ${name}`;
    const who: [string, ...HeadlinePart[]] =
      container === null ? ['The pod'] : ['Container ', { code: container.name }];
    const exists = object
      ? [
          {
            text:
              keys === null
                ? `${kind} \`${name}\` exists.`
                : `${kind} \`${name}\` has these keys: ${keys.map((k) => `\`${k.name}\``).join(', ') || 'none'}.`,
            evidence: [
              objectEvidence(
                `${kind} ${ref.namespace}/${name}`,
                null,
                keys === null ? 'exists' : `keys: ${keys.map((k) => k.name).join(', ')}`,
              ),
            ],
          },
        ]
      : [];
    return {
      headline: there
        ? [...who, ' did not start: the kubelet did not find ', { mark: thing }, ', which is there now']
        : [...who, ' cannot start: ', { mark: thing }, ' does not exist'],
      claims: [
        {
          text: `The kubelet looked for ${kind} \`${name}\`${key === null ? '' : ` and its key \`${key}\``} in namespace \`${ref.namespace}\` and did not find ${key === null ? 'it' : 'the key'}.`,
          evidence,
        },
        ...askers.map(({ claim }) => claim),
        ...exists,
      ],
      remedies: there ? [seeRetry(ref.namespace, pod)] : stepsFor(missing, askers, ref.namespace, pod),
      container,
      wouldDisprove: there
        ? 'The same message again from now on: then the kubelet looks for another, or cannot read this one.'
        : `${key === null ? `${thing} in namespace \`${ref.namespace}\`` : `Key ${key} among the keys of ${kind} ${name}`}, and the pod still waiting for it a minute later.`,
    };
  },

  ruleOut({ troubledPod }) {
    const starts = troubledPod.containers.map(({ container }) => startOf(container));
    const evidence = starts.flatMap((start) => start ?? []);
    return evidence.length > 0 && evidence.length === starts.length
      ? { because: 'It was started, and before that each reference that is not optional has to be there.', evidence }
      : undefined;
  },
});

export const missingConfigmapOrSecret = definePodAndContainerRule(saidByKubelet, missingFileSaid);
