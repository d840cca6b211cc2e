// command and args: each word cleaned, and the word after `--password` as what it is.
import 'server-only';

import { asList } from './raw';
import type { Texts } from './texts';

const secretFlag = /^--?[\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credential)[\w.-]*$/i;

/**
 * A list of words as `exec` takes them. `["--token", "abc"]` hides the secret from a redactor that sees one word at a
 * time, so such a pair is cleaned as `--token=abc` and parted again.
 */
export function commandWords(value: unknown, texts: Texts): string[] {
  const words = asList(value).map((word) => (typeof word === 'string' ? word : texts.plain(word)));
  return texts.share(
    words.map((word, index) => {
      const flag = words[index - 1];
      if (flag === undefined || !secretFlag.test(flag) || word === '' || word.startsWith('-')) return texts.free(word);
      const pair = texts.free(`${flag}=${word}`);
      return pair.startsWith(`${flag}=`) ? pair.slice(flag.length + 1) : texts.free(word);
    }),
  );
}
