/** What is said and done about a helper that holds its pod open once the work is done. */
import type { Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { exitsOf } from '../../facts/exit';
import type { HeldToDeadline } from '../../facts/held-job';
import type { DraftClaim } from '../../rule';

/** `name`: the helper's container. */
export function makeNativeSidecar(name: string): Remedy {
  return changeByHand(
    'native-sidecar',
    `Make ${name} a sidecar in the sense of Kubernetes`,
    `List ${name} under initContainers with restartPolicy: Always (Kubernetes 1.29 and later): the kubelet then stops it when the Job’s own containers are done. A mesh that injects it has a setting for that.`,
  );
}

/** Of a pod that ran until its deadline, though its work was done. */
export function ranOn({ done, holder, program }: HeldToDeadline): DraftClaim {
  const others = done.map(({ name }) => `\`${name}\``).join(', ');
  const ends = [holder, ...done].flatMap((container) => exitsOf(container).slice(0, 1)).map((exit) => exit.evidence);
  return {
    text: `${others} had ended with exit code 0 before that, and \`${holder.name}\` ran on${program === null ? ': if that never ends by itself, more time changes nothing.' : ', which serves its pod until it is told to stop: a pod is over when all its containers are, so more time changes nothing.'}`,
    evidence: ends,
  };
}
