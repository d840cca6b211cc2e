/** What held the pods of a Job up to its deadline, where they are gone: the Job controller deletes those that it ends (signals §3.8). */
import type { Evidence } from '../../../model/diagnosis';
import type { ClusterEvent } from '../../../model/kubernetes';
import { eventEvidence } from '../../evidence';
import type { JobState } from '../../facts/job';
import { isOfKubelet } from '../../facts/kill';
import { spanMs, type PodView, type WorkloadView } from '../../facts/views';

export interface HeldUp {
  message: string;
  evidence: Evidence;
}

/** The longest wait before an image is asked for or a container is started again (signals §1.2), and a minute for the try. */
const againMs = 6 * 60_000;

/** Whether a warning says that the Job's work could not begin, or that it ended by itself each time (signals §3.3, §3.6, §3.7, §3.8). */
function isHindrance(event: ClusterEvent): boolean {
  const { reason, message } = event;
  if (reason === 'FailedScheduling' || reason === 'FailedCreate') return true;
  if (!isOfKubelet(event)) return false;
  if (reason === 'FailedMount' || reason === 'FailedCreatePodSandBox') return true;
  if (reason === 'BackOff') return message.startsWith('Back-off restarting failed container');
  return reason === 'Failed' && /^(?:Failed to pull image|Error: )/.test(message);
}

/** What held the Job's pods, which are gone, up to its deadline; only warnings of such pods are left. */
export function heldBefore(view: WorkloadView, { condition, job }: JobState): HeldUp | undefined {
  const { name } = job.metadata;
  const isOf = ({ pod }: PodView) =>
    pod.metadata.ownerReferences.some((owner) => owner.kind === 'Job' && owner.name === name);
  if (view.pods.some(isOf)) return undefined;
  // The API server cuts the base of a generated name at 58 characters.
  const base = `${name}-`.slice(0, 58);
  const held = view.snapshot.events.filter((event) => {
    const about = event.involvedObject.name;
    const beforeMs = spanMs(event.at, condition?.lastTransitionTime);
    return isHindrance(event) && (about === name || about.startsWith(base)) && beforeMs !== null && beforeMs <= againMs;
  });
  // What names an image that is refused tells more than the wait for it.
  const told = held.findLast(({ message }) => message.startsWith('Failed to pull image')) ?? held.at(-1);
  return told && { message: told.message, evidence: eventEvidence(told, told.message) };
}
