/** activeDeadlineSeconds of a Job or a pod passed, and it was ended for that (signals §2.1, §3.8). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { showEvents, showWorkload } from '../../../remedy/look';
import type { Controller } from '../../../model/kubernetes';
import { conditionEvidence, eventEvidence, fields, labelOf } from '../../evidence';
import { exitsOf } from '../../facts/exit';
import { heldToDeadline, type HeldToDeadline } from '../../facts/held-job';
import { currentJob, podsThatMatter, type JobState } from '../../facts/job';
import { stopCodes } from '../../facts/kill';
import { pullFailure } from '../../facts/pull';
import { configFailure, startFailure } from '../../facts/start-error';
import { timeMs, type PodView, type WorkloadView } from '../../facts/views';
import { defineRule } from '../../rule';
import { short } from '../log-rule';
import { heldBefore, type HeldUp } from './held-up';
import { makeNativeSidecar, ranOn } from './sidecar-steps';

interface FoundDeadline {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  seconds: number | null;
  /** How the tries that are left ended, by themselves before the deadline; not all are left. */
  tries?: NonEmpty<Evidence>;
  /** It ended none of them: the Job waited to try again when it passed. */
  waited?: true;
  /** What held its pods, which are gone, up to the end. */
  held?: HeldUp;
  /** What alone ran until the deadline, where the rest of its pod had done its work. */
  beside?: HeldToDeadline | null;
  /** The pod whose own deadline it was; absent for that of a Job. */
  pod?: string;
}

/**
 * How the Job's tries ended, where all that are left failed by themselves before its deadline: then it used that time up, and ended none
 * of them. Undefined where one did not, or where none is left to tell: the Job controller deletes what it ends.
 */
function ownEnds(view: WorkloadView, { job }: JobState): Tries | undefined {
  const startedMs = timeMs(job.status.startTime);
  const { activeDeadlineSeconds } = job.spec;
  if (startedMs === null || activeDeadlineSeconds === null) return undefined;
  const passedMs = startedMs + activeDeadlineSeconds * 1000;
  const ends = podsThatMatter(view).map(({ containers, pod }) => {
    if (pod.metadata.deletionTimestamp !== null || pod.status.phase !== 'Failed') return undefined;
    return containers
      .flatMap((container) => exitsOf(container).slice(0, 1))
      .find(
        ({ exitCode, current, finishedAt }) => current && exitCode !== 0 && (timeMs(finishedAt) ?? Infinity) < passedMs,
      );
  });
  const own = ends.flatMap((exit) => (exit ? [exit] : []));
  const [first, ...others] = own.map(({ evidence }) => evidence);
  if (!first || own.length !== ends.length) return undefined;
  const lastMs = Math.max(...own.map(({ finishedAt }) => timeMs(finishedAt) ?? 0));
  return { evidence: [first, ...others], waited: lastMs + leastWaitMs(job) >= passedMs };
}

interface Tries {
  evidence: NonEmpty<Evidence>;
  /** Whether none can have run when the deadline passed. */
  waited: boolean;
}

/**
 * The least that the Job controller waits after the newest try that is left: 10 s, doubled with each failure, six minutes at most
 * (the Job documentation, "Pod backoff failure policy"). One more may have followed it; of tries side by side each waits for itself.
 */
function leastWaitMs({ spec, status }: Controller): number {
  if ((spec.parallelism ?? 1) > 1 || status.failed < 2) return 0;
  return Math.min(10_000 * 2 ** (status.failed - 2), 360_000);
}

/** How a container that was started again before ended by itself, not as one that the deadline stops (signals §5.2). */
function ownEndOf({ containers }: PodView): NonEmpty<Evidence> | undefined {
  const exit = containers
    .flatMap((container) => exitsOf(container).slice(0, 1))
    .find(
      ({ current, restartCount, exitCode, reason }) =>
        current && restartCount > 0 && (reason === 'OOMKilled' || !stopCodes.has(exitCode)),
    );
  return exit && [exit.evidence];
}

/** Whether nothing of the pod ever ran, and why is known: that used its time up, and more of it changes nothing. */
function isHeldBack({ containers }: PodView): boolean {
  return (
    containers.every(
      ({ status }) => !status?.state.running && !status?.state.terminated && !status?.lastState.terminated,
    ) && containers.some((each) => pullFailure(each)?.cause || startFailure(each) || configFailure(each))
  );
}

