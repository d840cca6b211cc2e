/** The pod waits for a claim that is not bound (signals §3.6, §3.7). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { PersistentVolumeClaim } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { describeObject, listObjects } from '../../../remedy/look';
import { eventEvidence, fields, labelOf } from '../../evidence';
import type { PodView, WorkloadView } from '../../facts/views';
import { defineRule } from '../../rule';
import { short } from '../log-rule';
import { deciding } from './deciding';

interface FoundClaim {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  claim: PersistentVolumeClaim | null;
  /** The pod's claims, where the object itself was not read. */
  names: string[];
  said: string | null;
}

/** Ordinary states of a claim that waits for its pod: no fault (signals §3.6). */
const waits = new Set(['WaitForFirstConsumer', 'WaitForPodScheduled', 'ProvisioningSucceeded', 'Provisioning']);

function pendingClaim(view: WorkloadView, pod: PodView): PersistentVolumeClaim | null {
  const names = pod.pod.spec.volumes.flatMap((v) => v.persistentVolumeClaim?.claimName ?? []);
  const pending = view.snapshot.claims.filter((claim) => claim.status.phase !== 'Bound');
  return pending.find((claim) => names.includes(claim.metadata.name)) ?? pending[0] ?? null;
}

function isOwn(pod: PodView, claim: PersistentVolumeClaim): boolean {
  return pod.pod.spec.volumes.some((v) => v.persistentVolumeClaim?.claimName === claim.metadata.name);
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
    const claim = pendingClaim(workload, pod);
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
    const object =
      claim &&
      fields(labelOf(claim), null, {
        '!status.phase': claim.status.phase,
        'spec.storageClassName': claim.spec.storageClassName,
      });
    const [first, ...rest] = [
      ...(decided ? [decided.why.evidence] : []),
      ...(object ? [object] : []),
      ...(event ? [eventEvidence(event, event.message)] : []),
    ];
    if (!first) return undefined;
    const evidence: NonEmpty<Evidence> = [first, ...rest];
    const names = pod.pod.spec.volumes.flatMap((v) => v.persistentVolumeClaim?.claimName ?? []);
    return {
      certainty: decided ? 'proven' : 'likely',
      evidence,
      ref: workload.snapshot.workload,
      claim,
      names,
      said: event?.message ?? null,
    };
  },

  explain({ ref, claim, names, said, evidence }) {
    const [scheduler, ...rest] = evidence;
    const name = claim?.metadata.name ?? names[0];
    const phase = claim === null ? 'not bound' : claim.status.phase === '' ? 'not bound' : claim.status.phase;
    return {
      headline: [
        'The pod waits for its claim ',
        ...(name === undefined ? [] : [{ code: name }, ' ']),
        'which is ',
        { mark: phase },
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
      ],
      container: null,
      wouldDisprove: 'The claim bound, and the pod still pending for it.',
    };
  },
});
