/** The node went away with its pods: its kubelet has stopped answering, or the node was shut down or deleted (signals §2.1, §2.3, §3.9). */
import type { Certainty, Evidence, HeadlinePart, NonEmpty, Remedy } from '../../../model/diagnosis';
import { plural } from '../../../format/count';
import { formatClock } from '../../../format/time';
import { ask, describeNode, listObjects } from '../../../remedy/look';
import { absence, conditionEvidence, eventEvidence, fields } from '../../evidence';
import { isDead } from '../../facts/dead';
import type { Exit } from '../../facts/exit';
import type { TroubledPod } from '../../facts/pod-trouble';
import { restartCountOf } from '../../facts/restarts';
import { leftAlone, takenOut } from '../../facts/taken-out';
import { blameless } from '../../facts/trouble';
import { spanMs, type PodView } from '../../facts/views';
import { defineRule, type DraftClaim } from '../../rule';

interface Loss {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  pod: PodView;
  node: string;
  /** 'told' and 'shown' are what the node controller leaves on a pod whose node cannot be read: with its event, or without. */
  how: 'silent' | 'unready' | 'shut-down' | 'told' | 'shown' | 'missing';
}

/** What it was doing before its node went: the loss is not all that keeps it from working. */
interface Loop {
  container: string;
  restarts: number;
  last: Exit;
}

interface FoundLost extends Loss {
  /** All pods of the workload that are lost in the same way with the same node, newest first; this one among them. */
  together: readonly PodView[];
  loop: Loop | null;
}

const lostReasons = new Set(['NodeLost', 'NodeShutdown', 'Terminated', 'Shutdown']);

/** The node controller writes its event with the condition; one from another time tells of another loss. */
const sameTurnMs = 60_000;

function lossOf({ pod, podTrouble }: TroubledPod): Loss | undefined {
  const { status, spec } = pod.pod;
  const node = spec.nodeName ?? 'its node';
  const ready = pod.node?.status.conditions.find((c) => c.type === 'Ready');
  const disruption = status.conditions.find(
    (c) => c.type === 'DisruptionTarget' && (c.reason === 'DeletionByTaintManager' || c.reason === 'DeletionByPodGC'),
  );
  const event = pod.events.filter((e) => e.reason === 'NodeNotReady' || e.reason === 'TaintManagerEviction').at(-1);
  const rest: Evidence[] = [
    ...(disruption ? [conditionEvidence(pod.pod, disruption, disruption.reason)] : []),
    ...(event ? [eventEvidence(event, event.message)] : []),
  ];
  if (pod.node && ready && ready.status !== 'True' && podTrouble === 'node-gone') {
    return {
      certainty: 'proven',
      evidence: [conditionEvidence(pod.node, ready, `Ready=${ready.status}`, ready.reason), ...rest],
      pod,
      node,
      how: ready.status === 'Unknown' ? 'silent' : 'unready',
    };
  }
  // What was written of a node that answers now tells of another time.
  const answers = ready?.status === 'True';
  if (answers && status.reason === 'NodeLost') return undefined;
  if (lostReasons.has(status.reason) && (podTrouble === 'failed' || podTrouble === 'node-gone')) {
    return {
      certainty: 'proven',
      evidence: [
        fields(pod.label, null, { '!status.reason': status.reason, 'status.message': status.message }),
        ...rest,
      ],
      pod,
      node,
      how: status.reason === 'NodeLost' ? 'silent' : 'shut-down',
    };
  }
  const out = podTrouble === 'node-gone' ? takenOut(pod) : null;
  const left = podTrouble === 'node-gone' ? leftAlone(pod) : null;
  if (left) {
    const isGone = absence('Nodes', `no node is called ${node}`, 'nodes that were read');
    return {
      // Its own word or that of the node controller; a recording may hold only some nodes.
      certainty: out !== null || disruption ? 'likely' : 'possible',
      evidence: [isGone, conditionEvidence(pod.pod, left, 'Ready=False'), ...rest],
      pod,
      node,
      how: 'missing',
    };
  }
  if (out) {
    const told =
      event?.reason === 'NodeNotReady' && Math.abs(spanMs(event.at, out.lastTransitionTime) ?? 0) <= sameTurnMs;
    return {
      certainty: told ? 'likely' : 'possible',
      evidence: [
        conditionEvidence(pod.pod, out, 'Ready=False'),
        ...status.conditions.filter((c) => c.type === 'ContainersReady').map((c) => conditionEvidence(pod.pod, c)),
        ...(told ? [eventEvidence(event, event.message)] : []),
      ],
      pod,
      node,
      how: told ? 'told' : 'shown',
    };
  }
  const [first, ...others] = rest;
  if (podTrouble === 'stuck-terminating' && disruption && first && !answers)
    return { certainty: 'likely', evidence: [first, ...others], pod, node, how: 'silent' };
  return undefined;
}

/** A node that is gone tells of no later end: these were before. */
function loopBefore({ podTrouble, containers }: TroubledPod): Loop | null {
  const dead = podTrouble === 'node-gone' ? containers.find(isDead) : undefined;
  const last = dead?.endings.find((ending) => !blameless(ending))?.exit;
  return dead && last
    ? { container: dead.container.name, restarts: restartCountOf(dead.container.status), last }
    : null;
}

