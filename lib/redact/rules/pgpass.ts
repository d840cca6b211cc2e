/** Lines of a `.pgpass` file: `host:port:database:user:password`, each of the first four maybe `*`. */

import type { Finder, Range } from '../range';
import { isInnocent } from './values';

const line =
  /(?<![^\s"'])(?:\*|[A-Za-z0-9][A-Za-z0-9.-]{0,252}):(\*|\d{4,5}):(?:\*|[A-Za-z][\w.-]{0,63}):(?:\*|[A-Za-z][\w.@-]{0,63}):([^\s"'/][^\s"']{2,199})/g;
/** Where Postgres and its poolers listen: with any other port a plain word is no password. */
const postgresPort = /^(?:\*|5[45]\d\d|6432|6543|26257|25060)$/;
/** `main.go:1234:warn:http:…` is a place in a program. */
const inProgram = /^[^:]*\.(?:go|js|mjs|cjs|ts|py|java|kt|rb|rs|php|cs|c|cc|cpp|h|lua|ex|scala):/i;

export const findPgpass: Finder = (text) => {
  const ranges: Range[] = [];
  for (const found of text.matchAll(line)) {
    const [all, port = '', value = ''] = found;
    const telling = { noun: 'password', maybeName: false } as const;
    const isWord = /^(?:[A-Za-z_.-]+|[\d.:]+)$/.test(value);
    if (inProgram.test(all) || (isWord && !postgresPort.test(port))) continue;
    if (isInnocent({ telling, value, quoted: false, colon: false, after: '', startsLine: false })) continue;
    const end = found.index + all.length;
    ranges.push({ start: end - value.length, end, kind: 'password' });
  }
  return ranges;
};
