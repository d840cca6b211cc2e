// command and args: each word cleaned, and the word after `--password` as what it is.
import 'server-only';

import { asList } from './raw';
import type { Texts } from './texts';

/** Words before a flag that are read with it. */
const nearby = 8;

const secretFlag = /^--?[\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credential)[\w.-]*$/i;

/**
 * A list of words as `exec` takes them. `["--token", "abc"]` hides the secret from a redactor that sees one word at a
 * time, so such a pair is cleaned as `--token=abc` and parted again; and `["-a", "abc"]` behind its program, for what -a means is
 * the program's own. `program`: of the image or of `command`, where these are its `args`.
 */
export function commandWords(value: unknown, texts: Texts, program = ''): string[] {
  const words = asList(value).map((word) => (typeof word === 'string' ? word : texts.plain(word)));
  return texts.share(
    words.map((word, index) => {
      const flag = words[index - 1];
      const before = [(program || words[0])?.slice(-80), flag]
        .filter((part) => part !== undefined && part !== word)
        .join(' ');
      // What a flag of one word means is told by those before it too: `mysqladmin … -u root -pabc`.
      if (word.startsWith('-')) {
        const line = [program, ...words.slice(Math.max(0, index - nearby), index)].filter((part) => part !== '');
        return behind(`${line.join(' ').slice(-400)} `, word, texts, `${before} `);
      }
      if (flag === undefined || word === '') return texts.free(word);
      return behind(secretFlag.test(flag) ? `${flag}=` : `${before} `, word, texts);
    }),
  );
}

/** `word` as it is cleaned behind `before`; where that holds something to be hidden itself, behind `nearer`. */
function behind(before: string, word: string, texts: Texts, nearer = ''): string {
  const whole = texts.free(before + word);
  if (whole.startsWith(before)) return whole.slice(before.length);
  return nearer === '' ? texts.free(word) : behind(nearer, word, texts);
}
