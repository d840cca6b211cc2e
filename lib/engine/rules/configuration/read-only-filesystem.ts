/** The program writes where nothing may be written: EROFS (signals §7.8 sh-12). */
import { identityClaim } from './identity';
import { changeByHand } from '../../../remedy/change';
import { mountOf } from '../../facts/mounts';
import type { DecisiveLog } from '../../facts/table';
import type { ContainerView } from '../../facts/views';
import { defineLogRule, logsOf, subject, type LogFinding } from '../log-rule';

/** The template makes the root file system read-only, and nothing is mounted over the path. */
export function onReadOnlyRoot({ spec }: ContainerView, path: string | undefined): boolean {
  if (path?.startsWith('/') !== true || spec.securityContext?.readOnlyRootFilesystem !== true) return false;
  return mountOf(spec, path) === null;
}

/**
 * A program may say no more than that a directory could not be made; Node.js answers "no such file or directory" where
 * one with its parents cannot be made on a read-only file system, and the .NET runtime, which writes to /tmp, says no more than
 * that it was not created.
 */
function notMade({ digest, hit }: DecisiveLog, container: ContainerView): boolean {
  if (hit.signature === 'directory-not-made') return onReadOnlyRoot(container, hit.captures['path']);
  if (hit.signature === 'coreclr-not-created') return onReadOnlyRoot(container, '/tmp');
  if (hit.signature !== 'file-missing-said') return false;
  const text = digest.excerpt.find(({ n }) => n === hit.line)?.text ?? '';
  return / mkdir '/.test(text) && onReadOnlyRoot(container, hit.captures['file']);
}

/**
 * Where a volume goes: it is mounted on a directory, and what is written is most often a file in one. A last part with a
 * dot inside is a file; the root is no place for a volume.
 */
function mountPoint(path = ''): string {
  const slash = path.lastIndexOf('/');
  const isFile = slash >= 0 && /^.+\../s.test(path.slice(slash + 1));
  const directory = isFile ? path.slice(0, slash) : path;
  return /^\/*$/.test(directory) ? 'the directory that it writes to' : directory;
}

function saysOf({ captures, log }: LogFinding): string {
  const path = captures['path'] ?? captures['file'];
  if (log.hit.cause === 'read-only-filesystem')
    return `Its log says that \`${path ?? 'the file system'}\` is read-only.`;
  return log.hit.signature === 'coreclr-not-created'
    ? 'Its log says only that the .NET runtime was not made; that writes to `/tmp`, and the root file system is read-only.'
    : `It could not make \`${path ?? 'a directory'}\`, and its root file system is read-only.`;
}

export const readOnlyFilesystem = defineLogRule({
  id: 'read-only-filesystem',
  confusedWith: ['permission-denied', 'volume-mount-failed'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' cannot write ',
    { mark: captures['path'] ?? captures['file'] ?? 'its files' },
    ': the file system is read-only',
  ],
  claims: notMade,
  says: saysOf,
  more: (found) => identityClaim(found),
  remedies: (found) => {
    const { captures } = found;
    return [
      logsOf(found, 'See every path that it writes at the start.'),
      changeByHand(
        'mount-writable',
        `Mount something writable at ${mountPoint(captures['path'] ?? captures['file'])}`,
        'An emptyDir for temporary files and caches, a claim for data; readOnlyRootFilesystem can stay on. A volume that is mounted with readOnly: true is the other possible place.',
      ),
    ];
  },
  against: (cause, text) =>
    cause === 'permission-denied' && /permission denied|\bEACCES\b/i.test(text) && !/\b(?:bind|listen)\b/i.test(text)
      ? 'The answer is “permission denied” (EACCES); that of a read-only file system is another (EROFS).'
      : undefined,
  wouldDisprove: 'A write to the same path from a shell in the same container.',
});
