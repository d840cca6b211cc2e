/** An exception, panic or fatal message of its own ended the program, and no narrower cause says why (design §5). */
import { defineLogRule, logsOf, short, subject } from '../log-rule';
import { rollBack } from '../../../remedy/change';
import { revisionsOf } from '../../changes';

function what({ exception, message }: Record<string, string>): string {
  if (exception === undefined) return message ?? 'an error of its own';
  return message === undefined || message.startsWith(exception) ? (message ?? exception) : `${exception}: ${message}`;
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
    (ending?.exit.exitCode === 0 && ending.verdict === 'finished' && log.hit.signature === 'last-error-line'),
  headline: ({ container, captures }) => [
    ...subject(container),
    ' ends with an error of its own: ',
    { mark: short(what(captures)) },
  ],
  says: ({ captures }) =>
    captures['message'] === undefined
      ? 'Its log ends with this error.'
      : `Its log names the error: ${short(captures['message'])}`,
  remedies(found) {
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
