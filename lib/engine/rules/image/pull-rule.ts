/** The shape of the image rules: the runtime's own words name the cause, so it is proven unless those words have two readings. */

import type { Certainty, Evidence, HeadlinePart, NonEmpty } from '../../../model/diagnosis';
import type { CauseId } from '../../../model/causes';
import type { WorkloadRef } from '../../../model/workload';
import { pullFailure, type PullCause, type PullFailure } from '../../facts/pull';
import type { ContainerView } from '../../facts/views';
import { defineRule, type DraftClaim, type NextSteps, type Rule } from '../../rule';

export interface PullFinding {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  failure: PullFailure;
}

export interface PullRuleDefinition {
  id: PullCause;
  confusedWith?: readonly CauseId[];
  headline(found: PullFinding): NonEmpty<HeadlinePart>;
  /** A sentence, or what makes it of the words of the refusal. */
  says: string | ((found: PullFinding) => string);
  more?(found: PullFinding): DraftClaim[];
  remedies(found: PullFinding): NextSteps;
  wouldDisprove: string;
}

/** What each end of a pull says against the others; its words must leave no second reading (signals §1.7). */
const instead: Readonly<Record<PullCause, string>> = {
  'image-not-found': 'The registry answered, and says that there is no such image.',
  'image-pull-auth': 'The registry answered, and refuses whoever asks.',
  'image-pull-network': 'The pull failed before anything was said of the image, or of who may have it.',
  'image-name-invalid': 'No registry was asked: the name cannot be read.',
  'image-never-pull': 'No registry was asked: the pull policy is Never.',
  'image-platform-mismatch': 'The registry has the image, for other platforms.',
  'disk-full-or-evicted': 'The image was being pulled when the disk of the node was full.',
};

/** A rule of an image that cannot be pulled, by what the runtime said of it (signals §4, pulls). */
export function definePullRule(definition: PullRuleDefinition): Rule {
  return defineRule({
    id: definition.id,
    scope: 'container',
    needs: ['workload', 'container'],
    supersedes: ['unknown', 'init-container-failing', 'sidecar-failing', 'readiness-never-ready'],
    confusedWith: definition.confusedWith ?? [],

    match({ workload, container }): PullFinding | undefined {
      const failure = pullFailure(container);
      const [first, ...rest] = failure?.evidence ?? [];
      if (!failure || failure.cause !== definition.id || !first) return undefined;
      const certainty = container.status && failure.sure ? 'proven' : 'likely';
      return { certainty, evidence: [first, ...rest], ref: workload.snapshot.workload, container, failure };
    },

    explain(found) {
      const { says } = definition;
      return {
        headline: definition.headline(found),
        claims: [
          { text: typeof says === 'string' ? says : says(found), evidence: found.evidence },
          ...(definition.more?.(found) ?? []),
        ],
        remedies: definition.remedies(found),
        wouldDisprove: definition.wouldDisprove,
      };
    },

    ruleOut({ container }) {
      const failure = pullFailure(container);
      if (!failure?.cause || failure.cause === definition.id || !failure.sure) return undefined;
      // Whoever is refused is not told whether there is such an image.
      if (failure.cause === 'image-pull-auth' && definition.id === 'image-not-found') return undefined;
      return { because: instead[failure.cause], evidence: failure.evidence };
    },
  });
}
