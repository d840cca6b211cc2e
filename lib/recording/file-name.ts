/** The name of an opened file, fit to be shown, kept and logged: people put addresses and tokens into names too. */
import 'server-only';

import type { Clean } from '../kubernetes/projection/clean';

const endings = /\.(?:tar\.gz|tgz|tar|gz|zip|json|jsonl|ya?ml)$/i;

/** "ada@host.json": who it is of. An address without a dot in its host is none to the redactor, but names of files hold such. */
const account = /(?<![^@\s/\\])[^@\s/\\]{1,255}@(?=[A-Za-z0-9])(?!sha\d{3})/g;

/** Cleaned without its ending, under which a secret would pass for a file: "password=x.json". */
export function cleanFileName(name: string, clean: Clean): string {
  const ending = endings.exec(name)?.[0] ?? '';
  return clean(name.slice(0, name.length - ending.length)).replace(account, '…@') + ending;
}