export const deadlineExceeded = defineRule({
  id: 'deadline-exceeded',
  scope: 'workload',
  needs: ['workload', 'troubledPods'],
  supersedes: '*',
  confusedWith: ['app-error-uncaught', 'sigterm-not-handled'],

  match({ workload, troubledPods }): FoundDeadline | undefined {
    const ref = workload.snapshot.workload;
    const job = currentJob(workload);
    if (job?.outcome === 'failed' && job.condition?.reason === 'DeadlineExceeded') {
      const event = workload.events.filter((e) => e.reason === 'DeadlineExceeded').at(-1);
      const spec = fields(labelOf(job.job), null, {
        '!spec.activeDeadlineSeconds': job.job.spec.activeDeadlineSeconds,
      });
      const tries = ownEnds(workload, job);
      // All of them failed before: their own cause is why it never completed.
      if (tries && tries.evidence.length >= job.job.status.failed) return undefined;
      const held = heldBefore(workload, job);
      return {
        certainty: tries || held ? 'likely' : 'proven',
        ...(tries ? { tries: tries.evidence } : {}),
        ...(tries?.waited ? { waited: true } : {}),
        ...(held ? { held } : {}),
        evidence: [
          conditionEvidence(job.job, job.condition, 'DeadlineExceeded'),
          spec,
          ...(event ? [eventEvidence(event, event.message)] : []),
        ],
        ref,
        seconds: job.job.spec.activeDeadlineSeconds,
      };
    }
    const pod = troubledPods.find((t) => t.pod.pod.status.reason === 'DeadlineExceeded')?.pod;
    if (!pod || isHeldBack(pod)) return undefined;
    const { spec, status } = pod.pod;
    const evidence = fields(pod.label, null, {
      '!status.reason': status.reason,
      'status.message': status.message,
      '!spec.activeDeadlineSeconds': spec.activeDeadlineSeconds,
    });
    const { name } = pod.pod.metadata;
    const beside = heldToDeadline(pod);
    const tries = ownEndOf(pod);
    const certainty = tries || beside ? 'likely' : 'proven';
    const seconds = spec.activeDeadlineSeconds;
    return { certainty, evidence: [evidence], ref, seconds, pod: name, beside, ...(tries ? { tries } : {}) };
  },

  explain({ ref, seconds, tries, waited, held, beside, pod, evidence }) {
    return {
      headline: [
        { code: ref.name },
        held ? ' was ended at its deadline' : ' was ended because it ran longer than its deadline',
        ...(seconds === null ? [] : [' of ', { mark: `${seconds} s` }]),
        ...(held ? ['; this held it up: ', { mark: short(held.message) }] : []),
      ],
      claims: [
        {
          text: tries
            ? 'Its activeDeadlineSeconds had passed, so it is not tried again.'
            : 'Its activeDeadlineSeconds had passed, and its pods were ended for that, whatever they were doing.',
          evidence,
        },
        ...(tries
          ? [
              {
                text:
                  pod === undefined
                    ? `Each try that is left to look at had failed by itself before that; others are gone.${waited ? ' After so many the Job waits longer than was left: none ran when it passed.' : ''}`
                    : 'It had been started again, and its last run failed by itself: more time alone may change nothing.',
                evidence: tries,
              },
            ]
          : []),
        ...(held
          ? [{ text: 'Up to the end this held it up: more time alone may change nothing.', evidence: [held.evidence] }]
          : []),
        ...(beside ? [ranOn(beside)] : []),
      ],
      remedies: [
        showEvents(
          ref.namespace,
          ref,
          'See when it began, and whether earlier tries took part of the time: the deadline counts from the first.',
        ),
        beside && beside.program !== null
          ? makeNativeSidecar(beside.holder.name)
          : held
            ? changeByHand(
                'end-what-held-it',
                'End what held it up, then create it anew',
                'Until then another try spends its time in the same way. More of it helps only where the wait ends by itself, as one for room on a node may.',
              )
            : changeByHand(
                'raise-deadline',
                'Allow it more time, or have it do less',
                'A Job’s deadline cannot be changed once it has failed: create it anew with one that its usual length fits into twice.',
              ),
        showWorkload(ref, 'See the deadline, the back-off limit and the tries.'),
      ],
      container: null,
      ...(waited ? { earlier: true } : {}),
      ...(pod === undefined ? {} : { pods: [pod] }),
      wouldDisprove: 'A `finishedAt` of the container that lies before `startTime` plus `activeDeadlineSeconds`.',
    };
  },
});
