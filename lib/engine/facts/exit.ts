/** How the newest instance of a container ended, from its status: state.terminated, else lastState.terminated (signals §1.1). */

import type { StateTerminated } from '../../model/kubernetes';
import type { FieldEvidence } from '../../model/diagnosis';
import { fields } from '../evidence';
import { spanMs, timeMs, type ContainerView } from './views';

export interface Exit {
  exitCode: number;
  /** 128 + n means signal n; null for an ordinary code. */
  signal: number | null;
  reason: string;
  message: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** How long it ran; null where it never started or a time is missing. */
  ranMs: number | null;
  /** True while the dead instance is the current one (state), false once another took its place (lastState). */
  current: boolean;
  /** The path of the terminated state within the pod. */
  path: string;
  restartCount: number;
  evidence: FieldEvidence;
}

function exitOf(container: ContainerView, terminated: StateTerminated, current: boolean): Exit {
  const path = `${container.statusPath}.${current ? 'state' : 'lastState'}.terminated`;
  const code = terminated.exitCode;
  const started = timeMs(terminated.startedAt) !== null;
  return {
    exitCode: code,
    signal: code > 128 && code < 160 ? code - 128 : null,
    reason: terminated.reason,
    message: terminated.message,
    startedAt: started ? terminated.startedAt : null,
    finishedAt: terminated.finishedAt,
    ranMs: started ? spanMs(terminated.startedAt, terminated.finishedAt) : null,
    current,
    path,
    restartCount: container.status?.restartCount ?? 0,
    evidence: fields(container.pod.label, terminated.finishedAt, {
      [`!${path}.reason`]: terminated.reason,
      [`!${path}.exitCode`]: code,
      [`${path}.message`]:
        terminated.message.length <= 600 ? terminated.message : `${terminated.message.slice(0, 600)}…`,
      [`${path}.startedAt`]: terminated.startedAt,
      [`${path}.finishedAt`]: terminated.finishedAt,
    }),
  };
}

/** The newest end first; two at the most are visible in the API. */
export function exitsOf(container: ContainerView): Exit[] {
  const { status } = container;
  if (!status) return [];
  const exits: Exit[] = [];
  if (status.state.terminated) exits.push(exitOf(container, status.state.terminated, true));
  if (status.lastState.terminated) exits.push(exitOf(container, status.lastState.terminated, false));
  return exits;
}
