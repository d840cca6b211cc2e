/** The newest rollout lowered the memory limit of a container that has since been killed for memory (signals §9). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { parseQuantity } from '../../../format/quantity';
import { rollBack, setMemoryLimit } from '../../../remedy/change';
import { isOfRevision, latestRollout, type Rollout } from '../../facts/rollout';
import { quoteChanges } from '../../revision-quotes';
import { defineRule } from '../../rule';

interface FoundLowered {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: string;
  rollout: Rollout;
  from: string;
  to: string;
}

export const limitLoweredByRollout = defineRule({
  id: 'limit-lowered-by-rollout',
  scope: 'container',
  needs: ['workload', 'container', 'ending'],

  match({ workload, container, ending }): FoundLowered | undefined {
    if (ending.verdict !== 'oom' && ending.verdict !== 'oom-other') return undefined;
    const rollout = latestRollout(workload);
    const change = rollout?.changes.find(
      (c) => c.container === container.name && c.field === 'resources.limits.memory',
    );
    // What was killed of the revision before had the limit that was.
    if (rollout && isOfRevision(container.pod, rollout.revision) === false) return undefined;
    if (!rollout || !change || change.from === null || change.to === null) return undefined;
    const [from, to] = [parseQuantity(change.from), parseQuantity(change.to)];
    if (from === null || to === null || to >= from) return undefined;
    return {
      certainty: 'proven',
      evidence: quoteChanges(rollout.before, rollout.revision, [change]),
      ref: workload.snapshot.workload,
      container: container.name,
      rollout,
      from: change.from,
      to: change.to,
    };
  },

  explain({ ref, container, rollout, from, to, evidence }) {
    return {
      headline: [
        `Revision ${rollout.revision.number} lowered the memory limit of `,
        { code: container },
        ' from ',
        { mark: from },
        ` to ${to}`,
      ],
      claims: [
        {
          text: `Revision ${rollout.before.number} gave it ${from}, revision ${rollout.revision.number} gives it ${to}.`,
          evidence,
        },
      ],
      remedies: [
        setMemoryLimit(ref, container, to, from, `Revision ${rollout.before.number} ran with ${from}.`),
        rollBack(
          ref,
          `Takes everything that revision ${rollout.revision.number} changed back, not only the limit.`,
          rollout.before.number,
        ),
      ],
    };
  },
});
