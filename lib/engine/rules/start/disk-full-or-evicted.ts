/** A full disk or volume, or an eviction by the kubelet, for memory too (signals §2.1; §7.8 sh-13). */
import type { Certainty, ContainerRef, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { describeNode, describePod, listObjects, showEvents, showLogs, showWorkload } from '../../../remedy/look';
import { eventEvidence, fields } from '../../evidence';
import { FactReader } from '../../facts/table';
import { pullFailure } from '../../facts/pull';
import { spanMs, timeMs, type PodView, type WorkloadView } from '../../facts/views';
import { defineRule } from '../../rule';
import { short } from '../log-rule';

interface FoundFull {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  /** Its name and node; the newest of several that are gone. */
  pod: { namespace: string; name: string; node: string | null };
  container: ContainerRef | null;
  what: string;
  how: 'evicted' | 'full' | 'node-full';
  /** Evicted pods that are gone already: all their names, and when the last eviction is old. */
  gone?: { names: string[]; reviewAtMs: number };
}

const placeOf = ({ pod }: PodView): FoundFull['pod'] => ({
  namespace: pod.metadata.namespace,
  name: pod.metadata.name,
  node: pod.spec.nodeName,
});

const minuteMs = 60_000;

/** "memory", "ephemeral-storage", … of an eviction's sentence; its own limit where that was passed. */
export function evictedFor(message: string): string {
  const resource = /low on resource: ([^.]+)\./.exec(message)?.[1];
  if (resource !== undefined) return `the node was low on ${resource}`;
  const condition = /had condition: \[([^\]]+)\]/.exec(message)?.[1];
  if (condition !== undefined) return `the node had ${condition}`;
  return short(message.trim().replace(/\.$/, ''));
}

/**
 * Evictions whose pods are gone: deleted and replaced, a StatefulSet's under the same name (lab FACTS). One counts for ten
 * minutes, several for an hour, as any end does (design §2). Undefined while an evicted pod is there to tell it itself.
 */
function evictedBefore(view: WorkloadView): FoundFull | undefined {
  const { snapshot, nowMs } = view;
  if (view.pods.some((pod) => pod.pod.status.reason === 'Evicted')) return undefined;
  const live = new Set(view.pods.map((pod) => pod.pod.metadata.uid));
  const events = snapshot.events.filter(
    (e) =>
      e.reason === 'Evicted' &&
      e.involvedObject.kind === 'Pod' &&
      !live.has(e.involvedObject.uid) &&
      nowMs - (timeMs(e.at) ?? 0) < 60 * minuteMs,
  );
  const names = [...new Set(events.map((e) => `${e.involvedObject.name} ${e.involvedObject.uid}`))];
  const last = events.at(-1);
  const lastMs = timeMs(last?.at);
  if (!last || lastMs === null) return undefined;
  const reviewAtMs = lastMs + (names.length > 1 ? 60 : 10) * minuteMs;
  if (nowMs >= reviewAtMs) return undefined;
  const { namespace, name } = last.involvedObject;
  const newest = [...events].reverse().slice(0, 3);
  return {
    certainty: 'proven',
    evidence: [
      eventEvidence(last, last.message.trim()),
      ...newest.slice(1).map((e) => eventEvidence(e, e.message.trim())),
    ],
    ref: snapshot.workload,
    pod: { namespace, name, node: last.source.host === '' ? null : last.source.host },
    container: null,
    what: evictedFor(last.message),
    how: 'evicted',
    gone: { names: [...new Set(events.map((e) => e.involvedObject.name))], reviewAtMs },
  };
}

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

  explain({ ref, pod, container, what, how, gone, evidence }) {
    const { namespace, name, node } = pod;
    const code = { code: container?.name ?? name };
    const onNode =
      node === null
        ? describePod({ namespace, pod: name }, 'See the message once more.')
        : describeNode(node, 'See its conditions, its disk and what is promised on it.');
    const times = gone?.names.length ?? 1;
    return {
      headline:
        how === 'evicted'
          ? times > 1
            ? [`The kubelet evicted ${times} pods of `, { code: ref.name }, ' within the hour: ', { mark: what }]
            : ['The kubelet evicted pod ', { code: name }, ': ', { mark: what }]
          : how === 'node-full'
            ? ['The image of container ', code, ' cannot be unpacked: ', { mark: what }]
            : ['Container ', code, ' has a full disk or volume: ', { mark: what }],
      claims: [{ text: said[how], evidence }],
      remedies:
        how === 'full' && container
          ? [
              showLogs({ namespace, pod: name, container: container.name, previous: true }, 'See which path is full.'),
              listObjects(
                namespace,
                'pvc',
                'See the size of the claims that it mounts; a class that allows it can grow one in place.',
              ),
              onNode,
            ]
          : /EmptyDir|ephemeral/.test(what)
            ? [
                showWorkload(ref, 'See the sizeLimit of its emptyDir volumes and its ephemeral-storage limits.'),
                changeByHand(
                  'fit-scratch-space',
                  'Write less to scratch space, or allow more',
                  'The kubelet measures emptyDir volumes, logs and the writable layer every ten seconds; set a sizeLimit and an ephemeral-storage request that hold the largest working set, or use a claim.',
                ),
                showEvents(namespace, ref, 'See how often it happens.'),
              ]
            : [
                onNode,
                changeByHand(
                  'request-what-it-uses',
                  'Ask for what it uses',
                  'Under pressure the kubelet first evicts pods that use more than they requested; a request that covers the real use moves the pod to the end of that line.',
                ),
              ],
      container,
      ...(gone ? { pods: gone.names, reviewAtMs: gone.reviewAtMs } : {}),
      wouldDisprove:
        how === 'full'
          ? 'Free space and free inodes on the path that it writes.'
          : `An end of ${ref.name} without the kubelet’s word.`,
    };
  },
});

const said: Record<FoundFull['how'], string> = {
  evicted: 'The kubelet itself says why it ended the pod.',
  full: 'Its log says that there is no space left.',
  'node-full': 'The runtime says that there is no space left on the node.',
};
