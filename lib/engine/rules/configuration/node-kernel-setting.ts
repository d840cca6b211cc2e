/** The program needs a kernel setting that the node does not have: vm.max_map_count, inotify limits, huge pages (design §5). */
import { nodeClaim } from './platform';
import { describeNode } from '../../../remedy/look';
import { remedy } from '../../../remedy/look';
import { defineLogRule, logsOf, subject } from '../log-rule';

/** The setting in the node's own words: what the line names, else the inotify limit that its message is about. */
export function settingIn(captures: Readonly<Record<string, string>>): string | null {
  if (captures['setting'] !== undefined) return captures['setting'];
  const message = captures['message'] ?? '';
  if (/inotify instances/.test(message)) return 'fs.inotify.max_user_instances';
  if (/inotify watches|file watchers|no space left on device|ENOSPC/i.test(message))
    return 'fs.inotify.max_user_watches';
  return /inotify|watcher|fsnotify/i.test(message) ? 'fs.inotify limits' : null;
}

export const nodeKernelSetting = defineLogRule({
  id: 'node-kernel-setting',
  confusedWith: ['disk-full-or-evicted', 'config-invalid'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' needs another kernel setting of its node: ',
    { mark: settingIn(captures) ?? 'a limit of the node' },
  ],
  says: ({ captures }) =>
    `Its log says that the node\u2019s \`${settingIn(captures) ?? 'limit'}\` is too low, or is not there.`,
  more: (found) => nodeClaim(found),
  remedies: (found) => {
    const { captures } = found;
    return [
      ...(found.container.pod.pod.spec.nodeName === null
        ? []
        : [describeNode(found.container.pod.pod.spec.nodeName, 'See which image and kernel the node runs.')]),
      logsOf(found, 'See the value that it asks for.'),
      remedy({
        id: 'set-sysctl',
        title: `Raise ${settingIn(captures) ?? 'the setting'} on the nodes that run it`,
        why: 'With the node image, a DaemonSet that is allowed to, or by the owner of the nodes; a pod cannot set it unless the kubelet allows the sysctl.',
        safety: 'changes-node',
      }),
    ];
  },
  wouldDisprove: 'The setting on its node already at what the program asks for: read it with `sysctl` there.',
});
