/** What mends a claim that no storage class serves: it names none and none is the default, or the one that it names is not there. */
import type { Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';

/** The volume controller's own words. */
const unset = /no storage class is set/;
const missing = /storageclass(?:\.storage\.k8s\.io)? "(?<name>[^"]+)" not found/;

/** `said`: what the controller says of the claim. None where it says something else. */
export function classSteps(said: string | null): Remedy[] {
  if (said === null) return [];
  if (unset.test(said))
    return [
      changeByHand(
        'give-class',
        'Name a class, mark one as default, or make a volume',
        'A claim without `storageClassName` is given the default as soon as a class has the annotation `storageclass.kubernetes.io/is-default-class: "true"` (Kubernetes 1.28 and later); one whose name is the empty text never is. Else delete the claim while nothing is stored and make it anew with a class (a StatefulSet has it in volumeClaimTemplates), or make a PersistentVolume without a class that is large enough and has its access mode.',
      ),
    ];
  const name = missing.exec(said)?.groups?.['name'];
  if (name === undefined) return [];
  return [
    changeByHand(
      'give-class',
      `Make the class ${name}, or name one that is there`,
      'The claim is served as soon as a class of that name is there. The class of a claim cannot be changed: else delete it while nothing is stored and make it anew (a StatefulSet has it in volumeClaimTemplates).',
    ),
  ];
}
