/** The pod waits for a claim that is not bound (signals §3.6, §3.7). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { PersistentVolumeClaim } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { describeObject, listObjects } from '../../../remedy/look';
import { eventEvidence, fields, labelOf } from '../../evidence';
import type { PodView, WorkloadView } from '../../facts/views';
import { defineRule, type Explanation } from '../../rule';
import { short } from '../log-rule';
import { explainBound } from './claim-bound';
import { classSteps } from './claim-class';
import { certaintyOf, deciding } from './deciding';
import { otherObstacle } from './unschedulable';

interface FoundClaim {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  claim: PersistentVolumeClaim | null;
  /** Other claims of the pod that are not bound either. */
  others: PersistentVolumeClaim[];
  /** The pod's claims, where the object itself was not read. */
  names: string[];
  said: string | null;
  /** Its claims, where all of them are bound by now. */
  bound: PersistentVolumeClaim[];
  /** A claim that the scheduler did not find, or that is on its way out: nothing binds it. */
  gone: { name: string; how: 'missing' | 'deleted' } | null;
}

/** The scheduler's words for a claim that is not there for the pod: `persistentvolumeclaim "data" not found`, `… is being deleted`. */
const goneWords = /persistentvolumeclaims? "(?<name>[^"]+)" (?:(?<missing>not found)|is being deleted)/;

/** Null where the claim has come since the scheduler looked, too. */
function goneClaim(view: WorkloadView, words: string): FoundClaim['gone'] {
  const { name, missing } = goneWords.exec(words)?.groups ?? {};
  if (name === undefined) return null;
  const how = missing === undefined ? 'deleted' : 'missing';
  const now = view.snapshot.claims.find(({ metadata }) => metadata.name === name);
  return now && (how === 'missing' || now.metadata.deletionTimestamp === null) ? null : { name, how };
}

/** Ordinary states of a claim that waits for its pod: no fault (signals §3.6). */
const waits = new Set(['WaitForFirstConsumer', 'WaitForPodScheduled', 'ProvisioningSucceeded', 'Provisioning']);

function pendingClaim(view: WorkloadView, pod: PodView): PersistentVolumeClaim | null {
  const names = pod.pod.spec.volumes.flatMap((v) => v.persistentVolumeClaim?.claimName ?? []);
  const own = view.snapshot.claims.filter((claim) => names.includes(claim.metadata.name));
  // Those of its siblings speak for it only where none of its own was read.
  return (own.length > 0 ? own : view.snapshot.claims).find((claim) => claim.status.phase !== 'Bound') ?? null;
}

function isOwn(pod: PodView, claim: PersistentVolumeClaim): boolean {
  return pod.pod.spec.volumes.some((v) => v.persistentVolumeClaim?.claimName === claim.metadata.name);
}

function explainGone(
  namespace: string,
  { name, how }: NonNullable<FoundClaim['gone']>,
  scheduler: Evidence,
): Explanation {
  const isMissing = how === 'missing';
  return {
    headline: [
      'The pod waits for its claim ',
      { code: name },
      ', which ',
      { mark: isMissing ? 'does not exist' : 'is being deleted' },
    ],
    claims: [
      {
        text: isMissing
          ? 'The scheduler found no claim of that name in the namespace of the pod.'
          : 'The scheduler places no new pod on a claim that is being deleted.',
        evidence: [scheduler],
      },
    ],
    remedies: isMissing
      ? [
          listObjects(
            namespace,
            'pvc',
            'See which claims there are: the name may be misspelt, or the claim elsewhere.',
          ),
          changeByHand(
            'make-claim',
            'Make the claim, or name one that is there',
            'The pod is placed once a claim of that name is in its namespace; or mend the name in the template of the pod.',
          ),
        ]
      : [
          describeObject(
            namespace,
            'pvc',
            name,
            'It goes when no pod uses it any more ("Used By") and its finalizers are gone; only then can one be made anew.',
          ),
        ],
    container: null,
    wouldDisprove: isMissing
      ? 'The claim in the list of claims, and the pod still pending for it.'
      : 'The claim without a deletionTimestamp, and the pod still pending for it.',
  };
}