function loopClaim(loop: Loop | null): DraftClaim[] {
  if (!loop) return [];
  const { container, restarts, last } = loop;
  const at = last.finishedAt === null ? '' : `, the last time at ${formatClock(last.finishedAt)}`;
  const text = `\`${container}\` had ended ${plural(restarts, 'time')} before${at}: it did not work before its node went away, either.`;
  return [{ text, evidence: [last.evidence] }];
}

/** Names of pods that are quoted; the rest is a number. */
const named = 3;

function togetherClaim(together: readonly PodView[], node: string): DraftClaim[] {
  if (together.length < 2) return [];
  const names = together.slice(0, named).map((pod) => `\`${pod.pod.metadata.name}\``);
  const more = together.length > named ? ` and ${together.length - named} more` : '';
  return [
    {
      text: `${together.length} of its pods are on ${node}: ${names.join(', ')}${more}.`,
      evidence: together
        .slice(0, named)
        .map((pod) => fields(pod.label, null, { '!spec.nodeName': pod.pod.spec.nodeName })),
    },
  ];
}

/** Why to look at the node, where that is not its silence. */
const lookWords: Partial<Record<FoundLost['how'], string>> = {
  unready: 'See what it lacks: its kubelet answers, and says why it is not ready.',
  missing:
    'See whether it is back, or was read under another name: the cloud or its autoscaler knows when it went, and why.',
};

/** A StatefulSet makes no second pod of a name while the first may run: nobody but its node can say that it is gone. */
function releaseStep({ pod }: PodView, how: FoundLost['how']): Remedy[] {
  const isNamed = pod.metadata.ownerReferences.some(({ kind, controller }) => controller && kind === 'StatefulSet');
  if (!isNamed || how !== 'silent' || pod.metadata.deletionTimestamp === null) return [];
  return [
    ask(
      'release-pod',
      'Make sure that the node is off, then let the pod go',
      'It is not replaced before its node answers, its Node object is deleted, the node gets the taint node.kubernetes.io/out-of-service (which frees its volumes too), or the pod is deleted by force. While the node may still run, two pods would write the same data.',
    ),
  ];
}

export const nodeLost = defineRule({
  id: 'node-lost',
  scope: 'pod',
  needs: ['troubledPod', 'troubledPods'],
  supersedes: '*',
  confusedWith: ['unschedulable-taint-affinity'],

  match({ troubledPod, troubledPods }): FoundLost | undefined {
    const loss = lossOf(troubledPod);
    if (!loss) return undefined;
    const together = troubledPods.filter((other) => {
      const its = lossOf(other);
      return its?.node === loss.node && its.how === loss.how;
    });
    const loop = loopBefore(troubledPod);
    const certainty = loop && loss.certainty === 'proven' ? 'likely' : loss.certainty;
    return { ...loss, certainty, loop, together: together.map(({ pod }) => pod) };
  },

  explain({ pod, node, how, evidence, together, loop }) {
    const { name } = pod.pod.metadata;
    const pods: HeadlinePart[] = together.length > 1 ? [`${together.length} pods`] : ['pod ', { code: name }];
    const absent = ', which is not among the nodes';
    const headlines: Record<FoundLost['how'], NonEmpty<HeadlinePart>> = {
      silent: ['Node ', { mark: node }, ' does not answer, and ', ...pods, ' with it'],
      unready: ['Node ', { mark: node }, ' is not ready, and ', ...pods, ' with it'],
      'shut-down': ['Node ', { mark: node }, ' was shut down, and ', ...pods, ' ended with it'],
      told: ['Node ', { mark: node }, ' is not ready, and ', ...pods, ' with it'],
      shown: ['Node ', { mark: node }, ' seems not to be ready, and ', ...pods, ' with it'],
      missing:
        together.length > 1
          ? [`${together.length} pods are on node `, { mark: node }, absent]
          : ['Pod ', { code: name }, ' is on node ', { mark: node }, absent],
    };
    return {
      headline: headlines[how],
      claims: [
        {
          text: {
            silent: 'The cluster has not heard from the node; what its pods do now is not known.',
            unready: 'The kubelet reports that its node is not ready; its pods take no traffic.',
            'shut-down': 'The kubelet ended its pods because the node was going down.',
            told: 'The node controller says that the node is not ready, and lets its pods take no traffic.',
            missing:
              'No node that was read has that name. The pod is not ready, though its containers were when they were last heard of: where its node is gone, no kubelet is there to run or to end them.',
            shown:
              'It takes no traffic though its containers were ready when the kubelet last wrote, and no reason is given: so the node controller leaves the pods of a node that is not ready. The node itself could not be read.',
          }[how],
          evidence,
        },
        ...togetherClaim(together, node),
        ...loopClaim(loop),
      ],
      remedies: [
        describeNode(node, lookWords[how] ?? 'See since when it is silent, and what it said last.'),
        listObjects(
          pod.pod.metadata.namespace,
          'pods -o wide',
          'See where the replacements wait, and what else ran there.',
        ),
        ...releaseStep(pod, how),
      ],
      container: null,
      wouldDisprove: 'The node reporting `Ready: True` while its pods still do not run.',
    };
  },

  ruleOut({ troubledPod: { pod } }) {
    const ready = pod.node?.status.conditions.find(({ type }) => type === 'Ready');
    if (!pod.node || ready?.status !== 'True') return undefined;
    return { because: 'Its node answers, and is ready.', evidence: [conditionEvidence(pod.node, ready, 'Ready=True')] };
  },
});
