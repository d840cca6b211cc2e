/** What to do about a ConfigMap or Secret, or a key of one, that a pod asks for and that is not there. */
import { createObject } from '../../../remedy/change';
import { ask, describePod, listKeys, listObjects } from '../../../remedy/look';
import type { NextSteps } from '../../rule';
import type { Asker } from './asks-for';
import type { Missing } from './missing-in';

/** Nothing to make: the kubelet tries again by itself. */
export function seeRetry(namespace: string, pod: string) {
  return describePod(
    { namespace, pod },
    'It was made since, or the message is old: the kubelet tries again within about two minutes. See whether its newest event still says so.',
  );
}

export function stepsFor(missing: Missing, askers: readonly Asker[], namespace: string, pod: string): NextSteps {
  const { kind, name, key } = missing;
  if (key === null)
    return [
      listObjects(
        namespace,
        kind === 'Secret' ? 'secrets' : 'configmaps',
        'A misspelt name, another namespace, or one that was never applied: only names are listed.',
      ),
      createObject(kind, namespace, name, [], 'The pod starts by itself once it is there.'),
    ];
  return [
    listKeys(
      kind,
      namespace,
      name,
      'Compare the names of its keys with the one that is asked for; no values are shown.',
    ),
    ...mendOf(missing, askers, namespace, pod),
  ];
}

/** Where it is known what asks for the key, the step is to mend that; else to look for it. */
function mendOf({ kind, name, key }: Missing, askers: readonly Asker[], namespace: string, pod: string) {
  const [asker] = askers;
  if (key === null || !asker?.name)
    return [describePod({ namespace, pod }, 'See which variable or volume asks for the key.')];
  return [
    ask(
      'mend-key',
      `Add key ${key} to ${kind} ${name}, or let ${asker.what} ${asker.name} ask for one that it has`,
      'A container that waits for a variable starts by itself once the key is there; a change of the pod template rolls out.',
    ),
  ];
}
