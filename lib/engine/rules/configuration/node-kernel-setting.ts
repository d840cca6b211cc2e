/** The program needs a kernel setting that the node does not have: vm.max_map_count, inotify limits, huge pages (design §5). */
import { nodeClaim } from './platform';
import { describeNode } from '../../../remedy/look';
import { remedy } from '../../../remedy/look';
import { defineLogRule, logsOf, subject } from '../log-rule';

export const nodeKernelSetting = defineLogRule({
  id: 'node-kernel-setting',
  confusedWith: ['disk-full-or-evicted', 'config-invalid'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' needs another kernel setting of its node: ',
    { mark: captures['setting'] ?? 'a limit of the node' },
  ],
  says: ({ captures }) =>
    `Its log says that the node\u2019s \`${captures['setting'] ?? 'limit'}\` is too low, or is not there.`,
  more: (found) => nodeClaim(found),
  remedies: (found) => {
    const { captures } = found;
    return [
      remedy({
        id: 'set-sysctl',
        title: `Raise ${captures['setting'] ?? 'the setting'} on the nodes that run it`,
        why: 'With the node image, a DaemonSet that is allowed to, or by the owner of the nodes; a pod cannot set it unless the kubelet allows the sysctl.',
        safety: 'changes-node',
      }),
      ...(found.container.pod.pod.spec.nodeName === null
        ? []
        : [describeNode(found.container.pod.pod.spec.nodeName, 'See which image and kernel the node runs.')]),
      logsOf(found, 'See the value that it asks for.'),
    ];
  },
  wouldDisprove: 'The same pod starting on the same node.',
});
