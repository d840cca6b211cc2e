/** The trouble is only on some nodes, while the same pods run well on others. */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import { describeNode } from '../../../remedy/look';
import { objectEvidence } from '../../evidence';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundNodes {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  bad: string[];
  good: string[];
  /** What the bad nodes share and the good ones do not have: "arm64", a kernel version. */
  shared: string | null;
}

function traits(pod: PodView): string[] {
  const info = pod.node?.status.nodeInfo;
  return info ? [info.architecture, `kernel ${info.kernelVersion}`, info.osImage] : [];
}

/** A ReplicaSet is one revision; pods of a StatefulSet or a DaemonSet carry theirs as a label (signals §9). */
function revisionOf({ pod: { metadata } }: PodView): string {
  const owner = metadata.ownerReferences.find(({ controller }) => controller)?.name ?? '';
  return `${owner}/${metadata.labels['controller-revision-hash'] ?? ''}`;
}

function restarts({ containers }: PodView): number {
  return Math.max(0, ...containers.map(({ status }) => status?.restartCount ?? 0));
}

export const nodeSpecific = defineRule({
  id: 'node-specific',
  scope: 'workload',
  needs: ['workload', 'troubledPods'],

  match({ workload, troubledPods }): FoundNodes | undefined {
    // One that was restarted once and has held since is no trouble of its node.
    const unwell = troubledPods.filter((t) => t.podTrouble !== null || t.containers.some((c) => !c.recovering));
    const troubled = unwell.filter((t) => t.podTrouble === null && t.pod.pod.spec.nodeName !== null).map((t) => t.pod);
    const calm = workload.pods.filter(
      (pod) =>
        !unwell.some((t) => t.pod === pod) &&
        pod.pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True'),
    );
    const names = (pods: PodView[]) =>
      [...new Set(pods.map((pod) => pod.pod.spec.nodeName).filter((name): name is string => name !== null))].sort();
    const [bad, good] = [names(troubled), names(calm)];
    if (bad.length === 0 || good.length === 0 || bad.some((name) => good.includes(name))) return undefined;
    // One against one is chance, but for a loop of what runs once on each node and differs in nothing else.
    const loops = workload.snapshot.workload.kind === 'DaemonSet' && troubled.every((pod) => restarts(pod) >= 3);
    if (troubled.length + calm.length < 3 && !loops) return undefined;
    if (new Set([...troubled, ...calm].map(revisionOf)).size > 1) return undefined;
    const first = troubled[0];
    const shared = first
      ? traits(first).find(
          (trait) => troubled.every((p) => traits(p).includes(trait)) && calm.every((p) => !traits(p).includes(trait)),
        )
      : undefined;
    const text = `in trouble on ${bad.join(', ')}; ready on ${good.slice(0, 5).join(', ')}${good.length > 5 ? ` and ${good.length - 5} more` : ''}`;
    return {
      certainty: shared === undefined ? 'possible' : 'likely',
      evidence: [objectEvidence(workload.label, workload.snapshot.asOf, text, bad.join(', '))],
      bad,
      good,
      shared: shared ?? null,
    };
  },

  explain({ bad, good, shared, evidence }) {
    return {
      headline: [
        'Only on ',
        { mark: bad.length === 1 ? `node ${bad[0] ?? ''}` : `${bad.length} nodes` },
        ...(shared === null ? [] : [` (${shared})`]),
        `; it runs on ${good.length === 1 ? (good[0] ?? '') : `${good.length} others`}`,
      ],
      claims: [{ text: 'The same revision is ready on other nodes.', evidence }],
      remedies: [describeNode(bad[0] ?? '', 'Compare it with a node on which the pod runs.')],
      container: null,
    };
  },
});
