/** A CronJob whose schedule or time zone its controller cannot read: it starts no run at all (signals §3.8). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { ClusterEvent } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { showWorkload } from '../../../remedy/look';
import { eventEvidence, specOf } from '../../evidence';
import { cronEvents } from '../../facts/job';
import { defineRule } from '../../rule';
import { short } from '../log-rule';

interface FoundRefused {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  event: ClusterEvent;
  what: 'schedule' | 'time zone';
}

/**
 * The reasons are those of the reference. `UnparseableSchedule`, and the sentences (`invalid timeZone: "Mars/Base": unknown time
 * zone Mars/Base`, `unparseable schedule: "61 * * * *" : …`), are from pkg/controller/cronjob/cronjob_controllerv2.go.
 */
const refused = new Set(['InvalidSchedule', 'UnparseableSchedule', 'UnknownTimeZone']);

export const ofSchedule = defineRule({
  id: 'config-invalid',
  scope: 'workload',
  needs: ['workload'],

  match({ workload }): FoundRefused | undefined {
    const { controller, workload: ref } = workload.snapshot;
    const event = cronEvents(workload).findLast(({ reason }) => refused.has(reason));
    if (!event || !controller) return undefined;
    const { schedule, timeZone } = controller.spec;
    const what = event.reason === 'UnknownTimeZone' ? 'time zone' : 'schedule';
    // It quotes what it could not read: where the spec has another by now, that was mended.
    const own = what === 'time zone' ? timeZone : schedule;
    if (own !== null && !event.message.includes(own)) return undefined;
    return {
      certainty: 'proven',
      evidence: [eventEvidence(event, event.message), specOf(controller, { schedule, timeZone })],
      ref,
      event,
      what,
    };
  },

  explain: ({ ref, event, what, evidence }) => ({
    headline: [
      'CronJob ',
      { code: ref.name },
      ` starts no run: its ${what} cannot be read: `,
      { mark: short(event.message) },
    ],
    claims: [{ text: `The CronJob controller refuses the ${what}, and no run has begun since.`, evidence }],
    remedies: [
      changeByHand(
        'mend-schedule',
        `Mend the ${what}`,
        what === 'time zone'
          ? 'spec.timeZone takes a name of the IANA time zone database, such as Europe/Lisbon; without it the schedule is in the time zone of the controller.'
          : 'spec.schedule takes five fields (minute, hour, day of the month, month, day of the week) or a word such as @daily, and must name a time that comes: 30 February never does.',
      ),
      showWorkload(ref, 'See its schedule, its time zone and its events in one place.'),
    ],
    container: null,
    pods: [],
    wouldDisprove: `A run that began after ${event.at ?? 'this event'}.`,
  }),
});
