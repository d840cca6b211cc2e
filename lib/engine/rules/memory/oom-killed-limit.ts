/**
 * The kernel killed the container for crossing its own memory limit.
 *
 * Never trusts exit code 137 alone (any SIGKILL), nor `OOMKilled` alone (a node out of memory and a child's death
 * say it too): signals §5.2 rows 6, 8, 9 and §5.3.
 */
import type { Certainty, Evidence, EventEvidence, NonEmpty } from '../../../model/diagnosis';
import type { ClusterEvent } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { describePod, showLogs } from '../../../remedy/look';
import type { Ending } from '../../facts/ending';
import { wasHeard } from '../../facts/log-read';
import { noKillClaim } from '../../facts/no-killing';
import { nodeMemoryTrouble, otherVictim, ownVictim } from '../../facts/node';
import { nodeWithin, type MemoryLimit } from '../../facts/memory-limit';
import type { ProbeFailures } from '../../facts/probe';
import { unannounced } from '../../facts/probe-kill';
import { goneUnder } from '../../facts/sandbox';
import type { ContainerView } from '../../facts/views';
import { eventEvidence } from '../../evidence';
import { defineRule, type DraftClaim } from '../../rule';
import { heapPastClaim, roomSteps } from './heap-above';
import {
  endClaims,
  endOrStart,
  lookBefore,
  noLimit,
  startKilled,
  tellsOfChild,
  unseenNode,
  type OtherEnd,
} from './limit';

const otherWords = 'The kernel’s victim at that second is not known to be its main process: it may be a child of it.';

interface FoundOom {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  ending: Ending;
  /** Null where the object was described without its resources. */
  limit: MemoryLimit | null;
  /** A kill at that second that may be that of a child, or of another container. */
  other?: EventEvidence | null;
  /** What shows that the node was short of memory then, or had just killed for it. */
  node?: Evidence | null;
  /** Of a probe that may have killed it without a word that is left. */
  missed?: ProbeFailures | null;
  /** The kernel's own word for the kill, where the runtime has lost it. */
  told?: EventEvidence | null;
  /** What took its sandbox away about then: that ends a container with SIGKILL too. */
  gone?: ClusterEvent | null;
  unseen?: DraftClaim | null;
}

