/** The postStart hook failed, so the kubelet killed the container that it had just started (signals §1.2, §3.4, §1.6). */
import type { Certainty, Evidence, LogEvidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { describePod, showLogs } from '../../../remedy/look';
import { eventEvidence, noSpecField, specField } from '../../evidence';
import { heardStop } from '../../facts/heard';
import { hookFailureOf, type HookFailure } from '../../facts/post-start';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundHook {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  failure: HookFailure;
  /** Its own words that it was told to stop, where nothing else says so of its last end. */
  heard: LogEvidence | null;
}

const orders = {
  hook: 'The kubelet ran the postStart hook, it failed, and the kubelet killed the container for it.',
  program: 'The postStart hook failed when the program had ended: that ends the hook too, so it may be no cause.',
  open: 'The postStart hook failed as the program ended: a program that ends by itself ends the hook too, so either may be why.',
};

/** Which ended first; of an end that nothing was announced of, what is known of those before it. */
function orderWords({ name }: ContainerView, { first, untold, kill }: HookFailure): string {
  if (!untold || first !== 'hook') return orders[first ?? 'open'];
  const killed = kill ? ', and the kubelet killed the container for it' : '';
  return `The postStart hook of \`${name}\` failed before${killed}; no kill was announced for the last end, which looks like one.`;
}

export const postStartHookFailed = defineRule({
  id: 'post-start-hook-failed',
  scope: 'container',
  needs: ['workload', 'container', 'troubled'],
  wants: ['ending', 'log'],
  supersedes: [
    'app-error-uncaught',
    'unknown',
    'exits-zero',
    'liveness-probe-failing',
    'liveness-too-aggressive',
    'readiness-never-ready',
    'sidecar-failing',
    'sigterm-not-handled',
  ],
  confusedWith: ['exits-zero', 'liveness-probe-failing'],

  match({ workload, container, ending, log }): FoundHook | undefined {
    const failure = hookFailureOf(container, ending, workload.nowMs, log?.hit.weight === 'fatal');
    if (!failure) return undefined;
    const { hook, kill, waits, certainty, untold } = failure;
    const [first, ...rest] = [
      ...(waits ? [waits.evidence] : []),
      ...(hook ? [eventEvidence(hook, 'PostStartHook failed')] : []),
      ...(kill ? [eventEvidence(kill, 'FailedPostStartHook')] : []),
      ...(ending ? [ending.exit.evidence] : []),
    ];
    if (!first) return undefined;
    const heard = untold && ending ? heardStop(container, ending.exit.current ? 'current' : 'previous', null) : null;
    const ref = workload.snapshot.workload;
    return { certainty, evidence: [first, ...rest], ref, container, failure, heard };
  },

  explain({ ref, container, failure, heard, evidence }) {
    const { first, waits } = failure;
    const hook = container.spec.lifecycle?.postStart;
    const what = hook?.exec
      ? hook.exec.command.join(' ')
      : hook?.httpGet
        ? `GET ${hook.httpGet.path} on port ${hook.httpGet.port}`
        : 'its postStart hook';
    const pod = { namespace: ref.namespace, pod: container.pod.pod.metadata.name };
    return {
      headline: [
        'Container ',
        { code: container.name },
        { program: ' ends before its ', hook: ' is killed because its ' }[first ?? 'hook'],
        { mark: 'postStart hook' },
        first === 'program' ? ' is done' : ' fails',
      ],
      claims: [
        { text: orderWords(container, failure), evidence },
        ...(heard ? [{ text: 'The log of that run tells of a stop before it ended.', evidence: [heard] }] : []),
        ...(hook
          ? [
              {
                text: `The hook is \`${what.slice(0, 160)}\`.`,
                evidence: [
                  specField(container, {
                    '!lifecycle.postStart.exec.command': hook.exec?.command,
                    '!lifecycle.postStart.httpGet.path': hook.httpGet?.path,
                  }),
                ],
              },
            ]
          : []),
        ...(waits && waits.message !== waits.reason
          ? [{ text: 'The waiting message keeps the detail that the event has lost.', evidence: [waits.evidence] }]
          : []),
      ],
      remedies: [
        describePod(pod, 'While the container waits, its message holds what the hook answered.'),
        showLogs(
          { ...pod, container: container.name, previous: true },
          'See how far the program was when the hook ran: it runs beside the entrypoint, not after it.',
        ),
      ],
      wouldDisprove: '`started: true` in the status of a run that ended in the same way: its hook had passed then.',
    };
  },

  ruleOut({ container }) {
    // `kubectl describe` shows no hooks.
    if (container.spec.lifecycle?.postStart || container.spec.resources.unknown) return undefined;
    return {
      because: 'The container has no postStart hook.',
      evidence: [noSpecField(container, 'lifecycle.postStart')],
    };
  },
});
