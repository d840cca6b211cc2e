/** The runs that Kubernetes itself still tells of, and how each ended: what the strip draws. */

import type { EndedBy, Run } from '../model/diagnosis';
import { endingsOf, tookWholeGrace, type Ending } from './facts/ending';
import { stopCodes } from './facts/kill';
import { hookFailureOf } from './facts/post-start';
import { probeKillOf } from './facts/probe-kill';
import { countedWithoutRestart } from './facts/restarts';
import { timeMs, type ContainerView, type PodView, type WorkloadView } from './facts/views';

/** Words of the platform for an end that the node brought about: eviction, shutdown, loss (signals §2.1, §2.3, §3.9). */
const nodeReasons = new Set([
  'Evicted',
  'TerminationByKubelet',
  'Terminated',
  'NodeShutdown',
  'Shutdown',
  'NodeLost',
  'DeletionByTaintManager',
  'DeletionByPodGC',
]);

/** How an ending is drawn. Decided here, never in the browser. */
function endedBy(ending: Ending, deleted: boolean): EndedBy {
  if (tookWholeGrace(ending) && ending.verdict !== 'probe-kill') return 'unhandled-stop';
  switch (ending.verdict) {
    case 'oom':
    case 'oom-other':
      return 'memory';
    case 'probe-kill':
      return 'probe';
    case 'node':
      return 'node';
    case 'platform':
      if (nodeReasons.has(ending.platformReason ?? '')) return 'node';
      return deleted ? 'replaced' : 'stopped';
    case 'stop':
      return deleted ? 'replaced' : 'stopped';
    case 'post-start':
    case 'definition':
      return 'stopped';
    case 'sigkill':
      return 'unknown';
    default:
      return 'exit';
  }
}

/** In a fast loop the kubelet's announcement of the newest kill is often lost: it is drawn as what the rules say it was. */
function lostProbeKill(container: ContainerView, endings: readonly Ending[], ending: Ending): boolean {
  if (ending !== endings[0] || ending.kill) return false;
  return (
    probeKillOf({ container, endings }, 'liveness') !== null || probeKillOf({ container, endings }, 'startup') !== null
  );
}

/** The same of a kill for the postStart hook. */
function lostHookKill(container: ContainerView, endings: readonly Ending[], ending: Ending, nowMs: number): boolean {
  if (ending !== endings[0] || ending.kill || !stopCodes.has(ending.exit.exitCode)) return false;
  return hookFailureOf(container, ending, nowMs, false)?.first === 'hook';
}

function revisionOf(pod: PodView, view: WorkloadView): number | null {
  const owner = pod.pod.metadata.ownerReferences.find((reference) => reference.controller);
  const child = view.snapshot.children.find((c) => c.metadata.name === owner?.name);
  const text = child?.metadata.annotations['deployment.kubernetes.io/revision'];
  if (text !== undefined) return Number(text);
  const hash = pod.pod.metadata.labels['controller-revision-hash'];
  return view.snapshot.revisions.find((r) => hash !== undefined && r.metadata.name.endsWith(hash))?.revision ?? null;
}

function lastLineOf(container: ContainerView, current: boolean): string | null {
  const digest = [...container.logs, ...container.pastLogs].find(
    (log) => log.instance === (current ? 'current' : 'previous'),
  );
  return digest?.excerpt.at(-1)?.text ?? null;
}

/** Since when nothing is heard from the node of a pod: what the pod's status says is from before (signals §3.9). */
function silentSinceOf({ node, deletedAt }: PodView): string | null {
  const ready = node?.status.conditions.find((condition) => condition.type === 'Ready');
  return ready?.status === 'Unknown' && deletedAt === null ? ready.lastTransitionTime : null;
}

function runsOf(container: ContainerView, view: WorkloadView): Run[] {
  const { pod } = container.pod;
  const base = {
    pod: pod.metadata.name,
    podUid: pod.metadata.uid,
    node: pod.spec.nodeName,
    revision: revisionOf(container.pod, view),
    container: container.name,
    type: container.type,
    source: 'kubelet' as const,
  };
  const endings = endingsOf(container);
  // The kubelet writes one lost container down twice, as the state and as the one before.
  const told = countedWithoutRestart(container.status) ? endings.slice(0, 1) : endings;
  const runs: Run[] = told.map((ending) => ({
    startedAt: ending.exit.startedAt ?? ending.exit.finishedAt,
    finishedAt: ending.exit.finishedAt,
    exitCode: ending.exit.exitCode,
    reason: ending.exit.reason,
    termAt: ending.termAt,
    endedBy: lostProbeKill(container, endings, ending)
      ? 'probe'
      : lostHookKill(container, endings, ending, view.nowMs)
        ? 'stopped'
        : endedBy(ending, container.pod.deletedAt !== null),
    lastLine: lastLineOf(container, ending.exit.current),
    ...base,
  }));
  const running = container.status?.state.running;
  if (running) {
    const silentSince = silentSinceOf(container.pod);
    runs.unshift({
      ...(silentSince === null ? {} : { silentSince }),
      startedAt: running.startedAt,
      finishedAt: container.pod.deletedAt,
      exitCode: null,
      reason: null,
      termAt: null,
      endedBy: container.pod.deletedAt === null ? null : 'replaced',
      lastLine: lastLineOf(container, true),
      ...base,
    });
  }
  return runs;
}

/** At most 200 runs, oldest first. Init containers that ended well are left out: they are no loop. */
export function runsOfWorkload(view: WorkloadView): Run[] {
  return [...view.pods, ...view.deleted]
    .flatMap((pod) => pod.containers.flatMap((container) => runsOf(container, view)))
    .filter((run) => run.type !== 'init' || run.exitCode !== 0)
    .sort((a, b) => (timeMs(a.startedAt) ?? 0) - (timeMs(b.startedAt) ?? 0) || (a.pod < b.pod ? -1 : 1))
    .slice(-200);
}
