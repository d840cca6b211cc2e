/** A full disk or volume, or an eviction by the kubelet, for memory too (signals §2.1; §7.8 sh-13). */
import type { Certainty, ContainerRef, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { describeNode, describePod, listObjects, showLogs } from '../../../remedy/look';
import { eventEvidence, fields } from '../../evidence';
import { FactReader } from '../../facts/table';
import { pullFailure } from '../../facts/pull';
import { spanMs, type PodView } from '../../facts/views';
import { defineRule } from '../../rule';
import { short } from '../log-rule';

interface FoundFull {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  pod: PodView;
  container: ContainerRef | null;
  what: string;
  how: 'evicted' | 'full' | 'node-full';
}

/** "memory", "ephemeral-storage", … of an eviction's sentence; its own limit where that was passed. */
export function evictedFor(message: string): string {
  const resource = /low on resource: ([^.]+)\./.exec(message)?.[1];
  if (resource !== undefined) return `the node was low on ${resource}`;
  const condition = /had condition: \[([^\]]+)\]/.exec(message)?.[1];
  if (condition !== undefined) return `the node had ${condition}`;
  return short(message.trim().replace(/\.$/, ''));
}

export const diskFullOrEvicted = defineRule({
  id: 'disk-full-or-evicted',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod', 'troubledPods'],
  supersedes: [
    'unknown',
    'app-error-uncaught',
    'sigterm-not-handled',
    'image-pull-network',
    'readiness-never-ready',
    'init-container-failing',
    'sidecar-failing',
    'oom-killed-node',
  ],
  confusedWith: ['oom-killed-limit', 'volume-mount-failed', 'node-kernel-setting'],

  match({ workload, pod, troubledPod, troubledPods }): FoundFull | undefined {
    const base = { ref: workload.snapshot.workload, pod };
    const { status } = pod.pod;
    if (status.reason === 'Evicted') {
      const event = pod.events.filter((e) => e.reason === 'Evicted').at(-1);
      const state = fields(pod.label, null, { '!status.reason': status.reason, '!status.message': status.message });
      return {
        ...base,
        certainty: 'proven',
        container: null,
        what: evictedFor(status.message),
        how: 'evicted',
        evidence: [state, ...(event ? [eventEvidence(event, event.message.trim())] : [])],
      };
    }
    // A StatefulSet's evicted pod is replaced under the same name: only the event is left (lab FACTS).
    const evicted = pod.events
      .filter((e) => e.reason === 'Evicted' && (spanMs(e.at, workload.snapshot.asOf) ?? 0) < 3_600_000)
      .at(-1);
    if (evicted && troubledPod.podTrouble === 'failed')
      return {
        ...base,
        certainty: 'proven',
        container: null,
        what: evictedFor(evicted.message),
        how: 'evicted',
        evidence: [eventEvidence(evicted, evicted.message.trim())],
      };
    for (const troubled of troubledPod.containers) {
      const place = { name: troubled.container.name, type: troubled.container.type };
      const pull = pullFailure(troubled.container);
      const [first, ...rest] = pull?.evidence ?? [];
      if (pull?.cause === 'disk-full-or-evicted' && first)
        return {
          ...base,
          certainty: 'proven',
          container: place,
          what: 'no space left on the node',
          how: 'node-full',
          evidence: [first, ...rest],
        };
      const log = new FactReader({ view: workload, troubledPods, pod: troubledPod, container: troubled }).get('log');
      if (log.ok && log.value.hit.cause === 'disk-full-or-evicted') {
        const path = log.value.hit.captures['path'] ?? log.value.hit.captures['file'];
        const exit = troubled.endings[0]?.exit.evidence;
        return {
          ...base,
          certainty: 'likely',
          container: place,
          what: path === undefined ? 'no space left' : `no space left for ${path}`,
          how: 'full',
          evidence: [log.value.evidence, ...(exit ? [exit] : [])],
        };
      }
    }
    return undefined;
  },

  explain({ ref, pod, container, what, how, evidence }) {
    const { namespace, name } = pod.pod.metadata;
    const node = pod.pod.spec.nodeName;
    const code = { code: container?.name ?? name };
    const onNode =
      node === null
        ? describePod({ namespace, pod: name }, 'See the message once more.')
        : describeNode(node, 'See its conditions, its disk and what is promised on it.');
    return {
      headline:
        how === 'evicted'
          ? ['The kubelet evicted pod ', { code: name }, ': ', { mark: what }]
          : how === 'node-full'
            ? ['The image of container ', code, ' cannot be unpacked: ', { mark: what }]
            : ['Container ', code, ' has a full disk or volume: ', { mark: what }],
      claims: [
        {
          text:
            how === 'evicted'
              ? 'The kubelet says why it ended the pod.'
              : how === 'full'
                ? 'Its log says that there is no space left.'
                : 'The runtime says that there is no space left.',
          evidence,
        },
      ],
      remedies:
        how === 'full' && container
          ? [
              listObjects(
                namespace,
                'pvc',
                'See the size of the claims that it mounts; a class that allows it can grow one in place.',
              ),
              showLogs({ namespace, pod: name, container: container.name, previous: true }, 'See which path is full.'),
              onNode,
            ]
          : [
              onNode,
              changeByHand(
                'request-what-it-uses',
                'Ask for what it uses, and set a limit that holds',
                'A pod that uses more than it requested is evicted first; an emptyDir sizeLimit or ephemeral-storage limit that is too low evicts it for that alone.',
              ),
            ],
      container,
      wouldDisprove:
        how === 'full'
          ? 'Free space and free inodes on the path that it writes.'
          : `An end of ${ref.name} without the kubelet’s word.`,
    };
  },
});
