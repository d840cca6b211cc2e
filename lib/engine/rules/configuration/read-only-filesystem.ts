/** The program writes where nothing may be written: EROFS (signals §7.8 sh-12). */
import { identityClaim } from './identity';
import { changeByHand } from '../../../remedy/change';
import { defineLogRule, logsOf, subject } from '../log-rule';

export const readOnlyFilesystem = defineLogRule({
  id: 'read-only-filesystem',
  confusedWith: ['permission-denied', 'volume-mount-failed'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' cannot write ',
    { mark: captures['path'] ?? captures['file'] ?? 'its files' },
    ': the file system is read-only',
  ],
  says: ({ captures }) =>
    `Its log says that \`${captures['path'] ?? captures['file'] ?? 'the file system'}\` is read-only.`,
  more: (found) => identityClaim(found),
  remedies: (found) => {
    const { captures } = found;
    return [
      logsOf(found, 'See every path that it writes at the start.'),
      changeByHand(
        'mount-writable',
        `Mount something writable at ${captures['path'] ?? 'the path that it writes'}`,
        'An emptyDir for temporary files and caches, a claim for data; readOnlyRootFilesystem can stay on. A volume that is mounted with readOnly: true is the other possible place.',
      ),
    ];
  },
  wouldDisprove: 'A write to the same path from a shell in the same container.',
});
