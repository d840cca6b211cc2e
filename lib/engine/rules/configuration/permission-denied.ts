/** The program may not touch a file, a port or an identity that it needs: the kernel said EACCES or EPERM to it (signals §7.8 sh-15, sh-16). */
import { identityClaim } from './identity';
import { changeByHand } from '../../../remedy/change';
import type { DecisiveLog } from '../../facts/table';
import { onReadOnlyRoot } from './read-only-filesystem';
import { defineLogRule, logsOf, subject } from '../log-rule';

/** What it was refused: a file, or a port where the line is about listening. */
export function refusedIn(captures: Readonly<Record<string, string>>): { verb: string; what: string } {
  const path = captures['path'] ?? captures['file'];
  if (path !== undefined) return { verb: captures['operation'] ?? 'use', what: path };
  if (captures['port']) return { verb: 'listen on', what: `port ${captures['port']}` };
  return { verb: captures['operation'] ?? 'use', what: captures['address'] || 'what it needs' };
}

/** The program says only that there is no directory to write into. */
function notMade({ hit }: DecisiveLog): boolean {
  return hit.signature === 'directory-not-made';
}

export const permissionDenied = defineLogRule({
  id: 'permission-denied',
  confusedWith: ['read-only-filesystem', 'run-as-nonroot-violation', 'rbac-forbidden'],
  headline: ({ container, captures, log }) =>
    notMade(log)
      ? [...subject(container), ' cannot make or write ', { mark: refusedIn(captures).what }]
      : [
          ...subject(container),
          ` may not ${refusedIn(captures).verb} `,
          { mark: refusedIn(captures).what },
          ': permission denied',
        ],
  says: ({ captures, log }) =>
    notMade(log)
      ? `Its log says that it could not make or write \`${refusedIn(captures).what}\`, not why; most often its user may not.`
      : `Its log says that the kernel refused it \`${refusedIn(captures).what}\`.`,
  // Where nothing may write at all, another rule says so.
  unless: ({ log, container }) => notMade(log) && onReadOnlyRoot(container, log.hit.captures['path']),
  more: (found) => identityClaim(found),
  remedies: (found) => [
    logsOf(found, 'See which path, and what it was about to do with it.'),
    changeByHand(
      'fix-ownership',
      'Let its user own what it writes',
      'Set fsGroup in the securityContext of the pod so that a volume belongs to its group, run it as the user that owns the files, or make the files of the image readable; a port below 1024 needs NET_BIND_SERVICE or a higher port.',
    ),
  ],
  wouldDisprove: 'The same user reaching the same path from a shell in the same pod.',
});
