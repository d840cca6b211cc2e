/** Whether a pod is in trouble as such, or any of its containers is; which pods are over, and which do the workload's work. */

import { heldJob } from './held-job';
import { isStillRefused, lastScheduling } from './scheduling';
import { leftAlone, takenOut } from './taken-out';
import { blameless, complaintAllowanceMs, reviewContainer, wasCutShort, type TroubledContainer } from './trouble';
import { fitsItsStatus, isSilent } from './unjudged';
import { timeMs, type PodView, type WorkloadView } from './views';
import { youngUntilMs } from './young-node';

/** The scheduler's longest back-off (podMaxBackoffSeconds): where no other pod of the workload goes, waiting places nobody. */
const schedulerAllowanceMs = 10_000;
/** Room that the scheduler makes for a pod is there when the pods that it ends have had their grace, of 30 s mostly. */
const preemptionAllowanceMs = 90_000;
/** A node that an autoscaler has ordered is there within so long mostly: a machine, its start, its first images. */
const growthAllowanceMs = 5 * 60_000;
/** A claim that is being bound, a node that joins, a gate that is to be lifted take their time. */
const joining = /persistentvolumeclaim|node\.kubernetes\.io\/not-ready|scheduling gates/i;
/** What is left of a pod whose containers have all ended are its volumes: to unmount and detach them takes up to a minute. */
const unmountAllowanceMs = 60_000;

/** When a pod that is being deleted should be gone: after the grace a busy kubelet still needs a moment to clear up. */
function goneByMs({ pod: { metadata }, containers }: PodView): number | null {
  const deadlineMs = timeMs(metadata.deletionTimestamp);
  const haveEnded = containers.length > 0 && containers.every(({ status }) => status?.state.terminated);
  return deadlineMs && deadlineMs + (haveEnded ? unmountAllowanceMs : complaintAllowanceMs);
}

/** Pods that are over, or are being taken away in good order, are not troubled whatever their containers say. */
export function isPodAtRest(pod: PodView, nowMs: number): boolean {
  const { status, metadata } = pod.pod;
  if (status.phase === 'Succeeded')
    return metadata.deletionTimestamp !== null || !pod.containers.some((container) => wasCutShort(container, nowMs));
  if (metadata.deletionTimestamp !== null) {
    const goneMs = goneByMs(pod);
    return goneMs !== null && nowMs < goneMs;
  }
  return false;
}

/** Its first condition may be written some seconds after the node itself. */
const firstWordMs = 30_000;

/** Until when the pod's node may still be joining, which is not ready before its network plugin is (signals §2.3); null where it was ready once, or where its age is not known. */
function joiningUntilMs({ node }: Pick<PodView, 'node'>): number | null {
  const madeMs = timeMs(node?.metadata.creationTimestamp);
  const ready = node?.status.conditions.find(({ type }) => type === 'Ready');
  const saidMs = timeMs(ready?.lastTransitionTime);
  const wasNeverReady = ready?.status === 'False' && madeMs !== null && (saidMs ?? madeMs) - madeMs <= firstWordMs;
  return wasNeverReady ? youngUntilMs({ node }) : null;
}

/** A kubelet whose runtime hangs says so after three minutes (`PLEG is not healthy`, signals §2.3): what began earlier is not of it. */
const hangMs = 4 * 60_000;

/**
 * Whether a node with `Ready=False` keeps the pod from working. Its kubelet lives and goes on to write what becomes of its pods:
 * one that is ready takes traffic, and a container that ended or is refused says itself why, as the agent of a network plugin
 * does on the node that waits for it (signals §2.2, §2.3).
 */
function isHeldByNode(pod: PodView, turnedMs: number | null, nowMs: number): boolean {
  const { status, metadata } = pod.pod;
  if (metadata.deletionTimestamp !== null) return true;
  const of = (type: string) => status.conditions.find((c) => c.type === type);
  if (of('Ready')?.status === 'True') return false;
  // The node controller turns Ready alone: ContainersReady is the kubelet's word.
  const unready = of('ContainersReady');
  const unreadyMs = unready?.status === 'False' ? timeMs(unready.lastTransitionTime) : null;
  const wasUnready = unreadyMs !== null && turnedMs !== null && unreadyMs + hangMs < turnedMs;
  return !pod.containers.some((container) => {
    const { troubled } = reviewContainer(container, nowMs);
    if (troubled === null || troubled.readyNow) return false;
    if (troubled.trouble === 'stuck' || troubled.trouble === 'not-ready') return wasUnready;
    return troubled.endings.length === 0 || !troubled.endings.every(blameless);
  });
}

