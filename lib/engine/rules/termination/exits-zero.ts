/** The main process finishes in good order and is restarted because the policy says so (signals §5.2 row 14). */
import type { Certainty, Evidence, LogEvidence, NonEmpty } from '../../../model/diagnosis';
import type { LogHit } from '../../../model/log';
import type { WorkloadRef } from '../../../model/workload';
import { formatSpan } from '../../../format/duration';
import { ask, showLogs } from '../../../remedy/look';
import { fields, specField } from '../../evidence';
import { asFarAsHeard } from '../../facts/log-read';
import { noKillClaim } from '../../facts/no-killing';
import type { Exit } from '../../facts/exit';
import { heardStop } from '../../facts/heard';
import { restartPolicyOf } from '../../facts/restarts';
import { endedFromOutside } from '../../facts/sandbox';
import { spanMs, type ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { roleOf } from '../../signatures/decisive';
import { partingWords } from './parting-words';

interface FoundZero {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  exit: Exit;
  /** Its own words of a stop, before it ended; null where it says none. */
  heard: LogEvidence | null;
  /** Its last words, where they tell of something that it lacks or refuses. */
  parting: LogEvidence | null;
}

/** Words that a program in good order does not end with. */
function contradicts(hit: LogHit): boolean {
  return roleOf(hit) === 'stopping' || (hit.cause !== null && hit.weight !== 'noise');
}

export const exitsZero = defineRule({
  id: 'exits-zero',
  scope: 'container',
  tells: 'symptom',
  needs: ['workload', 'container', 'ending'],
  supersedes: ['unknown', 'readiness-never-ready', 'sidecar-failing'],
  confusedWith: ['liveness-probe-failing', 'post-start-hook-failed'],

  match({ workload, container, ending }): FoundZero | undefined {
    if (ending.verdict !== 'finished' || restartPolicyOf(container) !== 'Always' || container.type === 'init')
      return undefined;
    const policy = fields(container.pod.label, null, {
      '!spec.restartPolicy': container.pod.pod.spec.restartPolicy,
      [`!${container.specPath}.restartPolicy`]: container.spec.restartPolicy,
    });
    // Exit 0 without an announced kill follows from the status alone, but a Killing event may have been lost (signals §3.2):
    // with a liveness or startup probe in the pod that is the other reading.
    // So is a log that complains, or that says it was told to stop, and one that nobody read: a program that just finishes does neither.
    const { livenessProbe, startupProbe, lifecycle } = container.spec;
    const hookFailed = container.events.some((event) => event.reason === 'FailedPostStartHook');
    const killable = hookFailed || Boolean(livenessProbe ?? startupProbe ?? lifecycle?.postStart);
    const parting = partingWords(container, ending.exit);
    const complains = parting !== null || container.logs.some((log) => log.hits.some(contradicts));
    // A first end within the last minute: what the kubelet did is often told later than that it ended.
    const ageMs = spanMs(ending.exit.finishedAt, workload.snapshot.asOf) ?? Infinity;
    const early = (container.status?.restartCount ?? 0) <= 1 && ageMs < 60_000;
    const unseen = killable && (early || container.pod.events.length === 0);
    // Whoever took its sandbox away, or told it to stop, may have ended it: where events were not read, nobody looked.
    const isDoubtful = complains || endedFromOutside(container, ending.exit) || !container.pod.eventsRead;
    return {
      certainty: unseen
        ? 'possible'
        : asFarAsHeard(killable || isDoubtful ? 'likely' : 'proven', container, ending.exit),
      evidence: [ending.exit.evidence, policy],
      ref: workload.snapshot.workload,
      container,
      exit: ending.exit,
      heard: heardStop(container, ending.exit.current ? 'current' : 'previous', null),
      parting,
    };
  },

  explain({ certainty, ref, container, exit, evidence, heard, parting }) {
    const { namespace, name } = container.pod.pod.metadata;
    const ran = exit.ranMs === null ? '' : ` after ${formatSpan(exit.ranMs)}`;
    const { command, args } = container.spec;
    const told = [...command, ...args].join(' ');
    return {
      headline: [
        'Container ',
        { code: container.name },
        heard ? ' shuts down with ' : ' finishes with ',
        { mark: 'exit code 0' },
        `${ran} and is started again, as its restart policy says`,
      ],
      claims: [
        {
          text: `The last run of \`${container.name}\` ended${ran} with exit code 0${heard ? '; its log tells of a stop first' : certainty === 'possible' || !container.pod.eventsRead ? '' : ', by itself'}.`,
          evidence: heard ? [...evidence, heard] : evidence,
        },
        ...(parting
          ? [
              {
                text: 'Its last words may be the reason: they tell of something that it lacks or refuses.',
                evidence: [parting],
              },
            ]
          : []),
        ...noKillClaim('No event that is left says that the kubelet killed it.', container),
        ...(told === ''
          ? []
          : [
              {
                text: `It is told to run \`${told.slice(0, 120)}\`.`,
                evidence: [specField(container, { command, args })],
              },
            ]),
      ],
      remedies: [
        showLogs(
          { namespace, pod: name, container: container.name, previous: !exit.current },
          'See what it did before it finished.',
        ),
        ...(heard
          ? [
              ask(
                'who-stops-it',
                'Find what tells it to stop',
                'A script or supervisor in the container that gives up on it, another container of a shared process namespace, a `kill` by hand; or the kubelet, for a probe, whose event is no longer kept.',
              ),
            ]
          : []),
        ask(
          'job-or-server',
          'Decide whether it is meant to end',
          `A task that ends belongs in a Job or CronJob, not in a ${ref.kind}. A server must stay in the foreground: a program that puts itself in the background, or a shell without input, ends at once.`,
        ),
      ],
      wouldDisprove:
        'A `Killing` event of this container shortly before its end: then it was stopped, and did not end by itself.',
    };
  },

  ruleOut({ ending }) {
    if (ending.verdict === 'finished') return undefined;
    return { because: `The last run ended with exit code ${ending.exit.exitCode}.`, evidence: [ending.exit.evidence] };
  },
});
