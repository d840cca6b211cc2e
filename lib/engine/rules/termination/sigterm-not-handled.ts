/**
 * A stop lasts until the grace period ends in SIGKILL, or the default action cuts the work short.
 *
 * Told by arithmetic, never by 137 alone: from the start of the stop to the death at least the whole grace, ±2 s (signals
 * §5.2 row 6). That it ignores the signal follows only where a preStop hook leaves it most of the grace (§4.3), and its log
 * was read, and ends before that: else it may have heard, and only that it does not end in time is known. An eviction by the kubelet overrides the grace and says nothing of the program. Exit 2 at once is Go's
 * default action as PID 1 (signals §5.4). One that
 * ends by the signal long before its grace is over counts where a log tells of the requests that it cut. Behind a probe's kill it stands beside that cause.
 */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { formatSpan } from '../../../format/duration';
import { showWorkload } from '../../../remedy/look';
import { specField } from '../../evidence';
import { noKilling } from '../../facts/no-killing';
import { endingsOf } from '../../facts/ending';
import { leftWords } from '../../facts/grace';
import { wasHeard } from '../../facts/log-read';
import { defineRule, type DraftClaim } from '../../rule';
import { badStops, changesAtMs, signalField, type Stop } from './bad-stops';
import { headlineOf } from './stop-headline';
import { finishRequests, hearSignal, longerGrace } from './stop-steps';

interface FoundDeaf {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  stops: NonEmpty<Stop>;
  /** When the clock changes what is said of one of them; milliseconds since the epoch. */
  reviewAtMs: number | null;
  /** All of it is over, and nothing is in trouble now: a finished Job, a workload that is scaled to zero, pods that start anew. */
  isOver: boolean;
}

/** The kubelet's word for this stop was lost (signals §3.2): only that for the stop before is left. */
const lostWord = 'A probe had the run before it stopped, no word for this one is left, and it ended';

/** What a hook may have used up is not known to be the program's doing, nor that SIGKILL does not end it: then SIGTERM may not have come either. */
function isInDoubt({ ending, how, heard, held }: Stop): boolean {
  return (how === 'overran' && heard === null) || (!ending && held !== null);
}

/** The kubelet's word for the stop and a log that ends before it: both prove that it was deaf, one of them makes it likely. */
function certaintyOf(stop: Stop): Certainty {
  const { ending, how, mute } = stop;
  if (isInDoubt(stop)) return 'possible';
  if (how !== 'ignored' || !ending) return 'likely';
  if (ending.kill) return mute ? 'proven' : 'likely';
  return mute || ending.termAt === null ? 'likely' : 'possible';
}

/** What speaks for the program: that it heard, and what its hook took of the grace. */
function reserveClaims({ container, ending, how, grace, heard, mute, evidence }: Stop): DraftClaim[] {
  const left = leftWords(grace);
  const { exec, httpGet, sleep } = container.spec.lifecycle?.preStop ?? { exec: null, httpGet: null, sleep: null };
  const claims: DraftClaim[] = [];
  if (grace.signal !== 'SIGTERM')
    claims.push({ text: `It is told to stop by ${grace.signal}.`, evidence: [signalField(container)] });
  if (heard) claims.push({ text: 'Its log says that it heard the signal.', evidence: [heard] });
  else if (how === 'ignored' && !mute)
    claims.push({
      text: wasHeard(container, ending?.exit ?? { current: true })
        ? 'That it never heard the signal is not certain: its log goes on after it was told to stop, or does not tell when it ends.'
        : 'That it never heard the signal is not certain: its log of that run was not read.',
      evidence: evidence.slice(0, 1),
    });
  if (left !== '')
    claims.push({
      text: `Of the ${grace.seconds} s of grace ${left}.`,
      evidence: [
        specField(container, {
          'lifecycle.preStop.exec.command': exec?.command,
          'lifecycle.preStop.httpGet.path': httpGet?.path,
          'lifecycle.preStop.httpGet.port': httpGet?.port,
          'lifecycle.preStop.sleep.seconds': sleep?.seconds,
        }),
      ],
    });
  return claims;
}

