/** A lock or pid file that an earlier run left behind keeps the program from starting (signals §7: rb-3, pg-6, my-2, es-1). */
import { ask } from '../../../remedy/look';
import { defineLogRule, logsOf, subject, short } from '../log-rule';

export const staleLockFile = defineLogRule({
  id: 'stale-lock-file',
  confusedWith: ['permission-denied', 'port-in-use'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' does not start because a lock is left: ',
    { mark: short(captures['path'] ?? captures['file'] ?? captures['message'] ?? 'a lock file') },
  ],
  says: ({ captures }) =>
    `Its log says that ${captures['path'] === undefined ? 'a lock' : `\`${captures['path']}\``} is there already.`,
  remedies: (found) => [
    ask(
      'check-second-writer',
      'Make sure that nothing else writes there',
      'Two pods on one volume look the same: see that only one mounts it. Then remove the file, or let the start remove it when its process is gone.',
    ),
    logsOf(found, 'See whose lock it is, and since when.'),
  ],
  wouldDisprove:
    'Another pod that runs and mounts the same volume, or a second process in this one: then the lock is held.',
});
