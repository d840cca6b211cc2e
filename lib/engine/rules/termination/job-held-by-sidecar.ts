/** A Job's work is done, and a container beside it that serves for ever keeps the Job from completing (signals §8, KEP-753). */
import { ask, describePod, showLogs } from '../../../remedy/look';
import { fields, specField } from '../../evidence';
import { exitsOf } from '../../facts/exit';
import { heldJob } from '../../facts/held-job';
import { defineRule, type Found } from '../../rule';
import type { ContainerView } from '../../facts/views';
import { makeNativeSidecar } from './sidecar-steps';

interface FoundHeld extends Found {
  done: ContainerView;
  holder: ContainerView;
  program: string | null;
  /** A CronJob starts its next run beside or after this one, as its policy says. */
  isCron: boolean;
}

export const jobHeldBySidecar = defineRule({
  id: 'job-held-by-sidecar',
  scope: 'pod',
  needs: ['troubledPod', 'workload'],
  confusedWith: ['sigterm-not-handled', 'sidecar-failing'],

  match({ troubledPod: { pod, podTrouble }, workload }): FoundHeld | undefined {
    const held = podTrouble === 'held-open' ? heldJob(pod)?.held : undefined;
    const [done] = held?.done ?? [];
    if (!held || !done) return undefined;
    const { holder, program } = held;
    const path = `${holder.statusPath}.state.running.startedAt`;
    const runs = fields(pod.label, null, { [`!${path}`]: holder.status?.state.running?.startedAt ?? null });
    return {
      certainty: program === null ? 'possible' : 'likely',
      evidence: [
        runs,
        ...held.done.flatMap((container) => exitsOf(container).slice(0, 1)).map((exit) => exit.evidence),
      ],
      done,
      holder,
      program,
      isCron: workload.snapshot.workload.kind === 'CronJob',
    };
  },

  explain({ done, holder, program, isCron, evidence }) {
    const { namespace, name: pod } = holder.pod.pod.metadata;
    const { name } = holder;
    return {
      headline: [
        'The Job’s work is done, and container ',
        { mark: name },
        program === null ? ' still runs beside it' : ', which never ends by itself, keeps it from completing',
      ],
      claims: [
        {
          text: `\`${done.name}\` ended with exit code 0; \`${name}\` still runs, and a pod is over when all its containers are.`,
          evidence,
        },
        {
          text:
            program === null
              ? `\`${name}\` is probed as servers are: it may wait for requests, and never end by itself.`
              : `\`${program}\` serves its pod until it is told to stop, and nothing tells it that the work is done.`,
          evidence: [
            specField(holder, {
              '!image': holder.spec.image,
              restartPolicy: holder.spec.restartPolicy ?? null,
            }),
          ],
        },
      ],
      remedies: [
        describePod({ namespace, pod }, 'See which containers have completed and which still run.'),
        // The kubelet would stop a worker at work as it does a server.
        ...(program === null
          ? [
              showLogs(
                { namespace, pod, container: name, previous: false },
                `Whether ${name} has work of its own: if it has, leave it, and change nothing.`,
              ),
            ]
          : []),
        makeNativeSidecar(name),
        ask(
          'quit-helper',
          `Or have the program tell ${name} when it is done`,
          'Proxies have an address for it, such as /quitquitquit, that the Job’s command calls last. Do not delete the pod to get rid of it: the Job would count no success and do its work once more.',
        ),
        ...(isCron
          ? [
              ask(
                'concurrency-policy',
                'See what becomes of the next runs',
                'With concurrencyPolicy: Forbid the CronJob skips every run while this one counts as active; with Allow they pile up beside it.',
              ),
            ]
          : []),
      ],
      container: holder,
      wouldDisprove: `\`${name}\` ending by itself a while after \`${done.name}\`.`,
    };
  },
});
