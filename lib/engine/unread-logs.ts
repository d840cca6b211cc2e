/** Takes back the offer to read a log that cannot be read: nobody has to type a command to learn that it fails. */

import type { Remedy } from '../model/diagnosis';
import { describePod } from '../remedy/look';
import type { PodView, WorkloadView } from './facts/views';

/** As `showLogs` writes it; names of pods and containers need no quotes. */
const logCommand = /\blogs (?:pod\/)?(?<pod>\S+) -c (?<container>\S+)(?<previous> --previous)?/;

/** Whether it is known that `kubectl logs` finds nothing there; what only this reader may not see is no reason. */
export function logIsGone(view: WorkloadView, podName: string, name: string, previous: boolean): boolean {
  const pod = view.pods.find((candidate) => candidate.pod.metadata.name === podName);
  if (!pod) return view.deleted.some((candidate) => candidate.pod.metadata.name === podName);
  if (!nodeAnswers(pod)) return true;
  const container = pod.containers.find((candidate) => candidate.name === name);
  const status = container?.status;
  if (!container || !status || container.logs.length > 0) return false;
  const { state, lastState, restartCount } = status;
  const neverRan = restartCount === 0 && !state.running && !state.terminated && !lastState.terminated;
  return neverRan || (previous && restartCount === 0 && !lastState.terminated);
}

/** The kubelet serves the logs: no word from a node, no log of its pods. */
function nodeAnswers({ node }: PodView): boolean {
  return node?.status.conditions.find(({ type }) => type === 'Ready')?.status !== 'Unknown';
}

/** The same steps without those; where nothing would be left, a look at the pod takes their place. */
export function withoutGoneLogs(view: WorkloadView, steps: readonly Remedy[]): Remedy[] {
  const { namespace } = view.snapshot.workload;
  const left: Remedy[] = [];
  let instead: Remedy | null = null;
  for (const step of steps) {
    const groups = step.id === 'show-logs' ? logCommand.exec(step.command ?? '')?.groups : undefined;
    const { pod, container, previous } = groups ?? {};
    if (pod === undefined || container === undefined || !logIsGone(view, pod, container, previous !== undefined))
      left.push(step);
    else instead ??= describePod({ namespace, pod }, 'Its log cannot be read any more; this is what is left of it.');
  }
  return left.length === 0 && instead ? [instead] : left;
}
