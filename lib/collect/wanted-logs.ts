// Which container instances of a pod want their log read, and when the clock alone will make that more.
import 'server-only';

import type { ContainerStatus, Pod } from '../model/kubernetes';
import { hourMs } from '../format/units';

export interface WantedLog {
  container: string;
  instance: 'current' | 'previous';
  /** Names the instance: its container ID, else what distinguishes it. */
  id: string;
  /** Names the instance and its state: read again only when this changes. */
  token: string;
  restartCount: number | null;
  /** When the instance ended, milliseconds since the epoch; 0 while it runs. The newest is read first. */
  diedMs: number;
  /** Read the current log instead where this one is not to be had: while a container waits they are the same (signals §4.6). */
  orCurrent: boolean;
  /** False: read because everything is, not because of trouble. Its absence is not worth a word. */
  troubled: boolean;
}

export interface Wants {
  logs: WantedLog[];
  /** When a container that only just runs would be in trouble; null where none waits for that. */
  laterMs: number | null;
}

/** A start that takes longer than this, not ready or not through its init container, is worth a look at the log. */
const patienceMs = 30_000;
/** It is looked at again each time its age has doubled, for what it waits for is often said late; this often at the most. */
const mostLooks = 8;

/** 'trouble': instances in trouble. 'open': running ones too, for somebody looks. 'all': whatever has ever run. */
export type Reach = 'trouble' | 'open' | 'all';

/**
 * The logs of a pod that are worth a read now, and when to look again (`laterMs`). `reach`: of those in trouble, of an
 * opened page, or all.
 */
export function wantedLogs(pod: Pod, reach: Reach, nowMs: number): Wants {
  const wants: Wants = { logs: [], laterMs: null };
  for (const status of pod.status.initContainerStatuses) {
    const isSidecar = pod.spec.initContainers.find(({ name }) => name === status.name)?.restartPolicy === 'Always';
    judge(pod, status, !isSidecar, reach, nowMs, wants);
  }
  for (const status of pod.status.containerStatuses) judge(pod, status, false, reach, nowMs, wants);
  if (reach === 'all') wants.logs.push(...besides(pod, wants.logs));
  return wants;
}

function judge(pod: Pod, status: ContainerStatus, isInit: boolean, reach: Reach, nowMs: number, wants: Wants): void {
  const { state, lastState, restartCount, name, ready } = status;
  const last = lastState.terminated;
  const lastMs = timeOf(last?.finishedAt);
  const diedLately = last !== null && (lastMs === 0 || nowMs - lastMs < hourMs);
  const isWaitingAfterRun = state.running === null && state.terminated === null && last !== null;
  const wantsPrevious =
    last !== null && (reach !== 'trouble' || diedLately || isWaitingAfterRun || (!ready && !isInit));
  if (wantsPrevious) {
    wants.logs.push({
      container: name,
      instance: 'previous',
      ...dead(last.containerID, restartCount, last.finishedAt),
      restartCount: isWaitingAfterRun ? restartCount : Math.max(0, restartCount - 1),
      diedMs: lastMs,
      orCurrent: isWaitingAfterRun,
      troubled: diedLately || !ready,
    });
  }
  if (state.terminated !== null) {
    const { exitCode, containerID, finishedAt } = state.terminated;
    const own = pod.spec.containers.find((spec) => spec.name === name)?.restartPolicy;
    const finishedWell = exitCode === 0 && (isInit || (own ?? pod.spec.restartPolicy) !== 'Always');
    if (reach !== 'trouble' || !finishedWell) {
      wants.logs.push({
        container: name,
        instance: 'current',
        ...dead(containerID, restartCount, finishedAt),
        restartCount,
        diedMs: timeOf(finishedAt),
        orCurrent: false,
        troubled: !finishedWell,
      });
    }
  } else if (state.running !== null) {
    const id = status.containerID ?? String(restartCount);
    const startedMs = timeOf(state.running.startedAt);
    const isUp = !isInit && ready;
    const looks = isUp ? 0 : looksAt(nowMs - startedMs);
    const troubled = diedLately || looks > 0;
    if (!isUp && looks < mostLooks && reach !== 'all')
      wants.laterMs = Math.min(wants.laterMs ?? Infinity, startedMs + patienceMs * 2 ** looks);
    if (reach === 'trouble' && !troubled) return;
    wants.logs.push({
      container: name,
      instance: 'current',
      id,
      token: `running ${id} ${ready ? 'ready' : `not ready ${looks}`}`,
      restartCount,
      diedMs: 0,
      orCurrent: false,
      troubled,
    });
  }
}

/** How often a start of this age has been worth a look: once from `patienceMs` on, then at each doubling. */
function looksAt(ageMs: number): number {
  return ageMs < patienceMs ? 0 : Math.min(mostLooks, 1 + Math.floor(Math.log2(ageMs / patienceMs)));
}

/** The same instance has the same token as `state.terminated` and later as `lastState.terminated`. */
function dead(
  containerID: string | null,
  restartCount: number,
  finishedAt: string | null,
): { id: string; token: string } {
  const id = containerID ?? `${restartCount} ${finishedAt ?? ''}`;
  return { id, token: `dead ${id}` };
}

/**
 * What a recording may hold beside: the log of a container that waits (it is its last run's), of an earlier run that the
 * status does not tell of, and of containers without a status, as hand-made files have them.
 */
function besides(pod: Pod, wanted: readonly WantedLog[]): WantedLog[] {
  return [...pod.spec.initContainers, ...pod.spec.containers].flatMap(({ name }) =>
    (['previous', 'current'] as const)
      .filter((instance) => !wanted.some((want) => want.container === name && want.instance === instance))
      .map((instance) => ({
        container: name,
        instance,
        id: 'unknown',
        token: 'unknown',
        restartCount: null,
        diedMs: 0,
        orCurrent: false,
        troubled: false,
      })),
  );
}

/** Milliseconds since the epoch; 0 for no time and for the 1970 that containerd writes for "never" (signals §1.5). */
function timeOf(at: string | null | undefined): number {
  return at ? Math.max(0, Date.parse(at)) : 0;
}
