/** The program needs a kernel setting that the node does not have: vm.max_map_count, inotify limits, huge pages (design §5). */
import { nodeClaim } from './platform';
import { ask, describeNode } from '../../../remedy/look';
import { remedy } from '../../../remedy/look';
import type { DecisiveLog } from '../../facts/table';
import { readStatement } from '../../signatures/structured';
import { definePodAndContainerRule } from '../../rule';
import { defineLogRule, logsOf, subject, type LogFinding } from '../log-rule';
import { sysctlNotThere } from './sysctl';

/** The setting in the node's own words: what the line names, else the inotify limit that its message is about. */
export function settingIn(captures: Readonly<Record<string, string>>): string | null {
  if (captures['setting'] !== undefined) return captures['setting'];
  const message = captures['message'] ?? '';
  if (/inotify instances/.test(message)) return 'fs.inotify.max_user_instances';
  if (/inotify watches|file watchers|no space left on device|ENOSPC/i.test(message))
    return 'fs.inotify.max_user_watches';
  return /inotify|watcher|fsnotify/i.test(message) ? 'fs.inotify limits' : null;
}

/** In the words of glibc, or of musl; Rust sets the number behind them. */
const emfile =
  /(?:^|: )(?:EMFILE\b.{0,3})?(?:too many open files|no file descriptors available)(?: \(os error 24\))?\W{0,2}$/i;
/** The same where it stands as a field of a line. */
const itsWords = /(?:EMFILE\b.{0,3})?(?:too many open files|no file descriptors available)/i;
/** What was refused a descriptor: the limit of the process (RLIMIT_NOFILE) then, not one of the node. */
const namesCall =
  /\b(?:open|accept\d?|socket|pipe2?|dup\d?|fork|exec|spawn|read|scandir|l?stat|dial|listen|connect|epoll\w*|eventfd|timerfd|tcp|udp|unix|sockets?|connections?|errno 24)\b|(?<![\w.])[/\\]\w/i;

/**
 * "too many open files" (EMFILE) of no file and no call: inotify_init(2) says it with nothing beside, where each other call names
 * its path or itself. Its instances are counted for each user of the node (fs.inotify.max_user_instances).
 */
function isBareEmfile({ digest, hit }: DecisiveLog): boolean {
  if (hit.cause !== 'app-error-uncaught') return false;
  const { texts } = readStatement(digest.excerpt.find(({ n }) => n === hit.line)?.text ?? '');
  const said = texts.find((text) => emfile.test(text.trim()));
  return said !== undefined && !texts.some((text) => namesCall.test(text.replace(itsWords, '')));
}

const bareSetting = 'fs.inotify.max_user_instances';
const settingOf = ({ captures, log }: LogFinding) => settingIn(captures) ?? (isBareEmfile(log) ? bareSetting : null);

const saidByProgram = defineLogRule({
  id: 'node-kernel-setting',
  confusedWith: ['disk-full-or-evicted', 'config-invalid'],
  claims: isBareEmfile,
  guesses: true,
  headline: (found) =>
    isBareEmfile(found.log)
      ? [
          ...subject(found.container),
          ' meets ',
          { mark: 'too many open files' },
          ', of no file: maybe its node’s limit of inotify instances',
        ]
      : [
          ...subject(found.container),
          ' needs another kernel setting of its node: ',
          { mark: settingOf(found) ?? 'a limit of the node' },
        ],
  says: (found) =>
    isBareEmfile(found.log)
      ? 'Its log says “too many open files” and names no file and no connection: the kernel answers so where a watcher gets no inotify instance.'
      : `Its log says that the node’s \`${settingOf(found) ?? 'limit'}\` is too low, or is not there.`,
  more: (found) => nodeClaim(found),
  remedies: (found) => {
    return [
      ...(isBareEmfile(found.log)
        ? [
            ask(
              'tell-limits',
              'Tell the limit of inotify from that of open files',
              'In a container of the same image: `ulimit -n` beside `ls /proc/1/fd | wc -l`. On the node: `sysctl fs.inotify.max_user_instances` (often 128) beside `find /proc/*/fd -lname anon_inode:inotify | wc -l`. Raise the one that is reached.',
            ),
          ]
        : []),
      ...(found.container.pod.pod.spec.nodeName === null
        ? []
        : [describeNode(found.container.pod.pod.spec.nodeName, 'See which image and kernel the node runs.')]),
      logsOf(found, 'See the value that it asks for.'),
      remedy({
        id: 'set-sysctl',
        title: `Raise ${settingOf(found) ?? 'the setting'} on the nodes that run it`,
        why: 'With the node image, a DaemonSet that is allowed to, or by the owner of the nodes; a pod cannot set it unless the kubelet allows the sysctl.',
        safety: 'changes-node',
      }),
    ];
  },
  wouldDisprove: 'The setting on its node already at what the program asks for: read it with `sysctl` there.',
});

export const nodeKernelSetting = definePodAndContainerRule(sysctlNotThere, saidByProgram);
