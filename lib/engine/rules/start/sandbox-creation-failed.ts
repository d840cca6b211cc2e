/** The kubelet cannot make the pod's sandbox: network plugin, runtime class, runtime (signals §3.3). */
import type { ClusterEvent } from '../../../model/kubernetes';
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { describeNode, describePod } from '../../../remedy/look';
import { eventEvidence } from '../../evidence';
import { isAnnounced, killKind, stopCodes } from '../../facts/kill';
import type { ContainerTrouble, TroubledContainer } from '../../facts/trouble';
import { spanMs, type PodView } from '../../facts/views';
import { isUnmade, remadeSandbox } from '../../facts/remade-sandbox';
import { isStillSaid, standing } from '../../facts/standing';
import { defineRule } from '../../rule';
import { missingSysctl } from '../configuration/sysctl';
import { notTheSandbox } from './came-past';
import { innermost } from './innermost';
import { isFull } from './node-full';

interface FoundSandbox {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  pod: PodView;
  /** Null where it is made, again and again. */
  reason: string | null;
  /** What failed comes before it: the devices of a resource claim. */
  devices?: boolean;
}

const sandboxReasons = new Set([
  'FailedCreatePodSandBox',
  'FailedPodSandBoxStatus',
  'FailedCreatePodContainer',
  'NetworkNotReady',
  'FailedPrepareDynamicResources',
  'FailedSync',
]);
/** Kubelets up to 1.7 or so told every failure of a pod's sync so (kubelet, `HandleError` of a sync result, not in the reference). */
const syncOfSandbox = /^Error syncing pod.{0,40}failed to "(?:SetupNetwork|CreatePodSandbox|ConfigPodSandbox)" for /;

/** Of a container that was started, and is to be started again or was just now. */
const restless: ReadonlySet<ContainerTrouble> = new Set(['looping', 'waiting', 'ended']);

/** Whether its ends are those of a container that is told to stop: what crashes, or is killed by a probe, has its own reason. */
function isStopped({ endings }: TroubledContainer): boolean {
  return endings.every(
    ({ verdict, exit }) =>
      verdict === 'node' ||
      (stopCodes.has(exit.exitCode) &&
        exit.reason !== 'OOMKilled' &&
        verdict !== 'probe-kill' &&
        verdict !== 'post-start'),
  );
}

/** Whether it ended before its sandbox was asked for again and again, and stays ended for want of one. */
function hasLostIt({ trouble, endings: [ending] }: TroubledContainer, { reason, count, at }: ClusterEvent): boolean {
  const isDown = trouble === 'ended' || trouble === 'waiting';
  return isDown && reason === 'FailedCreatePodSandBox' && count > 1 && (spanMs(ending?.exit.finishedAt, at) ?? 0) > 0;
}

export const sandboxCreationFailed = defineRule({
  id: 'sandbox-creation-failed',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: [
    'unknown',
    'exits-zero',
    'sigterm-not-handled',
    'liveness-probe-failing',
    'init-container-failing',
    'sidecar-failing',
  ],
  confusedWith: ['volume-mount-failed', 'container-runtime-error', 'node-lost'],

  match({ workload, pod, troubledPod }): FoundSandbox | undefined {
    const remade = remadeSandbox(pod);
    const ref = workload.snapshot.workload;
    if (
      remade &&
      troubledPod.containers.some((c) => restless.has(c.trouble)) &&
      troubledPod.containers.every(isStopped)
    ) {
      const stopped = pod.events.findLast((event) => isAnnounced(event) && killKind(event.message) === 'stop');
      return {
        // Without the kubelet's second word: that its changes ended the containers is told by their times alone.
        certainty: stopped ? 'likely' : 'possible',
        evidence: [
          eventEvidence(remade, 'Pod sandbox changed'),
          ...(stopped ? [eventEvidence(stopped, 'Stopping container')] : []),
        ],
        ref,
        pod,
        reason: null,
      };
    }
    const event = standing(pod, sandboxReasons).findLast(
      ({ reason, message }) => reason !== 'FailedSync' || syncOfSandbox.test(message),
    );
    if (!event && troubledPod.containers.some((c) => c.trouble === 'stuck')) {
      // What made it fail is in the kubelet's own log: some versions write no other event (signals §3.3).
      const unmade = standing(pod, new Set(['SandboxChanged'])).findLast(isUnmade);
      if (unmade) {
        const evidence: FoundSandbox['evidence'] = [eventEvidence(unmade, 'Pod sandbox changed')];
        return { certainty: 'possible', evidence, ref, pod, reason: null };
      }
    }
    if (
      !event ||
      !troubledPod.containers.some((c) => c.trouble === 'stuck' || hasLostIt(c, event)) ||
      isFull(event.message) ||
      missingSysctl(event.message) !== null
    )
      return undefined;
    const reason = event.message
      .replace(
        /^(?:Failed to create pod sandbox: |network is not ready: |Error syncing pod.{0,40}failed to "\w+" for "[^"]*" with \w+: ")/,
        '',
      )
      .replace(/; Skipping pod"?$/, '')
      .replace(/^rpc error:? code = \w+ desc = /, '');
    return {
      // Devices are prepared before the sandbox is asked for (signals §3.3): this is the nearest cause, not a stated one.
      certainty:
        event.reason === 'FailedPrepareDynamicResources'
          ? 'possible'
          : event.source.component === '' || !isStillSaid(event, workload.nowMs)
            ? 'likely'
            : 'proven',
      evidence: [eventEvidence(event, reason)],
      ref,
      pod,
      reason: reason.replace(/^Failed to prepare dynamic resources: /, ''),
      devices: event.reason === 'FailedPrepareDynamicResources',
    };
  },

  explain({ ref, pod, reason, devices, evidence }) {
    const node = pod.pod.spec.nodeName;
    const hasRun = pod.containers.some(({ status }) => (status?.restartCount ?? 0) > 0);
    const describe = describePod(
      { namespace: ref.namespace, pod: pod.pod.metadata.name },
      'See the whole message, and how often it came.',
    );
    return {
      headline:
        reason === null
          ? [
              'The kubelet makes the pod’s sandbox ',
              { mark: 'anew again and again' },
              hasRun ? ', and ends its containers each time' : ', and starts nothing in it',
            ]
          : [
              `The pod’s ${devices ? 'claimed devices cannot be prepared' : 'sandbox cannot be made'}: `,
              { mark: innermost(reason) },
            ],
      claims: [
        reason === null
          ? {
              text: hasRun
                ? 'The kubelet found the sandbox gone or changed. A runtime that ends it (a cgroup driver other than the kubelet’s, a restart of the runtime) does that to other pods of the node too.'
                : 'The kubelet found the sandbox not ready or without an address before it could start a container; why is in the log of the kubelet on that node.',
              evidence,
            }
          : {
              text: devices
                ? 'The kubelet asks for the sandbox once the devices of the pod’s resource claims are prepared.'
                : 'No container is started before the sandbox with its network is there.',
              evidence,
            },
      ],
      remedies:
        node === null
          ? [describe]
          : [
              describeNode(node, 'See whether other pods start there, and what it says of its network and runtime.'),
              describe,
            ],
      container: null,
      wouldDisprove: 'A `Started` event of the same pod after the last failure.',
    };
  },

  ruleOut: ({ pod }) => notTheSandbox(pod),
});
