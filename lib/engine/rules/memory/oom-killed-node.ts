/**
 * The kernel killed the container because the node ran out of memory: no limit of its own was passed.
 *
 * Containerd says OOMKilled here too (signals §5.3). The node's SystemOOM event is the kubelet's own word for it (§3.9), and
 * proof where it names the container's program: a limit of its own fits as well otherwise (§5.2 row 8). A
 * container without any memory limit can be killed for nothing else, short of a limit of its pod.
 */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { describeNode, listNodes } from '../../../remedy/look';
import { absence, specField } from '../../evidence';
import type { Ending } from '../../facts/ending';
import { nodeWithin, type MemoryLimit, type NodeWithin } from '../../facts/memory-limit';
import { nodeEventsReach, nodeMemoryTrouble, type NodeMemory } from '../../facts/node';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { endClaims, endOrStart, startKilled } from './limit';

interface FoundNodeOom {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  container: ContainerView;
  ending: Ending;
  node: NodeMemory | null;
  limit: MemoryLimit | null;
  /** What shows that the limit is more than the node has, or leaves to pods: that runs out first. */
  has?: NodeWithin;
}

export const oomKilledNode = defineRule({
  id: 'oom-killed-node',
  scope: 'container',
  needs: ['workload', 'container', 'troubled'],
  wants: ['ending', 'memoryLimit', 'log'],
  supersedes: [
    'app-error-uncaught',
    'unknown',
    'readiness-never-ready',
    'init-container-failing',
    'sidecar-failing',
    'container-runtime-error',
    'oom-killed-limit',
  ],
  confusedWith: ['oom-killed-limit', 'sigterm-not-handled'],

  match({ workload, container, ending: newest, memoryLimit, log }): FoundNodeOom | undefined {
    const ending = endOrStart(container, newest);
    if (!ending) return undefined;
    const { exit } = ending;
    const start = startKilled(ending);
    const sigkilled = ending.verdict === 'oom' || ending.verdict === 'sigkill';
    if ((!sigkilled && !start) || log?.hit.cause === 'oom-child-process') return undefined;
    const node = nodeMemoryTrouble(workload, container, exit);
    const base = { container, ending, node, limit: memoryLimit ?? null };
    if (node?.kind === 'kernel')
      return {
        ...base,
        certainty: ending.verdict === 'oom' && node.sure ? 'proven' : 'likely',
        evidence: [node.evidence, exit.evidence],
      };
    if ((ending.verdict !== 'oom' && start !== 'counted') || container.spec.resources.unknown) return undefined;
    if (memoryLimit) {
      const has = nodeWithin(container, memoryLimit);
      return has
        ? { ...base, certainty: 'likely', evidence: [exit.evidence, memoryLimit.evidence, has.evidence], has }
        : undefined;
    }
    const noLimit = absence(container.pod.label, 'no memory limit', `${container.specPath}.resources.limits`);
    return { ...base, certainty: 'likely', evidence: [exit.evidence, noLimit, ...(node ? [node.evidence] : [])] };
  },

  explain({ container, ending, node, limit, has, evidence }) {
    const { nodeName } = container.pod.pod.spec;
    const on = nodeName === null ? 'its node' : `node ${nodeName}`;
    const request = container.spec.resources.requests['memory'];
    return {
      headline: [
        'Container ',
        { code: container.name },
        ' was killed because ',
        { mark: on },
        has?.of === 'allocatable'
          ? ' ran out of memory for pods'
          : limit && !has && node?.sure !== true
            ? ' ran out of memory'
            : ' ran out of memory, not for a limit of its own',
      ],
      claims: [
        ...endClaims(container, ending),
        ...(node ? [{ text: 'The node was short of memory at that time.', evidence: [node.evidence] }] : []),
        ...(!node && has?.of !== 'allocatable'
          ? [{ text: 'It has no memory limit that it could have passed.', evidence }]
          : []),
        ...(has
          ? [
              {
                text:
                  has.of === 'capacity'
                    ? 'Its limit is no less than all the memory of the node.'
                    : 'Its limit is more than the node leaves to all pods together; by default the kubelet holds them to about that, so it runs out first.',
                evidence: [has.evidence],
              },
            ]
          : []),
        ...(limit && !has && node?.sure !== true
          ? [
              {
                text: `That the event means this container is not certain: it may have passed its own limit of ${limit.text} instead.`,
                evidence: [limit.evidence],
              },
            ]
          : []),
        {
          text:
            request === undefined
              ? 'It asks for no memory, so the kernel chooses it first.'
              : `It asks for ${request} of memory; what it uses beyond that makes it a victim.`,
          evidence: [
            specField(container, {
              'resources.requests.memory': request ?? 'none',
              ...(limit ? {} : { 'resources.limits.memory': 'none' }),
            }),
            ...(limit ? [limit.evidence] : []),
          ],
        },
      ],
      remedies: [
        nodeName === null
          ? listNodes('See which node has memory left.')
          : describeNode(nodeName, 'See what is promised on the node, its conditions and its last events.'),
        changeByHand(
          'request-memory',
          'Ask for the memory that it uses',
          'A request keeps the scheduler from filling the node beyond what it has, and lowers the chance of being the victim; a limit keeps one pod from taking the others down.',
        ),
      ],
      // All pods together have a cgroup as well: a limit of the kubelet's, which says MEMCG too.
      wouldDisprove: `A kernel line of ${on} at that second with CONSTRAINT_MEMCG${has?.of === 'allocatable' ? ' and an `oom_memcg` of this pod' : ''}.`,
    };
  },

  ruleOut({ workload, container, ending, memoryLimit }) {
    if (!ending || !memoryLimit || nodeMemoryTrouble(workload, container, ending.exit)) return undefined;
    const node = container.pod.pod.spec.nodeName;
    if (!container.pod.node || !nodeEventsReach(workload, ending.exit.finishedAt)) return undefined;
    const own = workload.snapshot.nodeEvents.filter((event) => event.involvedObject.name === node);
    return {
      because: `No event says that ${node === null ? 'the node' : `node ${node}`} was out of memory, and it has no memory pressure.`,
      evidence: [
        absence(
          `Node ${node ?? ''}`,
          'no SystemOOM event, MemoryPressure is not True',
          `${own.length} events of its node`,
        ),
      ],
    };
  },
});
