/** The next steps of a diagnosis: those against the headline's cause, then those of what stands beside it, labelled. */

import { causeWords } from '../model/cause-words';
import type { CauseId } from '../model/causes';
import type { Diagnosis, Remedy } from '../model/diagnosis';
import { deleteBrokenPod, resume } from '../remedy/change';
import { showRolloutId } from '../remedy/look';
import type { WorkloadView } from './facts/views';

/** What stands beside the first cause, with its steps; cause null: they are for the headline's own. */
export interface Beside {
  cause: CauseId | null;
  remedies: readonly Remedy[];
}

function stepsOf({ cause, remedies }: Beside): { remedy: Remedy; cause: CauseId | null }[] {
  return remedies.map((remedy) => ({ remedy, cause }));
}

/** A step that does not mend the headline says which other cause it is for. */
function labelled(step: Remedy, cause: CauseId | null): Remedy {
  return cause === null ? step : { ...step, why: `For the contributing cause “${causeWords[cause]}”: ${step.why}` };
}

const label = /^For the contributing cause “[^”]*”: /;

/** `step` in the place of `former`, for the same cause: with its label, where it has one. */
export function inPlaceOf(former: Remedy, step: Remedy): Remedy {
  return { ...step, why: `${label.exec(former.why)?.[0] ?? ''}${step.why}` };
}

/**
 * The primary's next steps, then those of what stands beside it. Where both would change the same thing (the limit, the
 * revision), the one beside it knows more: it names what held before.
 */
export function remediesOf(primary: Pick<Beside, 'remedies'>, beside: readonly Beside[]): Diagnosis['remedies'] {
  const steps = [...primary.remedies];
  for (const { remedy, cause } of beside.flatMap(stepsOf)) {
    const same = steps.findIndex((step) => step.id === remedy.id && step.safety !== 'read-only');
    if (same >= 0) steps[same] = remedy;
    else if (!steps.some((step) => step.command === remedy.command && step.title === remedy.title))
      steps.push(labelled(remedy, cause));
  }
  return steps.slice(0, 6).map((remedy, i) => ({ ...remedy, order: i + 1 }));
}

/**
 * Nothing is changed before it was looked at: where a step that changes something comes first, the first command that only looks
 * goes before it, or `look()`, where all that there is to type changes something.
 */
export function lookFirst(steps: readonly Remedy[], look: () => Remedy): Remedy[] {
  const changes = steps.findIndex(({ safety }) => safety.startsWith('changes-'));
  const looks = steps.findIndex(({ safety, command }) => safety === 'read-only' && command !== null);
  if (changes < 0 || (looks >= 0 && looks < changes)) return [...steps];
  if (looks < 0 && steps.every(({ command }) => command === null)) return [...steps];
  const first = steps[looks] ?? look();
  return [...steps.slice(0, changes), first, ...steps.slice(changes).filter((step) => step !== first)];
}

/** A StatefulSet's broken pod stays as it is, whatever is changed of the template: what is left to do then. `pods`: those in trouble. */
export function withDeletion(
  { snapshot, pods: all }: WorkloadView,
  pods: ReadonlySet<string>,
  steps: Remedy[],
): Remedy[] {
  const { kind, namespace } = snapshot.workload;
  const changed = steps.some(({ id }) => id === showRolloutId);
  if (kind !== 'StatefulSet' || (!changed && !steps.some(({ safety }) => safety === 'changes-workload'))) return steps;
  const [first] = all
    .filter(
      ({ pod: { metadata, status } }) =>
        pods.has(metadata.name) &&
        metadata.deletionTimestamp === null &&
        !status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    )
    .map(({ pod }) => pod.metadata.name)
    // It goes by their numbers: db-2 before db-10.
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return first === undefined ? steps : [...steps, deleteBrokenPod({ namespace, pod: first, changed })];
}

/** What kubectl refuses of a paused Deployment. */
const refusedWhilePaused = new Set(['roll-back', 'restart']);

/** Of a paused Deployment: without what is refused, and with what lets the rest take effect. */
export function whilePaused({ snapshot }: WorkloadView, steps: Remedy[]): Remedy[] {
  const { workload, controller } = snapshot;
  if (workload.kind !== 'Deployment' || controller?.spec.paused !== true) return steps;
  const rollsOut = ({ id, safety }: Remedy) => safety === 'changes-workload' || id === showRolloutId;
  if (!steps.some(rollsOut)) return steps;
  const left = steps.filter(({ id }) => !refusedWhilePaused.has(id));
  return [...left.map((step) => (rollsOut(step) ? { ...step, undo: null } : step)), resume(workload)];
}
