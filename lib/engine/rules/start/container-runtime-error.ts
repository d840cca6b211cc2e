/** The kubelet or the runtime refuses to create or start the container, and no narrower cause fits (signals §1.2, §1.4). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import { ask, describeNode, describePod } from '../../../remedy/look';
import { pullFailure, unplacedPull } from '../../facts/pull';
import { configFailure, kernelAnswerIn, startFailure, type StartFailure } from '../../facts/start-error';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { subject } from '../log-rule';
import { notTheRuntime } from './came-past';
import { innermost } from './innermost';

interface FoundRuntime {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  container: ContainerView;
  failure: StartFailure;
}

/** The end of the wrapped message is the runtime's own reason: "…: unable to start container process: REASON: unknown" (signals §1.4). */
export function runtimeReason(message: string): string {
  const inner = message
    .replace(/: unknown$/, '')
    .split(
      /unable to start container process: |OCI runtime create failed: |container create failed: |failed to pull and unpack image "[^"]*": /,
    )
    .at(-1);
  return (inner ?? message).replace(/^error during container init: /, '').trim();
}

/** The registry gave the image, and the runtime cannot use it: an old format, a layer that it cannot unpack. */
function unpackFailure(container: ContainerView): StartFailure | null {
  const failure = pullFailure(container);
  const message = failure && unplacedPull(failure);
  return failure && message ? { reason: failure.words, message, evidence: failure.evidence, sure: false } : null;
}

/** What is wrong was found before the runtime was asked: a field that refers to what is not there. */
function isByKubelet(failure: StartFailure): boolean {
  return failure.reason === 'CreateContainerConfigError';
}

/** It refused nothing: the kubelet or the runtime gave up waiting (signals §1.4). */
const timedOut = /context deadline exceeded|code = DeadlineExceeded/;

/** The working directory of the image or of the container (`workingDir`), which the runtime cannot change to, and the kernel's answer. */
const workingDirectory = /chdir to cwd \("(?<path>[^"]{1,500})"\) set in config\.json failed: (?<answer>[^":]{1,200})/;

/** How the headline goes on, what decides in it, and what the claim says. */
function wordsOf(container: ContainerView, failure: StartFailure): { cannot: string; mark: string; claim: string } {
  const reason = runtimeReason(failure.message);
  const mark = innermost(reason === '' ? failure.reason : reason);
  const { path, answer } = workingDirectory.exec(failure.message)?.groups ?? {};
  if (path !== undefined && answer !== undefined)
    return {
      cannot: ` cannot be started by the runtime in its working directory ${path}: `,
      mark: answer,
      claim: `The runtime could not make \`${path}\` the directory of \`${container.name}\`. It is set by \`workingDir\`, else by the image.`,
    };
  if (isByKubelet(failure))
    return {
      cannot: ' cannot be put together by the kubelet: ',
      mark,
      claim: `The kubelet could not put \`${container.name}\` together from its spec, so the runtime was not asked.`,
    };
  if (timedOut.test(failure.message))
    return {
      cannot: ' was not started by the runtime in time: ',
      mark,
      claim: `The runtime did not create or start \`${container.name}\` within its time: it is slow, or it hangs.`,
    };
  return {
    cannot: ' cannot be started by the runtime: ',
    mark,
    claim: `The runtime refused to create or start \`${container.name}\`.`,
  };
}

export const containerRuntimeError = defineRule({
  id: 'container-runtime-error',
  scope: 'container',
  tells: 'symptom',
  needs: ['container', 'troubled'],
  supersedes: ['unknown', 'init-container-failing', 'sidecar-failing'],
  confusedWith: ['command-not-found', 'volume-mount-failed'],

  match({ container }): FoundRuntime | undefined {
    const failure = startFailure(container) ?? unpackFailure(container) ?? configFailure(container);
    const [first, ...rest] = failure?.evidence ?? [];
    if (!failure || !first || kernelAnswerIn(failure.message) !== null) return undefined;
    // Of a pod without a status the event alone cannot show that it still holds; the kubelet's own words may pass.
    const shown = failure.sure && pullFailure(container) === null && !isByKubelet(failure);
    return { certainty: shown ? 'proven' : 'likely', evidence: [first, ...rest], container, failure };
  },

  explain({ container, failure, evidence }) {
    const { namespace, name } = container.pod.pod.metadata;
    const node = container.pod.pod.spec.nodeName;
    const words = wordsOf(container, failure);
    return {
      headline: [...subject(container), words.cannot, { mark: words.mark }],
      claims: [{ text: words.claim, evidence }],
      remedies: [
        describePod({ namespace, pod: name }, 'Read the whole message: its last part is the runtime’s own reason.'),
        node === null
          ? ask('runtime', 'Look at the runtime of the node', 'Its log has the same message with more around it.')
          : describeNode(node, 'See whether other pods of the node have the same trouble, and which runtime it runs.'),
      ],
      wouldDisprove: 'The same pod starting on another node as it is.',
    };
  },

  ruleOut: ({ container }) => notTheRuntime(container),
});
