/** A sysctl that the pod asks for and the kernel of its node does not have: the runtime sets it as it makes the sandbox (signals §3.3). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { describeNode, describePod } from '../../../remedy/look';
import { eventEvidence } from '../../evidence';
import { isStillSaid, standing } from '../../facts/standing';
import type { PodView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundSysctl {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  pod: PodView;
  /** "net.core.somaxconn" */
  setting: string;
}

const sandboxRefused: ReadonlySet<string> = new Set(['FailedCreatePodSandBox']);

/** The kernel's answer to the OCI runtime (signals §1.4). A network plugin meets such files too: what it wants is not the pod's wish. */
const notThere =
  /\b(?:OCI runtime|runc|crun|container) create failed: .{0,600}\bopen [`"']?\/proc\/sys\/(?<path>[\w./-]{3,120})[`"']?: no such file or directory/is;

/** "net/core/somaxconn", where that is what keeps a sandbox from being made. */
export function missingSysctl(message: string): string | null {
  return notThere.exec(message)?.groups?.['path'] ?? null;
}

export const sysctlNotThere = defineRule({
  id: 'node-kernel-setting',
  scope: 'pod',
  needs: ['workload', 'pod', 'troubledPod'],
  supersedes: ['unknown'],

  match({ workload, pod, troubledPod }): FoundSysctl | undefined {
    const event = standing(pod, sandboxRefused).at(-1);
    const path = event ? missingSysctl(event.message) : null;
    if (!event || path === null || !troubledPod.containers.some(({ trouble }) => trouble === 'stuck')) return undefined;
    return {
      certainty: event.source.component === '' || !isStillSaid(event, workload.nowMs) ? 'likely' : 'proven',
      evidence: [eventEvidence(event, `/proc/sys/${path}`)],
      pod,
      setting: path.replaceAll('/', '.'),
    };
  },

  explain({ pod, setting, evidence }) {
    const { metadata, spec } = pod.pod;
    const at = { namespace: metadata.namespace, pod: metadata.name };
    return {
      headline: ['The pod asks for a kernel setting that its node does not have: ', { mark: setting }],
      claims: [
        {
          text: `The runtime was told to set \`${setting}\` for the pod, and the kernel has no such file; no container is started before that.`,
          evidence,
        },
      ],
      remedies: [
        changeByHand(
          'correct-sysctl',
          `Correct ${setting} in securityContext.sysctls of the pod, or take it out`,
          'A name that no kernel has is a slip of the pen; one that other nodes have comes with a module or another kernel. Where the pod does not name it, the runtime of the node adds it to every pod.',
        ),
        spec.nodeName === null
          ? describePod(at, 'See the whole message.')
          : describeNode(spec.nodeName, 'See which image and kernel the node runs.'),
      ],
      container: null,
      names: setting,
      wouldDisprove: `\`sysctl ${setting}\` giving a value in a pod on the same node.`,
    };
  },
});
