/** The kubelet refuses to start the container: runAsNonRoot, and the image or the template says root (signals §1.3). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { patchContainer } from '../../../remedy/change';
import { describePod } from '../../../remedy/look';
import { fields } from '../../evidence';
import { startOf } from '../../facts/how-far';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { subject } from '../log-rule';

interface FoundRoot {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  /** 'name': the image names its user, so the kubelet cannot tell. 'program': the program itself refuses to be root. */
  why: 'image' | 'name' | 'template' | 'program';
}

const sentences: readonly (readonly [FoundRoot['why'], RegExp])[] = [
  ['image', /container has runAsNonRoot and image will run as root/],
  ['name', /container has runAsNonRoot and image has non-numeric user/],
  ['template', /runAsUser breaks non-root policy/],
];

export const runAsNonrootViolation = defineRule({
  id: 'run-as-nonroot-violation',
  scope: 'container',
  needs: ['workload', 'container'],
  wants: ['waiting', 'log', 'ending'],
  supersedes: [
    'unknown',
    'app-error-uncaught',
    'exits-zero',
    'readiness-never-ready',
    'container-runtime-error',
    'init-container-failing',
    'sidecar-failing',
  ],
  confusedWith: ['permission-denied', 'admission-denied'],

  match({ workload, container, waiting, log, ending }): FoundRoot | undefined {
    const sentence = waiting && sentences.find(([, pattern]) => pattern.test(waiting.message));
    if (!waiting || !sentence) {
      if (log?.hit.cause !== 'run-as-nonroot-violation') return undefined;
      return {
        certainty: log.hit.weight === 'fatal' ? 'likely' : 'possible',
        evidence: [log.evidence, ...(ending ? [ending.exit.evidence] : [])],
        ref: workload.snapshot.workload,
        container,
        why: 'program',
      };
    }
    return {
      certainty: container.status ? 'proven' : 'likely',
      evidence: [waiting.evidence],
      ref: workload.snapshot.workload,
      container,
      why: sentence[0],
    };
  },

  explain({ ref, container, why, evidence }) {
    const own = container.spec.securityContext;
    const pod = container.pod.pod.spec.securityContext;
    const said = {
      image: 'its image would run it as root',
      name: 'its image names its user, so the kubelet cannot tell whether that is root',
      template: 'its template asks for user 0',
      program: 'the program itself refuses to',
    }[why];
    return {
      headline: [...subject(container), ' must not run as root, and ', { mark: said }],
      claims: [
        {
          text:
            why === 'program'
              ? `\`${container.name}\` runs as root and its log says that it must not.`
              : `The kubelet refuses to start \`${container.name}\`: ${said}.`,
          evidence,
        },
        {
          text: 'This is what the pod asks for.',
          evidence: [
            fields(container.pod.label, null, {
              [`!${container.specPath}.securityContext.runAsNonRoot`]: own?.runAsNonRoot,
              [`${container.specPath}.securityContext.runAsUser`]: own?.runAsUser,
              'spec.securityContext.runAsNonRoot': pod?.runAsNonRoot,
              'spec.securityContext.runAsUser': pod?.runAsUser,
              [`${container.specPath}.image`]: container.spec.image,
            }),
          ],
        },
      ],
      remedies: [
        describePod(
          { namespace: ref.namespace, pod: container.pod.pod.metadata.name },
          'See the message and both security contexts together.',
        ),
        patchContainer(
          ref,
          container,
          { securityContext: { runAsNonRoot: true, runAsUser: 10001 } },
          {
            id: 'set-user',
            title: 'Name a user that is not root',
            why: 'A number, so that the kubelet can check it; the files that it writes must be writable for it. Better still: USER with a number in the image.',
          },
        ),
      ],
      wouldDisprove:
        'A numeric user other than 0 in the image’s own configuration, or a `runAsUser` that was in force.',
    };
  },

  ruleOut({ container }) {
    const started = startOf(container);
    if (!started) return undefined;
    return {
      because: 'The kubelet let it start: what breaks runAsNonRoot it refuses before that.',
      evidence: [started],
    };
  },
});