/** A node that an autoscaler takes away is silent before its object is deleted: a machine's end, and the cloud's word of it. */
const leavingAllowanceMs = 5 * 60_000;
/** What cluster-autoscaler and Karpenter put on a node that they take away. */
const leaving = new Set(['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted', 'karpenter.sh/disruption']);

/** Whether the pod goes in good order with its node: no drain takes one of a DaemonSet away before that. It may, where that is not known. */
function leavesWithNode({ pod: { metadata }, node }: PodView): boolean {
  const stays = metadata.ownerReferences.some(({ kind, controller }) => kind === 'DaemonSet' && controller);
  if (!stays || !node) return stays;
  return node.metadata.deletionTimestamp !== null || node.spec.taints.some(({ key }) => leaving.has(key));
}

export interface TroubledPod {
  pod: PodView;
  containers: TroubledContainer[];
  /** Trouble of the pod as such: it has no node, was ended by the platform, its node is gone or not ready, it does not go away, a helper keeps it open, or it cannot be judged. */
  podTrouble: 'unscheduled' | 'failed' | 'node-gone' | 'stuck-terminating' | 'held-open' | 'unreadable' | null;
  reviewAtMs: number | null;
}

/** When the node of such a pod went away, as far as the node or the pod tells; null where that is not so, or not known. */
export function lostAtMs({ pod, podTrouble }: TroubledPod): number | null {
  if (podTrouble !== 'node-gone') return null;
  const ready = pod.node?.status.conditions.find((c) => c.type === 'Ready');
  return timeMs((ready ?? takenOut(pod) ?? leftAlone(pod))?.lastTransitionTime);
}

/**
 * When an autoscaler first ordered a node for it. It orders anew for as long as none comes, cluster-autoscaler from pool to pool,
 * Karpenter of each kind that it tries in turn: an order renews no wait. Null where none was ordered, and where cluster-autoscaler
 * has said since, and for longer than in passing, that it orders none.
 */
function orderedMs({ events }: PodView): number | null {
  const orders = events.filter(
    ({ reason, source }) =>
      reason === 'TriggeredScaleUp' || (reason === 'Nominated' && source.component === 'karpenter'),
  );
  const firstMs = orders.flatMap(({ firstAt, at }) => timeMs(firstAt) ?? timeMs(at) ?? []);
  const lastMs = Math.max(...orders.map(({ at }) => timeMs(at) ?? 0));
  const refusedMs = timeMs(events.findLast(({ reason }) => reason === 'NotTriggerScaleUp')?.at) ?? 0;
  return firstMs.length === 0 || refusedMs - lastMs >= complaintAllowanceMs ? null : Math.min(...firstMs);
}

function reviewOwn(
  pod: PodView,
  nowMs: number,
  isOnly: boolean,
): { trouble: TroubledPod['podTrouble']; reviewAtMs: number | null } {
  const { status, spec, metadata } = pod.pod;
  const nodeReady = pod.node?.status.conditions.find((c) => c.type === 'Ready');
  const out = takenOut(pod) ?? leftAlone(pod);
  // Whoever was to end it went with the node: in good order it would have gone before.
  const isInTime = metadata.deletionTimestamp === null || nowMs >= (goneByMs(pod) ?? 0);
  const turnedMs = timeMs((nodeReady ?? out)?.lastTransitionTime);
  const isAway =
    nodeReady?.status === 'False'
      ? isHeldByNode(pod, turnedMs, nowMs)
      : (out !== null && isInTime) || nodeReady?.status === 'Unknown';
  if (isAway && status.phase !== 'Succeeded' && status.phase !== 'Failed') {
    const joinedMs = joiningUntilMs(pod);
    if (joinedMs !== null && nowMs < joinedMs) return { trouble: null, reviewAtMs: joinedMs };
    const allowanceMs = leavesWithNode(pod) ? leavingAllowanceMs : complaintAllowanceMs;
    if (turnedMs === null || nowMs - turnedMs >= allowanceMs) return { trouble: 'node-gone', reviewAtMs: null };
    return { trouble: null, reviewAtMs: turnedMs + allowanceMs };
  }
  if (metadata.deletionTimestamp !== null)
    // An old control plane's word stays on the pod after its node has come back.
    return {
      trouble: status.reason === 'NodeLost' && nodeReady?.status !== 'True' ? 'node-gone' : 'stuck-terminating',
      reviewAtMs: null,
    };
  if (status.phase === 'Failed') return { trouble: 'failed', reviewAtMs: null };
  const scheduled = status.conditions.find((c) => c.type === 'PodScheduled');
  const isRefused = isStillRefused(pod, nowMs);
  if (status.phase === 'Pending' && (isRefused || (spec.nodeName === null && scheduled?.status !== 'True'))) {
    const sinceMs = (isRefused ? null : timeMs(scheduled?.lastTransitionTime)) ?? timeMs(metadata.creationTimestamp);
    const said = lastScheduling(pod)?.event.message ?? scheduled?.message;
    const isNominated = status.nominatedNodeName !== undefined;
    const grownMs = orderedMs(pod);
    if (grownMs !== null && nowMs - grownMs < growthAllowanceMs)
      return { trouble: null, reviewAtMs: grownMs + growthAllowanceMs };
    const isSettled = isOnly && said && !joining.test(said);
    const allowanceMs = isNominated ? preemptionAllowanceMs : isSettled ? schedulerAllowanceMs : complaintAllowanceMs;
    if (sinceMs === null || nowMs - sinceMs >= allowanceMs) return { trouble: 'unscheduled', reviewAtMs: null };
    return { trouble: null, reviewAtMs: sinceMs + allowanceMs };
  }
  const held = heldJob(pod);
  if (held)
    return nowMs < held.tellMs
      ? { trouble: null, reviewAtMs: held.tellMs }
      : { trouble: 'held-open', reviewAtMs: null };
  const ready = status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');
  if (isSilent(pod)) {
    // The API server gives each new pod a phase; a moment is granted to whoever writes pods without it.
    const madeMs = timeMs(metadata.creationTimestamp);
    if (madeMs !== null && nowMs - madeMs < complaintAllowanceMs)
      return { trouble: null, reviewAtMs: madeMs + complaintAllowanceMs };
    return { trouble: 'unreadable', reviewAtMs: null };
  }
  return { trouble: !ready && !fitsItsStatus(pod) ? 'unreadable' : null, reviewAtMs: null };
}

