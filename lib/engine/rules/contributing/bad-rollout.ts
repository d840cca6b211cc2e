/** Pods of the newest revision are in trouble, while those of the one before it run (signals §9). */
import { plural } from '../../../format/count';
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { dayMs } from '../../../format/units';
import { rollBack } from '../../../remedy/change';
import { compareTemplates, revisionsOf } from '../../changes';
import { conditionEvidence, objectEvidence } from '../../evidence';
import type { TroubledPod } from '../../facts/pod-trouble';
import { isOfRevision, latestRollout, stalledRollout, type Rollout } from '../../facts/rollout';
import { startingReasons } from '../../facts/trouble';
import { timeMs, type WorkloadView } from '../../facts/views';
import { quoteChanges } from '../../revision-quotes';
import { defineRule } from '../../rule';

interface FoundBad {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  /** `before`: the newest of which pods are left, else the one before; a try between them may have served nobody. */
  rollout: Rollout;
  /** Pods of the revision before that are ready now. */
  serving: number;
}

/** What the kubelet tells of a container only once the pod's sandbox and volumes are there. */
const ofImage = new Set(['Pulling', 'Pulled', 'Created', 'Started', 'BackOff', 'Failed', 'InspectFailed']);

/** Whether the kubelet has come to an image of this pod, so that the image may be why it is in trouble. */
function cameToItsImage({ pod }: TroubledPod): boolean {
  return pod.containers.some(({ status, events }) => {
    if (events.some(({ reason }) => ofImage.has(reason))) return true;
    if (!status) return false;
    const { running, terminated, waiting } = status.state;
    const waits = waiting !== null && !startingReasons.has(waiting.reason);
    return running !== null || terminated !== null || status.lastState.terminated !== null || waits;
  });
}

function againstServing(view: WorkloadView, latest: Rollout): Rollout {
  const { revision } = latest;
  const before = revisionsOf(view).findLast(
    (one) => one.number !== revision.number && view.pods.some((pod) => isOfRevision(pod, one) === true),
  );
  return before ? { revision, before, changes: compareTemplates(before.template, revision.template) } : latest;
}

export const badRollout = defineRule({
  id: 'bad-rollout',
  scope: 'workload',
  needs: ['workload', 'troubledPods'],

  match({ workload, troubledPods }): FoundBad | undefined {
    const latest = latestRollout(workload);
    const at = timeMs(latest?.revision.at);
    if (!latest || troubledPods.length === 0) return undefined;
    const rollout = againstServing(workload, latest);
    const bad = troubledPods.filter((t) => isOfRevision(t.pod, rollout.revision) === true);
    const old = workload.pods.filter((pod) => isOfRevision(pod, rollout.revision) === false);
    const badOld = troubledPods.filter((t) => isOfRevision(t.pod, rollout.revision) === false);
    if (bad.length === 0 || badOld.length > 0) return undefined;
    // The scheduler, the sandbox and the volumes come before the image (signals §2.2): another one does not stop them.
    if (rollout.changes.every(({ field }) => field === 'image') && !bad.some(cameToItsImage)) return undefined;
    // Without a pod of the old revision to compare with, only a fresh rollout may be blamed.
    if (old.length === 0 && (at === null || workload.nowMs - at > dayMs)) return undefined;
    const [newer, older] = quoteChanges(rollout.before, rollout.revision, rollout.changes.slice(0, 8));
    const pods = objectEvidence(
      workload.label,
      workload.snapshot.asOf,
      `${plural(bad.length, 'pod')} of revision ${rollout.revision.number} in trouble, ${old.length} of revision ${rollout.before.number} not`,
    );
    const stalled = stalledRollout(workload);
    const late = stalled && conditionEvidence(stalled.controller, stalled.condition, stalled.condition.reason);
    return {
      certainty: old.length > 0 ? 'likely' : 'possible',
      evidence: [newer, ...(older ? [older] : []), pods, ...(late ? [late] : [])],
      ref: workload.snapshot.workload,
      rollout,
      serving: old.length,
    };
  },

  explain({ ref, rollout, serving, evidence }) {
    const { revision, before, changes } = rollout;
    const what = [...new Set(changes.map((c) => c.field))].slice(0, 3).join(', ');
    return {
      headline: [
        'It began with ',
        { mark: `revision ${revision.number}` },
        `, which changed ${what}`,
        ...(serving > 0 ? [`; revision ${before.number} still serves`] : []),
      ],
      claims: [{ text: `Only pods of revision ${revision.number} are in trouble.`, evidence }],
      remedies: [
        rollBack(ref, `Revision ${before.number} ${serving > 0 ? 'still runs' : 'was the one before'}.`, before.number),
      ],
      container: null,
    };
  },
});
