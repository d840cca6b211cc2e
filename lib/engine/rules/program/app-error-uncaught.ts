/** An exception, panic or fatal message of its own ended the program, and no narrower cause says why (design §5). */
import { defineLogRule, logsOf, short, subject, wasCaught, type LogFinding } from '../log-rule';
import { rollBack } from '../../../remedy/change';
import { ask } from '../../../remedy/look';
import { revisionsOf } from '../../changes';

/** What it names, else its line as it stands. */
function what({ log, captures: { exception, message } }: LogFinding): string {
  const line = log.digest.excerpt.find(({ n }) => n === log.hit.line)?.text.trim() ?? '';
  if (exception === undefined) return message ?? (line === '' ? 'its last words say which' : line);
  return message === undefined || message.startsWith(exception) ? (message ?? exception) : `${exception}: ${message}`;
}

/** EAGAIN of clone(2): a limit of threads or no memory for a stack, whatever the language calls it; the heap is not at fault. */
function isThreadLimit({ log }: LogFinding): boolean {
  return log.hit.signature === 'pids-limit' || log.hit.signature === 'jvm-native-thread';
}

export const appErrorUncaught = defineLogRule({
  id: 'app-error-uncaught',
  tells: 'failure',
  supersedes: ['unknown', 'exits-zero', 'segfault'],
  confusedWith: ['oom-killed-limit', 'liveness-probe-failing'],
  // A complaint of unknown words does not explain an end that the program itself calls a success.
  unless: ({ container, ending, log }) =>
    container.type === 'init' ||
    container.type === 'sidecar' ||
    wasCaught(log, ending) ||
    (ending?.exit.exitCode === 0 && ending.verdict === 'finished' && log.hit.signature === 'last-error-line'),
  headline: (found) => [
    ...subject(found.container),
    isThreadLimit(found) ? ' is refused another thread or process: ' : ' ends with an error of its own: ',
    { mark: short(what(found)) },
  ],
  says: ({ captures }) =>
    captures['message'] === undefined
      ? 'Its log ends with this error.'
      : `Its log names the error: ${short(captures['message'])}`,
  remedies(found) {
    if (isThreadLimit(found))
      return [
        logsOf(found, 'See how many threads it has started by then, and for what.'),
        ask(
          'find-thread-limit',
          'Find the limit that it meets',
          'The limit of the pod (pids.max beside pids.current in /sys/fs/cgroup; podPidsLimit of the kubelet), that of its user (ulimit -u), or no memory for another stack: more heap makes that worse. A program that starts threads without bound meets any limit: count them in a pod that runs (ls /proc/1/task).',
        ),
      ];
    const [newest, before] = revisionsOf(found.view).reverse();
    const read = logsOf(found, 'See the whole trace, and what it did before.');
    return newest && before && found.ref.kind === 'Deployment'
      ? [
          read,
          rollBack(
            found.ref,
            `Revision ${newest.number} is the newest; go back to revision ${before.number} when that one ran.`,
            before.number,
          ),
        ]
      : [read];
  },
  wouldDisprove: 'A `Killing` event, or reason OOMKilled, at the second of its end.',
});
