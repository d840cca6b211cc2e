/** The workload that this one depends on has nothing ready: mend that one first. */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { Neighbour } from '../../../model/snapshot';
import type { WorkloadRef } from '../../../model/workload';
import { showWorkload } from '../../../remedy/look';
import { defineRule } from '../../rule';
import { isDown, lookBehind, neighbourEvidence, neighbourOf, selectingNone } from '../dependency/neighbour';

interface FoundNeighbour {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  neighbour: Neighbour;
  service: NonNullable<Neighbour['service']>;
}

export const dependencyWorkloadBroken = defineRule({
  id: 'dependency-workload-broken',
  scope: 'container',
  needs: ['workload', 'container', 'log'],

  match({ workload, log }): FoundNeighbour | undefined {
    if (log.hit.cause !== 'dependency-unreachable' && log.hit.cause !== 'dns-failure') return undefined;
    const neighbour = neighbourOf({ captures: log.hit.captures, view: workload });
    const evidence = neighbour && neighbourEvidence(neighbour);
    if (!neighbour?.service || !evidence || !isDown(neighbour)) return undefined;
    const { service } = neighbour;
    return {
      certainty: 'likely',
      evidence: [evidence, log.evidence],
      ref: workload.snapshot.workload,
      neighbour,
      service,
    };
  },

  explain({ neighbour, service, evidence }) {
    const { workload, ready, desired } = neighbour;
    const who = workload
      ? `${workload.kind} ${workload.namespace}/${workload.name}`
      : `Service ${service.namespace}/${service.name}`;
    return {
      headline: [
        'It depends on ',
        { code: who },
        ', which has ',
        { mark: workload ? `${ready} of ${desired} ready` : 'nothing behind it' },
      ],
      claims: [{ text: `\`${neighbour.via}\` is ${who}.`, evidence }],
      remedies: [
        workload
          ? showWorkload(workload, 'Mend this one first.')
          : lookBehind(service, selectingNone(neighbour) === null),
      ],
      container: null,
    };
  },
});