export const oomKilledLimit = defineRule({
  id: 'oom-killed-limit',
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
    'runtime-heap-exhausted',
  ],
  confusedWith: ['oom-killed-node', 'oom-child-process', 'liveness-probe-failing', 'sigterm-not-handled'],

  match({ workload, container, ending: newest, memoryLimit, log }): FoundOom | undefined {
    const ending = endOrStart(container, newest);
    if (!ending || (!memoryLimit && !container.spec.resources.unknown)) return undefined;
    const { exit } = ending;
    const evidence: NonEmpty<Evidence> = [exit.evidence, ...(memoryLimit ? [memoryLimit.evidence] : [])];
    const base = { ref: workload.snapshot.workload, container, ending, limit: memoryLimit ?? null, evidence };
    const told = ending.verdict === 'sigkill' && memoryLimit ? ownVictim(workload, container, exit, memoryLimit) : null;
    const sure = memoryLimit === undefined || memoryLimit.doubts.length === 0;
    const start = startKilled(ending);
    if ((ending.verdict !== 'oom' && !start && !told) || (memoryLimit && nodeWithin(container, memoryLimit)))
      return undefined;
    // A node that is short of memory, or a child's death told in the log, is another cause, or at least no proof of this one.
    const node = nodeMemoryTrouble(workload, container, exit);
    if (log?.hit.cause === 'oom-child-process' || (node?.kind === 'kernel' && node.sure)) return undefined;
    if (told) return { certainty: 'likely', node: node?.evidence ?? null, told, ...base };
    // A child's death shows in the log of that run alone, and a node out of memory, which leaves the same end (signals §5.3), in its
    // events alone: the kernel kills before the kubelet sees pressure. Where they were not read, nobody looked.
    const other = otherVictim(workload, container, exit);
    const unseen = unseenNode(workload, container, exit);
    const heard = start ? start === 'counted' : wasHeard(container, exit);
    // A child's death that nobody told of leaves `OOMKilled` on the SIGKILL that ends a stuck program later (signals §1.6).
    const missed = start ? null : unannounced(container, ending);
    // So it does on the one of a node that shuts down, or of a kubelet that makes the sandbox anew (signals §5.2 row 2).
    const gone = start ? null : goneUnder(container, exit);
    const looked =
      memoryLimit && sure && heard && !unseen && !node && !other && !missed && !gone && !tellsOfChild(container, exit);
    const doubts = { other, node: node?.evidence ?? null, missed, gone, unseen };
    return { ...base, ...doubts, certainty: looked ? 'proven' : 'likely' };
  },

  explain({ ref, container, ending, limit, other, node, missed, gone, told, unseen }) {
    const { name, pod } = container;
    const { namespace, name: podName } = pod.pod.metadata;
    const ofGone: OtherEnd = gone?.reason === 'Rebooted' ? 'node-restart' : 'sandbox';
    const instead = node ? 'node-memory' : gone ? ofGone : unseen ? 'node-memory' : null;
    return {
      headline: limit
        ? [
            'Container ',
            { code: name },
            limit.of === 'pod' ? ' was killed: its pod passed its ' : ' was killed for passing its ',
            { mark: limit.text },
            ' memory limit',
            ...(limit.orPods === null ? [] : [' or the ', { mark: limit.orPods }, ' of its pod']),
          ]
        : ['Container ', { code: name }, ' was killed for passing its ', { mark: 'memory limit' }],
      claims: [
        ...endClaims(container, ending, told),
        ...(limit
          ? [
              {
                text:
                  limit.of === 'pod'
                    ? `It has no limit of its own; its pod may use ${limit.text} in all, and the kernel kills what goes over it.`
                    : `Its memory limit ${limit.asked === null ? 'is' : 'was'} ${limit.text}; the kernel kills what goes over it.`,
                evidence: [limit.evidence],
              },
              ...heapPastClaim(container, limit),
              ...limit.doubts,
            ]
          : []),
        ...(other ? [{ text: otherWords, evidence: [other] }] : []),
        ...(node
          ? [
              {
                text: 'Its node was short of memory about then, and that can end a container in the same way: then a higher limit makes it worse.',
                evidence: [node],
              },
            ]
          : []),
        ...(unseen && !node ? [unseen] : []),
        ...(missed
          ? [
              {
                text: `Its ${missed.kind} probe had failed often enough to have it killed, and an event of that may be lost: a child’s death for memory, and then the probe’s kill, end in the same way.`,
                evidence: [eventEvidence(missed.newest, missed.newest.message)],
              },
            ]
          : []),
        ...(gone
          ? [
              {
                text: `Its ${ofGone === 'node-restart' ? 'node was started again' : 'sandbox was made anew'} about then: where a child of it had died for memory before, what that ends looks the same, and more memory changes nothing.`,
                evidence: [eventEvidence(gone, gone.message)],
              },
            ]
          : []),
        ...noKillClaim('No event that is left says that the kubelet killed it.', container),
      ],
      remedies: [
        startKilled(ending)
          ? describePod({ namespace, pod: podName }, 'Read the whole message of the runtime, and the limit beside it.')
          : showLogs(
              { namespace, pod: podName, container: name, previous: !ending.exit.current },
              'See what it was doing when it grew: one burst, or growth without end.',
            ),
        ...(limit
          ? [
              ...(instead ? [lookBefore(pod, instead)] : []),
              ...roomSteps(ref, container, limit, instead ? ', and nothing else ended it' : ''),
            ]
          : []),
      ],
      wouldDisprove: 'A kernel log line of the node at that second that names another cgroup, or CONSTRAINT_NONE.',
    };
  },

  ruleOut({ container, ending, memoryLimit }) {
    if (!ending) return undefined;
    if (!memoryLimit) return noLimit(container);
    const has = nodeWithin(container, memoryLimit);
    if (ending.exit.reason === 'OOMKilled')
      return has?.of === 'capacity'
        ? {
            because: `Its node has no more memory than its limit of ${memoryLimit.text}.`,
            evidence: [memoryLimit.evidence, has.evidence],
          }
        : undefined;
    return {
      because: `The runtime reported \`${ending.exit.reason}\`, not OOMKilled, with a limit of ${memoryLimit.text}.`,
      evidence: [ending.exit.evidence],
    };
  },
});
