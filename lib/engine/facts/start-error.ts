/** What the runtime said when it could not start a container: StartError, RunContainerError, CreateContainerError (signals §1.4). */

import type { Evidence } from '../../model/diagnosis';
import type { ClusterEvent } from '../../model/kubernetes';
import { eventEvidence, fields } from '../evidence';
import { recentEndings } from './ending';
import type { Exit } from './exit';
import { isOfKubelet } from './kill';
import { timeMs, type ContainerView } from './views';
import { waitingOf } from './waiting';

export interface StartFailure {
  /** The reason under which it was reported. */
  reason: string;
  message: string;
  evidence: Evidence[];
  /** False where it stands in the place of a program's last message, and the words alone tell that they are the runtime's. */
  sure: boolean;
}

const startReasons = new Set([
  'RunContainerError',
  'CreateContainerError',
  'StartError',
  'ContainerCannotRun',
  'PreCreateHookError',
  'PreStartHookError',
]);

/** Older runtimes wrap the inner message in quotes of their own: `caused \"exec: \\\"x\\\": …\"` (signals §1.4). */
function unquoted(message: string): string {
  return message.replace(/(?<!\\)\\+"/g, '"');
}

/**
 * The kernel's answer within a runtime's refusal, where it names the cause: the command may not be run or is of another
 * format, the directory to start in may not be entered, the disk is full. crun asks it first, in words of its own (signals §1.4).
 * A mount's "permission denied" is the mount's.
 */
const kernelAnswer =
  /(?:exec:? "[^"]*":|exec user process caused:?|exec container process[^:]{0,500}:|exec \S+:|open executable:|chdir to cwd[^:]{0,500}:) (?:permission denied|operation not permitted|exec format error|argument list too long)|the path `[^`]{1,300}` exists but it is not executable|(?<!\/sys\/fs\/cgroup\S{0,300}: )no space left on device|disk quota exceeded/i;

/** How a runtime begins what it writes in place of a termination message. A program that starts containers of its own may too. */
const runtimeSaid =
  /^(?:failed to create (?:containerd |shim )?task|failed to start container|oci runtime error|OCI runtime (?:create|start) failed|container create failed|container_linux\.go:\d)/;

/** The runtime's words wherever they stand in a sentence of the kubelet. */
const ofStart =
  /OCI runtime (?:create|start) failed|oci runtime error|container create failed|container_linux\.go:\d|starting container process|failed to (?:create|start) container\b/;

/** The kubelet puts the words of an error that it has no name for in place of the reason: no reason has spaces (signals §1.2). */
function isUnnamed({ reason }: { reason: string }): boolean {
  return /\s/.test(reason) && ofStart.test(reason);
}

/** The kubelet says `Started` once the runtime has started it: what was written after that is the program's (signals §3.3). */
function wasStarted({ events }: ContainerView, { startedAt, finishedAt }: Exit): boolean {
  const [from, to] = [timeMs(startedAt), timeMs(finishedAt)];
  if (from === null || to === null) return false;
  return events.some((event) => {
    const at = timeMs(event.at);
    return event.reason === 'Started' && isOfKubelet(event) && at !== null && at >= from && at <= to + 2_000;
  });
}

/** Under a reason that tells nothing: words of the runtime, of a run that did not last a second and wrote nothing. */
function saidByRuntime(container: ContainerView, exit: Exit): boolean {
  const isSilent = container.logs.every(({ lines }) => lines === 0);
  return runtimeSaid.test(exit.message) && (exit.ranMs ?? 0) < 1_000 && isSilent && !wasStarted(container, exit);
}

/** A runtime runs helpers of its own on the node: a hook, a mount helper, the parser of AppArmor profiles. */
export const ofTheRuntime = /\bhooks?\b|apparmor_parser|fork\/exec/i;

/** Whether the kernel refused the container's own program, and the kubelet shows it as the runtime's words: proof (design §4, signals §1.4). */
export function isRefusedProgram({ message, sure }: StartFailure): boolean {
  return (
    sure &&
    !ofTheRuntime.test(message) &&
    /(?:: (?:permission denied|exec format error)|it is not executable)$/i.test(kernelAnswerIn(message) ?? '')
  );
}

/** What the kernel answered to a runtime that could not start the container; null where no narrower cause is named. */
export function kernelAnswerIn(message: string): string | null {
  return kernelAnswer.exec(message)?.[0] ?? null;
}

/** What the kubelet says that keeps it from putting a container together: `CreateContainerConfigError` (signals §1.2). */
export function configFailure(container: ContainerView): StartFailure | null {
  const waiting = container.status && waitingOf(container);
  if (waiting?.reason !== 'CreateContainerConfigError') return null;
  return { ...waiting, evidence: [waiting.evidence], sure: true };
}

/**
 * How the kubelet begins what the runtime answered, where more than a reason follows. The second is that of the first
 * versions, which spoke to Docker themselves.
 */
const refusal = /^(?:Error: (?=\S+ )|Failed to (?:create|start) container with docker id \w{1,64} with error: )/;

function saidOf(event: ClusterEvent | undefined): string {
  return event === undefined ? '' : event.message.replace(refusal, '');
}

/** The newest refusal of the runtime; null when the container did start, or waits for something else. */
export function startFailure(container: ContainerView): StartFailure | null {
  const events = container.events.filter((e) => isOfKubelet(e) && e.reason === 'Failed' && refusal.test(e.message));
  const newest = events.at(-1);
  const waiting = container.status?.state.waiting;
  const [ending] = recentEndings(container);
  const unnamed = waiting && isUnnamed(waiting) ? waiting.reason : null;
  if (waiting && (unnamed !== null || startReasons.has(waiting.reason))) {
    const path = `${container.statusPath}.state.waiting`;
    const state = fields(container.pod.label, null, {
      [`!${path}.reason`]: waiting.reason,
      [`${path}.message`]: waiting.message,
    });
    const died = ending?.verdict === 'never-started' ? ending.exit : null;
    const message = unquoted(waiting.message || unnamed || died?.message || saidOf(newest));
    return {
      reason: waiting.reason,
      message,
      evidence: [
        state,
        ...(waiting.message === '' && unnamed === null && died ? [died.evidence] : []),
        ...(newest ? [eventEvidence(newest)] : []),
      ],
      sure: true,
    };
  }
  if (
    !container.status &&
    newest &&
    !/^Error: (?:configmaps?|secrets?) "|couldn't find key|runAsNonRoot|non-root policy/.test(newest.message)
  ) {
    return {
      reason: 'Failed',
      message: unquoted(saidOf(newest)),
      evidence: [eventEvidence(newest)],
      sure: false,
    };
  }
  const sure = ending?.verdict === 'never-started';
  if (!ending || (!sure && !saidByRuntime(container, ending.exit))) return null;
  return {
    reason: ending.exit.reason,
    message: unquoted(ending.exit.message || saidOf(newest)),
    evidence: [ending.exit.evidence, ...(newest ? [eventEvidence(newest)] : [])],
    // One that runs now was started since, as it is: what the runtime said is not true of it any more.
    sure: sure && !container.status?.state.running,
  };
}