export const pvcPending = defineRule({
  id: 'pvc-pending',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: ['unknown', 'unschedulable-taint-affinity', 'unschedulable-resources'],
  confusedWith: ['volume-mount-failed', 'unschedulable-resources'],

  match({ workload, pod, troubledPod }): FoundClaim | undefined {
    if (troubledPod.podTrouble !== 'unscheduled') return undefined;
    const decided = deciding(workload, pod);
    const gone = decided && goneClaim(workload, decided.text);
    const claim = gone ? null : pendingClaim(workload, pod);
    // The scheduler's word may be lost (an hour); a claim of the pod that is not bound says the same.
    if (decided ? decided.obstacle !== 'volume' : claim?.status.phase !== 'Pending' || !isOwn(pod, claim))
      return undefined;
    const event =
      claim &&
      workload.events
        .filter(
          (e) =>
            e.involvedObject.kind === 'PersistentVolumeClaim' &&
            e.involvedObject.name === claim.metadata.name &&
            !waits.has(e.reason),
        )
        .at(-1);
    const others = workload.snapshot.claims.filter(
      (one) => one !== claim && one.status.phase === 'Pending' && isOwn(pod, one),
    );
    const names = pod.pod.spec.volumes.flatMap((v) => v.persistentVolumeClaim?.claimName ?? []);
    const own = workload.snapshot.claims.filter((one) => isOwn(pod, one));
    const bound = claim || gone || own.length < new Set(names).size ? [] : own;
    const objects = (claim ? [claim, ...others] : bound).map((one) =>
      fields(labelOf(one), null, {
        '!status.phase': one.status.phase,
        'spec.storageClassName': one.spec.storageClassName,
      }),
    );
    const [first, ...rest] = [
      ...(decided ? [decided.why.evidence] : []),
      ...objects,
      ...(event ? [eventEvidence(event, event.message)] : []),
    ];
    if (!first) return undefined;
    const evidence: NonEmpty<Evidence> = [first, ...rest];
    return {
      certainty: !decided || bound.length > 0 ? 'likely' : certaintyOf(decided),
      evidence,
      ref: workload.snapshot.workload,
      claim,
      others: claim ? others : [],
      names,
      said: event?.message ?? /binding volumes: .*/s.exec(decided?.text ?? '')?.[0] ?? null,
      bound,
      gone,
    };
  },

  explain({ ref, claim, others, names, said, bound, gone, evidence }) {
    const [scheduler, ...rest] = evidence;
    if (gone) return explainGone(ref.namespace, gone, scheduler);
    if (bound.length > 0) return explainBound(ref.namespace, bound, said, evidence);
    const name = claim?.metadata.name ?? names[0];
    const phase = claim === null || claim.status.phase === '' ? 'not bound' : claim.status.phase;
    return {
      headline: [
        'The pod waits for its claim ',
        ...(name === undefined ? [] : [{ code: name }, ' ']),
        'which is ',
        { mark: phase },
        ...(others.length === 0 ? [] : [`, and for ${others.length} more`]),
        ...(said === null ? [] : [`: ${short(said)}`]),
      ],
      claims: [
        { text: 'The scheduler holds the pod back for a claim that is not bound.', evidence: [scheduler] },
        ...(rest.length > 0 ? [{ text: 'This is what the claim and its controller say.', evidence: rest }] : []),
      ],
      remedies: [
        name === undefined
          ? listObjects(ref.namespace, 'pvc', 'See which claim is Pending.')
          : describeObject(
              ref.namespace,
              'pvc',
              name,
              'Its events say why it is not bound: no such class, no provisioner, no volume that fits.',
            ),
        listObjects('', 'storageclass', 'See which classes there are, and which is the default.'),
        ...classSteps(said),
      ],
      container: null,
      wouldDisprove: 'The claim bound, and the pod still pending for it.',
    };
  },

  ruleOut: ({ pod }) => otherObstacle(pod, 'volume'),
});
