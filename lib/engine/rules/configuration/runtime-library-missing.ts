/** What the program loads is not in the image, or not in a version that fits: library, module, C library, language runtime (signals §7.8 sh-8, sh-9). */
import { imageClaim } from './platform';
import { ask } from '../../../remedy/look';
import { rollBack } from '../../../remedy/change';
import { revisionsOf } from '../../changes';
import { defineLogRule, logsOf, subject, short } from '../log-rule';

export const runtimeLibraryMissing = defineLogRule({
  id: 'runtime-library-missing',
  confusedWith: ['command-not-found', 'exec-format-error'],
  headline: ({ container, captures }) =>
    captures['library'] !== undefined && captures['symbol'] !== undefined
      ? [
          ...subject(container),
          ' cannot load ',
          { mark: short(captures['library']) },
          `: no library of the image gives the symbol ${short(captures['symbol'])} that it needs`,
        ]
      : [
          ...subject(container),
          ' cannot load ',
          {
            mark: short(
              captures['library'] ?? captures['module'] ?? captures['symbol'] ?? captures['version'] ?? 'what it needs',
            ),
          },
          ': it is not in the image, or not in a version that fits',
        ],
  // A linker that looks for a symbol has the file before it (signals §7.8 sh-8).
  says: ({ captures }) =>
    captures['library'] !== undefined && captures['symbol'] !== undefined
      ? `Its log says that \`${captures['library']}\` was found and asks for the symbol \`${captures['symbol']}\`, which no library of the image gives.`
      : `Its log says that ${captures['library'] === undefined ? 'something that it loads' : `\`${captures['library']}\``} is missing${captures['version'] === undefined ? '' : ` in version ${captures['version']}`}.`,
  more: (found) => imageClaim(found),
  remedies: (found) => [
    ask(
      'rebuild-image',
      'Build it in with the image',
      'Install the library or package in the image, or build on the base image that it runs on: glibc and musl, and major versions of a runtime, do not mix.',
    ),
    ...(revisionsOf(found.view).length > 1 && found.ref.kind === 'Deployment'
      ? [rollBack(found.ref, 'Right when the image before had it.')]
      : []),
    logsOf(found, 'See what exactly it looked for.'),
  ],
  wouldDisprove: 'The same image digest that starts elsewhere.',
});
