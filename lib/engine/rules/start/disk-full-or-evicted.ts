/** A full disk or volume, or an eviction by the kubelet, for memory too (signals §2.1; §7.8 sh-13). */
import type { HeadlinePart, NonEmpty } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { describeNode, describePod, showWorkload, topNode } from '../../../remedy/look';
import { eventEvidence, fields } from '../../evidence';
import { isEviction, wasEvicted } from '../../facts/evictions';
import { FactReader } from '../../facts/table';
import { spanMs, type PodView } from '../../facts/views';
import { defineRule, type NextSteps } from '../../rule';
import { evictedAll, evictedBefore, evictedFor, evictedPods, type FoundFull } from './evicted';
import { nodeFullOf } from './node-full';
import { pressedClaim, pressedOut } from './pressed';
import { inSharedMemory, nodeRoomSteps, roomSteps } from './room-steps';
import { hourMs } from '../../../format/units';

const placeOf = ({ pod }: PodView): FoundFull['pod'] => ({
  namespace: pod.metadata.namespace,
  name: pod.metadata.name,
  node: pod.spec.nodeName,
});

export const diskFullOrEvicted = defineRule({
  id: 'disk-full-or-evicted',
  scope: 'pod',
  alsoWorkload: true,
  needs: ['workload', 'troubledPods'],
  wants: ['pod', 'troubledPod'],
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
    if (!pod || !troubledPod) return evictedBefore(workload);
    const base = { ref: workload.snapshot.workload, pod: placeOf(pod) };
    const { status } = pod.pod;
    const all = evictedAll(workload);
    const pressed = all && pressedOut(workload, troubledPod);
    if (pressed)
      return {
        ...all,
        certainty: 'proven',
        container: null,
        how: 'evicted',
        evidence: [all.evictions[0].evidence],
        pressed,
      };
    if (wasEvicted(pod.pod)) {
      const event = pod.events.filter(isEviction).at(-1);
      const state = fields(pod.label, null, { '!status.reason': status.reason, '!status.message': status.message });
      return {
        ...base,
        what: evictedFor(status.message),
        ...all,
        certainty: 'proven',
        container: null,
        how: 'evicted',
        evidence: [state, ...(event ? [eventEvidence(event, event.message.trim())] : [])],
      };
    }
    // A StatefulSet's evicted pod is replaced under the same name: only the event is left (lab FACTS).
    const evicted = pod.events
      .filter((e) => isEviction(e) && (spanMs(e.at, workload.snapshot.asOf) ?? 0) < hourMs)
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
    const node = nodeFullOf(troubledPod);
    if (node) return { ...base, ...node, what: 'no space left on the node' };
    for (const troubled of troubledPod.containers) {
      const place = { name: troubled.container.name, type: troubled.container.type };
      const log = new FactReader({ view: workload, troubledPods, pod: troubledPod, container: troubled }).get('log');
      if (log.ok && log.value.hit.cause === 'disk-full-or-evicted') {
        const path = log.value.hit.captures['path'] ?? log.value.hit.captures['file'];
        const exit = troubled.endings[0]?.exit.evidence;
        const sharedMemory = inSharedMemory(log.value.evidence, troubled.container);
        return {
          ...base,
          certainty: 'likely',
          container: place,
          what: sharedMemory
            ? 'no space left in /dev/shm'
            : path === undefined
              ? 'no space left'
              : `no space left for ${path}`,
          how: 'full',
          ...(sharedMemory ? { sharedMemory } : {}),
          evidence: [log.value.evidence, ...(exit ? [exit] : [])],
        };
      }
    }
    return undefined;
  },

  explain({ ref, pod, container, what, how, sharedMemory, evictions, more, pressed, reviewAtMs, evidence }) {
    const { namespace, name, node } = pod;
    const code = { code: container?.name ?? name };
    const onNode =
      node === null
        ? describePod({ namespace, pod: name }, 'See the message once more.')
        : describeNode(node, 'See its conditions, its disk and what is promised on it.');
    const times = evictions?.length ?? 1;
    const told = `${more ? 'at least ' : ''}${times}`;
    const first = evictions?.at(-1);
    const others = evictions?.slice(1) ?? [];
    return {
      headline:
        how === 'evicted'
          ? times > 1
            ? [`The kubelet evicted ${told} pods of `, { code: ref.name }, ': ', { mark: what }]
            : ['The kubelet evicted pod ', { code: name }, ': ', { mark: what }]
          : headlineOf[how](code.code, what),
      claims: [
        { text: reasons[how], evidence },
        ...(first && others.length > 0
          ? [
              {
                text: more
                  ? `It happened ${told} times; the earliest that was looked at is \`${first.pod}\`.`
                  : `It happened ${told} times; the first of them was \`${first.pod}\`.`,
                evidence: [...others.slice(0, -1).slice(0, 2), first].map((eviction) => eviction.evidence),
              },
            ]
          : []),
        ...pressedClaim(pressed),
      ],
      remedies:
        how === 'full' && container
          ? roomSteps(pod, container.name, onNode, sharedMemory)
          : how === 'evicted'
            ? evictionSteps()
            : nodeRoomSteps(onNode),
      container,
      ...(evictions
        ? { pods: [...new Set([...(pressed ? [pressed.pod] : []), ...evictions.map((one) => one.pod)])] }
        : {}),
      ...(first?.atMs ? { sinceMs: first.atMs } : {}),
      ...(reviewAtMs === undefined ? {} : { reviewAtMs }),
      ...(how === 'full' ? { wouldDisprove: 'Free space and free inodes on the path that it writes.' } : {}),
    };

    function evictionSteps(): NextSteps {
      const gone = evictions?.every((eviction) => eviction.gone) ?? false;
      const look = [
        evictedPods(namespace, gone),
        onNode,
        ...(node === null || /EmptyDir|ephemeral/.test(what) ? [] : [topNode(node, 'See how near to full it is now.')]),
      ];
      return /EmptyDir|ephemeral/.test(what)
        ? [
            ...look,
            showWorkload(ref, 'See the sizeLimit of its emptyDir volumes and its ephemeral-storage limits.'),
            changeByHand(
              'fit-scratch-space',
              'Write less to scratch space, or allow more',
              'The kubelet measures emptyDir volumes, logs and the writable layer every ten seconds; set a sizeLimit and an ephemeral-storage request that hold the largest working set, or use a claim.',
            ),
          ]
        : [
            ...look,
            changeByHand(
              'request-what-it-uses',
              'Ask for what it uses',
              'Under pressure the kubelet first evicts pods that use more than they requested; a request that covers the real use moves the pod to the end of that line.',
            ),
          ];
    }
  },
});

const reasons: Record<FoundFull['how'], string> = {
  evicted: 'The kubelet itself says why it ended the pod.',
  full: 'Its log says that there is no space left.',
  unpack: 'The runtime says that there is no space left on the node.',
  start:
    'It could not be created or started: there is no space left on the node, on the disk or in what it keeps in memory.',
  sandbox: 'No container is started before the sandbox is there, and there is no space left for it on the node.',
};

const headlineOf: Record<
  Exclude<FoundFull['how'], 'evicted'>,
  (name: string, what: string) => NonEmpty<HeadlinePart>
> = {
  full: (name, what) => ['Container ', { code: name }, ' has a full disk or volume: ', { mark: what }],
  unpack: (name, what) => ['The image of container ', { code: name }, ' cannot be unpacked: ', { mark: what }],
  start: (name, what) => ['Container ', { code: name }, ' cannot be started: ', { mark: what }],
  sandbox: (name, what) => ['The sandbox of pod ', { code: name }, ' cannot be made: ', { mark: what }],
};
