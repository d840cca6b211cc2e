/** No node that the pod may run on has enough left of what it asks for (signals §3.7). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { listNodes, describePod } from '../../../remedy/look';
import { fields, keyStep } from '../../evidence';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';
import { certaintyOf, deciding } from './deciding';
import { joinedClaim, joinedSince, joinedWords, type Joined } from './joined-since';
import { waitForTry } from './no-longer-closed';
import { largestClaim, largestWords, noneSoLarge } from './none-so-large';
import { attachments, devices, isOfPlaces, mend } from './room-mend';
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
  /** What no node has as much of as it asks for, even when it is empty. */
  large: ReturnType<typeof noneSoLarge>;
}

/**
 * What the pod asks for in all: the paths that say so. None where it asks for nothing, or where nothing that it asks for is
 * short: a node takes so many pods and no more (`Too many pods`, "OutOfpods").
 */
function requests(pod: PodView, short: readonly string[]): Evidence[] {
  if (short.length > 0 && short.every((what) => what === 'pods' || what === attachments || what === devices)) return [];
  const of = (path: string, named: Readonly<Record<string, string>>) =>
    Object.entries(named).map(([name, value]): [string, string] => [
      `!${path}.resources.requests${keyStep(name)}`,
      value,
    ]);
  const asked = [
    ...of('spec', pod.pod.spec.resources?.requests ?? {}),
    ...pod.containers.filter((c) => c.type !== 'init').flatMap((c) => of(c.specPath, c.spec.resources.requests)),
  ];
  return asked.length === 0 ? [] : [fields(pod.label, null, Object.fromEntries(asked))];
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
        large: [],
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
            : /cannot allocate all claims/.test(r.text)
              ? [devices]
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
      large: noneSoLarge(workload, pod, decided.why, short),
    };
  },

  explain({ ref, pod, why, short, joined, cordoned, large }) {
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
            ...largestWords(large),
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
        ...largestClaim(large),
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
              : `Compare "${large.length > 0 ? 'Allocatable' : 'Allocated resources'}" of each node with what the pod asks for.`,
        ),
        ...cordonedStep(cordoned),
        ...(joined ? [waitForTry] : []),
        mend(asked.length > 0, short, large.length > 0),
        describePod(
          { namespace: ref.namespace, pod: pod.pod.metadata.name },
          places ? 'See the scheduler’s words.' : 'See the request and the scheduler’s words together.',
        ),
      ],
      container: null,
      wouldDisprove: places
        ? 'A node that the pod may run on, with fewer pods than it takes.'
        : `A node that the pod may run on, with that much ${large.length > 0 ? 'allocatable' : 'unrequested'}.`,
    };
  },

  ruleOut: ({ pod }) => otherObstacle(pod, 'resources'),
});