export const sigtermNotHandled = defineRule({
  id: 'sigterm-not-handled',
  scope: 'workload',
  needs: ['workload', 'troubledPods'],
  supersedes: ['unknown'],
  confusedWith: ['oom-killed-limit', 'oom-killed-node'],

  match({ workload, troubledPods }): FoundDeaf | undefined {
    const [first, ...rest] = badStops(workload);
    if (!first) return undefined;
    return {
      certainty: certaintyOf(first),
      evidence: first.evidence,
      ref: workload.snapshot.workload,
      stops: [first, ...rest],
      reviewAtMs: changesAtMs([first, ...rest], workload.nowMs),
      isOver: troubledPods.length === 0 && [first, ...rest].every(({ ending }) => ending !== null),
    };
  },

  explain({ ref, stops, reviewAtMs, isOver }) {
    const [stop] = stops;
    const { container, ending, how, grace, heard, cut, held, tookMs, evidence } = stop;
    const { command, args } = container.spec;
    const told = [...command, ...args].join(' ');
    const took = tookMs === null ? '' : ` It took ${formatSpan(tookMs)} from the stop to the end.`;
    return {
      headline: headlineOf(stop),
      claims: [
        {
          text: ending
            ? `${ending.termAt === null ? lostWord : 'It was told to stop and ended'} with exit code ${ending.exit.exitCode}.${took} Its grace is ${grace.seconds} s.`
            : `It was told to stop, its ${grace.seconds} s are over, and it still runs.`,
          evidence,
        },
        ...(cut ? [{ text: 'The log tells of requests that it had not answered.', evidence: [cut] }] : []),
        ...(held ? [held.claim] : []),
        ...reserveClaims(stop),
        ...(stops.length > 1
          ? [
              {
                text: `${stops.length} stops of the last hour ended in this way.`,
                evidence: stops.slice(1, 3).map((stop) => stop.evidence[0]),
              },
            ]
          : []),
        ...(told === '' || heard !== null || cut !== null
          ? []
          : [
              {
                text: `It is told to run \`${told.slice(0, 120)}\`, which is process 1 there: signals without a handler are dropped for it.`,
                evidence: [specField(container, { command: command.join(' '), args: args.join(' ') })],
              },
            ]),
      ],
      remedies: [
        showWorkload(ref, 'See the command, the grace period and the hooks of its template.'),
        ...(held ? [held.step] : []),
        ...(how === 'overran' ? [longerGrace(stop)] : []),
        ...(cut ? [finishRequests(grace)] : heard === null ? [hearSignal(grace.signal)] : []),
      ],
      container: { name: container.name, type: container.type },
      pods: [...new Set(stops.map((one) => one.container.pod.pod.metadata.name))],
      ...(reviewAtMs === null ? {} : { reviewAtMs }),
      ...(isOver ? { atMost: 'degraded' } : {}),
      wouldDisprove:
        how === 'cut'
          ? 'Words of the program that it answered what was open before it ended.'
          : how !== 'default-action'
            ? `A stop that ends ${grace.signal === 'SIGTERM' ? 'with exit code 0 or 143 ' : ''}before the grace is over.`
            : 'A stop that ends with exit code 0, or whose log says that it finished its work first. Exit code 143 alone would not: an init reports the default action of its child so.',
    };
  },

  ruleOut({ workload }) {
    const killed = workload.pods.flatMap((pod) =>
      pod.containers.flatMap((container) => endingsOf(container).map((end) => ({ container, end }))),
    );
    const first = killed.find(({ end }) => end.exit.exitCode === 137);
    const unannounced = first ? noKilling(first.container) : [];
    if (!first || first.end.kill || unannounced.length === 0) return undefined;
    return {
      because: 'No event says that it was told to stop: none of those that are left announces a kill.',
      evidence: [first.end.exit.evidence, ...unannounced],
    };
  },
});
