/** No node that the pod may run on has enough left of what it asks for (signals §3.7). */
import type { Certainty, Evidence, NonEmpty, Remedy } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { listNodes, describePod } from '../../../remedy/look';
import { fields, keyStep } from '../../evidence';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';
import { certaintyOf, deciding } from './deciding';
import { joinedClaim, joinedSince, joinedWords, type Joined } from './joined-since';
import { waitForTry } from './no-longer-closed';
import { cordonedBeside, cordonedStep, cordonedWords, foundOn } from './room-words';
import { nominatedClaim, otherObstacle, type Unschedulable } from './unschedulable';

interface FoundResources {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  pod: PodView;
  why: Unschedulable;
  /** "cpu", "memory", … that are short. */
  short: string[];
  /** Null where the scheduler knew all nodes that there are. */
  joined: Joined | null;
  /** The nodes that a cordon closes, where the scheduler counts some: they may have room. */
  cordoned: string[] | null;
}

/**
 * What the pod asks for in all: the paths that say so. None where it asks for nothing, or where nothing that it asks for is
 * short: a node takes so many pods and no more (`Too many pods`, "OutOfpods").
 */
function requests(pod: PodView, short: readonly string[]): Evidence[] {
  if (short.length > 0 && short.every((what) => what === 'pods' || what === attachments)) return [];
  const asked = pod.containers
    .filter((c) => c.type !== 'init')
    .flatMap((c) =>
      Object.entries(c.spec.resources.requests).map(([name, value]): [string, string] => [
        `!${c.specPath}.resources.requests${keyStep(name)}`,
        value,
      ]),
    );
  return asked.length === 0 ? [] : [fields(pod.label, null, Object.fromEntries(asked))];
}

/** Whether nothing is short but the number of pods that a node takes. */
function isOfPlaces(short: readonly string[]): boolean {
  return short.length > 0 && short.every((what) => what === 'pods');
}

/** A node has so many attachments for volumes of one driver, whatever its room (signals §3.7). */
const attachments = 'volume attachments';

/** What would help: only what it asks for can be asked for less. */
function mend(asks: boolean, short: readonly string[]): Remedy {
  if (short.length === 1 && short[0] === attachments)
    return changeByHand(
      'add-room',
      'Add a node, or let volumes go',
      'A node attaches a limited number of volumes of one driver (CSINode: spec.drivers.allocatable.count): add a node, or move pods with claims off one. Lower requests change nothing.',
    );
  if (asks)
    return changeByHand(
      'lower-requests',
      'Ask for what it uses, or add room',
      'Lower the request if it is a guess; else add a node, or scale something down that can wait.',
    );
  return changeByHand(
    'add-room',
    'Add room',
    isOfPlaces(short)
      ? 'A node takes a limited number of pods, 110 where nobody set another (maxPods of its kubelet): add a node, or scale something down that can wait.'
      : 'Add a node, or scale something down that can wait.',
  );
}

/** The kubelet's own refusal of a pod that was sent to it: "OutOfcpu", "OutOfnvidia.com/gpu" (signals §2.1). */
function outOf(pod: PodView): { resource: string; evidence: Evidence } | null {
  const { reason, message } = pod.pod.status;
  const resource = /^OutOf([a-z].*)$/.exec(reason)?.[1];
  if (resource === undefined) return null;
  return { resource, evidence: fields(pod.label, null, { '!status.reason': reason, 'status.message': message }) };
}

export const unschedulableResources = defineRule({
  id: 'unschedulable-resources',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: ['unknown'],
  confusedWith: ['unschedulable-taint-affinity', 'quota-exceeded', 'pvc-pending'],

  match({ workload, pod, troubledPod }): FoundResources | undefined {
    const refused = outOf(pod);
    if (refused && troubledPod.podTrouble === 'failed')
      return {
        certainty: 'proven',
        evidence: [refused.evidence, ...requests(pod, [refused.resource])],
        ref: workload.snapshot.workload,
        pod,
        why: {
          message: pod.pod.status.message,
          nodes: 1,
          reasons: [],
          before: null,
          isDoubtful: false,
          evidence: refused.evidence,
        },
        short: [refused.resource],
        joined: null,
        cordoned: null,
      };
    if (troubledPod.podTrouble !== 'unscheduled') return undefined;
    const decided = deciding(workload, pod);
    if (decided?.obstacle !== 'resources') return undefined;
    const short = decided.why.reasons.flatMap(
      (r) =>
        /^insufficient (\S+)/i.exec(r.text)?.[1] ??
        (/^too many pods/i.test(r.text)
          ? ['pods']
          : /exceed max volume count|^MaxVolumeCount$/.test(r.text)
            ? [attachments]
            : []),
    );
    const isEmpty = decided.why.nodes === 0;
    const joined = joinedSince(workload, decided.why);
    return {
      certainty: isEmpty || joined ? 'likely' : certaintyOf(decided),
      evidence: [decided.why.evidence, ...(isEmpty ? [] : requests(pod, short))],
      ref: workload.snapshot.workload,
      pod,
      why: decided.why,
      short: [...new Set(short)].sort(),
      joined,
      cordoned: cordonedBeside(workload, pod, decided),
    };
  },

  explain({ ref, pod, why, short, joined, cordoned }) {
    const onNode = pod.pod.spec.nodeName;
    const places = isOfPlaces(short);
    const what = short.join(' and ') || 'room';
    const enough = places ? 'a place for one more pod' : `enough ${what}`;
    const lacking = places ? 'no place for one more pod' : `not ${enough}`;
    const isEmpty = onNode === null && why.nodes === 0;
    const asked = isEmpty ? [] : requests(pod, short);
    return {
      headline: isEmpty
        ? ['There is ', { mark: 'no node' }, ' for a pod of ', { code: ref.name }, ...joinedWords(joined)]
        : [
            onNode === null ? 'No node has ' : `Node ${onNode} has `,
            ...(places
              ? [{ mark: onNode === null ? enough : lacking }, ' of ']
              : [onNode === null ? 'enough ' : 'not enough ', { mark: what }, ' for a pod of ']),
            { code: ref.name },
            ...cordonedWords(cordoned),
            ...joinedWords(joined),
          ],
      claims: [
        {
          text:
            onNode === null
              ? foundOn(why, enough, lacking)
              : `The kubelet of node ${onNode} had ${lacking} left, and refused the pod.`,
          evidence: [why.evidence],
        },
        ...joinedClaim(joined),
        ...nominatedClaim(pod),
        ...(asked.length === 0 ? [] : [{ text: 'This is what the pod asks for.', evidence: asked }]),
      ],
      remedies: [
        listNodes(
          places
            ? 'Compare "Allocatable: pods" of each node with the number of pods that it runs.'
            : short.includes(attachments)
              ? 'See which pods with claims run on each node; `kubectl describe csinode` tells how many volumes each driver attaches there.'
              : 'Compare "Allocated resources" of each node with what the pod asks for.',
        ),
        ...cordonedStep(cordoned),
        ...(joined ? [waitForTry] : []),
        mend(asked.length > 0, short),
        describePod(
          { namespace: ref.namespace, pod: pod.pod.metadata.name },
          places ? 'See the scheduler’s words.' : 'See the request and the scheduler’s words together.',
        ),
      ],
      container: null,
      wouldDisprove: places
        ? 'A node that the pod may run on, with fewer pods than it takes.'
        : 'A node that the pod may run on, with that much unrequested.',
    };
  },

  ruleOut: ({ pod }) => otherObstacle(pod, 'resources'),
});