/**
 * Reviews one live pod; null when it is healthy, starting normally, finished or going in good order. `isOnly`: its workload has
 * no other, which could make room for it.
 */
export function reviewPod(
  pod: PodView,
  nowMs: number,
  isOnly: boolean,
): { troubled: TroubledPod | null; reviewAtMs: number | null } {
  const own = reviewOwn(pod, nowMs, isOnly);
  // What is taken away from a node that does not answer goes in no good order: nobody there hears of it.
  if (own.trouble !== 'node-gone' && isPodAtRest(pod, nowMs)) {
    const deadline = timeMs(pod.pod.metadata.deletionTimestamp);
    if (deadline === null) return { troubled: null, reviewAtMs: null };
    // The end of the grace tells a program that does not hear, that of the allowance a pod that does not go.
    return { troubled: null, reviewAtMs: nowMs <= deadline ? deadline + 1 : goneByMs(pod) };
  }
  const reviews =
    pod.pod.metadata.deletionTimestamp === null
      ? pod.containers.map((container) => reviewContainer(container, nowMs))
      : [];
  const containers = reviews.flatMap(({ troubled }) => (troubled ? [troubled] : []));
  const times = [own.reviewAtMs, ...reviews.map((review) => review.reviewAtMs)].filter(
    (at): at is number => at !== null,
  );
  const reviewAtMs = times.length > 0 ? Math.min(...times) : null;
  if (own.trouble === null && containers.length === 0) return { troubled: null, reviewAtMs };
  return { troubled: { pod, containers, podTrouble: own.trouble, reviewAtMs }, reviewAtMs };
}

/** The container that stands for them where nothing is known but how it fares: one that is not ready before one that is for now. */
export function mostTelling(troubled: readonly TroubledPod[]): TroubledContainer | undefined {
  const all = troubled.flatMap(({ containers }) => containers);
  return all.find((c) => !c.recovering && !c.readyNow) ?? all.find((c) => !c.recovering) ?? all[0];
}

/** Its Job, where one has made it. */
function runOf({ pod: { metadata } }: PodView): string | undefined {
  return metadata.ownerReferences.find(({ kind, controller }) => kind === 'Job' && controller)?.name;
}

/**
 * Ready pods that are not in trouble: those that do the workload's work. Of a CronJob those of the runs that are in trouble, as of
 * Jobs by themselves, and of the one that has fewest: another run that is under way mends nothing.
 */
export function steadyPods(view: WorkloadView, troubled: readonly TroubledPod[]): number {
  const bad = new Set(
    troubled.filter((t) => t.podTrouble !== null || t.containers.some((c) => !c.recovering)).map((t) => t.pod),
  );
  const steady = view.pods.filter(
    (pod) => !bad.has(pod) && pod.pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True'),
  );
  if (view.snapshot.workload.kind !== 'CronJob') return steady.length;
  const runs = [...new Set([...bad].map(runOf))];
  return runs.length === 0 ? 0 : Math.min(...runs.map((run) => steady.filter((pod) => runOf(pod) === run).length));
}
