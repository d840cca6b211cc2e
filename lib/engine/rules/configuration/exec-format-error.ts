/** The kernel cannot run the file: built for another processor, or a script without an interpreter line (signals §1.4, §7.8 sh-1). */
import { platformClaim } from './platform';
import { ask } from '../../../remedy/look';
import { defineLogRule, subject } from '../log-rule';
import { lookAgain } from './look';

/** SIGILL (signals §5.5). */
const illegalInstruction = 4;

export const execFormatError = defineLogRule({
  id: 'exec-format-error',
  confusedWith: ['image-platform-mismatch', 'command-not-found'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' cannot run ',
    { mark: captures['command'] ?? captures['path'] ?? captures['file'] ?? 'its program' },
    ': exec format error',
  ],
  says: () =>
    'Its log says that the kernel does not know the format of the file: built for another processor, or a script without a first line that names its interpreter.',
  more: (found) => platformClaim(found),
  remedies: (found) => [
    ask(
      'build-for-platform',
      'Build the image for the processor of the node',
      'A multi-platform build (linux/amd64 and linux/arm64) mends it for every node; a nodeSelector on kubernetes.io/arch holds it where it can run. A script needs #! in its first two bytes.',
    ),
    lookAgain(found, 'See the file that it names.'),
  ],
  // The kernel refuses another format before it runs anything.
  againstEnd: ({ verdict, exit }) =>
    verdict === 'signal' && exit.signal === illegalInstruction
      ? `The kernel had run it: exit code ${exit.exitCode} is SIGILL, for an instruction of it.`
      : undefined,
  wouldDisprove: 'The same image digest running on a node of the same processor.',
});
