/**
 * What ended a container while its probe's kill was under way: the kernel, for its memory, or somebody else's SIGKILL. A program
 * that has filled its memory stops answering before it is killed for it, so that may be the cause of both (signals §5.2 row 7).
 */
import type { Remedy } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { formatSpan } from '../../../format/duration';
import { describeNode } from '../../../remedy/look';
import type { MemoryLimit } from '../../facts/memory-limit';
import { wasCutShort, type ProbeKill } from '../../facts/probe-kill';
import type { ContainerView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import { raise } from '../memory/limit';

export interface OtherKill {
  claims: DraftClaim[];
  remedies: Remedy[];
}

/** " 28 s before the kubelet's own SIGKILL was due"; empty where it was due, or a deletion or an eviction may have made it earlier. */
function earlyWords(container: ContainerView, { ending }: ProbeKill): string {
  const { metadata, status } = container.pod.pod;
  if (!ending?.kill || !ending.grace || !wasCutShort(container, ending)) return '';
  if (metadata.deletionTimestamp !== null || status.reason !== '') return '';
  const early = ending.grace.seconds * 1000 - ending.kill.gapMs;
  return early > 0 ? ` ${formatSpan(early)} before the kubelet’s own SIGKILL was due` : '';
}

/** Nothing to say where the end is that of a probe's kill alone. */
export function otherKill(
  ref: WorkloadRef,
  container: ContainerView,
  kill: ProbeKill,
  limit: MemoryLimit | undefined,
): OtherKill {
  const exit = kill.ending?.exit;
  const early = earlyWords(container, kill);
  const node = container.pod.pod.spec.nodeName;
  const lookAtNode = (why: string) => (node ? [describeNode(node, why)] : []);
  if (exit?.reason === 'OOMKilled') {
    const who = early === '' ? 'a process in it' : 'it';
    const evidence = limit ? [exit.evidence, limit.evidence] : [exit.evidence];
    return {
      claims: [
        {
          text: `The runtime says that the kernel killed ${who} for memory${early}${limit ? `; its limit is ${limit.text}` : ''}. What runs out of memory often stops answering its probe first.`,
          evidence,
        },
      ],
      remedies: limit
        ? [
            raise(
              ref,
              container,
              limit,
              'Right when its memory had filled up before the probe failed: then a gentler probe helps nothing. Twice the limit is a first guess: no memory history was read.',
            ),
          ]
        : lookAtNode('It has no memory limit of its own: see whether its node ran out of memory then.'),
    };
  }
  if (early === '' || !exit) return { claims: [], remedies: [] };
  return {
    claims: [
      {
        text: `SIGKILL ended it${early}: something else sent it, such as the kernel for memory, or a supervisor in the container.`,
        evidence: [exit.evidence],
      },
    ],
    remedies: lookAtNode(
      'See in its events what killed there at that time: SystemOOM, or a runtime that was restarted.',
    ),
  };
}
