/** Passwords that are an argument of a known call, as PHP's stack traces print them: `PDO->__construct('dsn', 'app', 'x')`. */

import type { Finder, Range } from '../range';
import { isInnocent } from './values';

/** How a call begins, and which of its arguments, counted from 0, is the password. */
const calls: { begins: string; at: number | 'last' }[] = [
  { begins: String.raw`PDO(?:Connection)?->__construct`, at: 2 },
  { begins: String.raw`\w{0,40}Connector->createPdoConnection`, at: 2 },
  { begins: String.raw`new \\?PDO`, at: 2 },
  { begins: String.raw`mysqli->__construct|mysqli_connect|mysqli->real_connect|new \\?mysqli`, at: 2 },
  { begins: String.raw`mysqli_real_connect`, at: 3 },
  { begins: String.raw`ldap_bind|ldap_bind_ext|ftp_login|imap_open|ssh2_auth_password|odbc_connect`, at: 2 },
  { begins: String.raw`oci_p?connect`, at: 1 },
  { begins: String.raw`AMQP\w{0,20}Connection->__construct`, at: 3 },
  { begins: String.raw`(?:SMTP->authenticate|(?:SSH2|SFTP)->login)`, at: 1 },
  // With a user before the password, or without.
  { begins: String.raw`(?:Redis\w{0,10}|Client)->auth`, at: 'last' },
  { begins: String.raw`auth=|(?:HTTP)?BasicAuth`, at: 1 },
];

const anyCall = new RegExp(`(?<!\\w)(?:${calls.map(({ begins }) => `(${begins})`).join('|')})\\(`, 'g');
const mayCall =
  /__construct|createPdo|new \\?(?:PDO|mysqli)|mysqli|_bind|_login|imap_open|_auth_|(?:odbc|oci)_|->(?:auth|login)|auth=\(|BasicAuth/;
/** A string up to a quote that ends the argument, for PHP escapes none; or a number, `Array`, `Object(Name)`, `Resource id #3`. */
const argument =
  /[ \t]{0,4}(?:'((?:[^'\n]|'(?![ \t]{0,2}[,)])){0,300})'|"((?:[^"\n]|"(?![ \t]{0,2}[,)])){0,300})"|[^'",()\n]{0,80}(?:\([^'"()\n]{0,80}\))?)[ \t]{0,4}([,)])/y;

export const findArguments: Finder = (text) => {
  if (!mayCall.test(text)) return [];
  const ranges: Range[] = [];
  for (const found of text.matchAll(anyCall)) {
    const call = calls.find((_, index) => found[index + 1] !== undefined);
    argument.lastIndex = found.index + found[0].length;
    for (let index = 0, isLast = false; !isLast; index += 1) {
      const shown = argument.exec(text);
      if (!shown) break;
      isLast = shown[3] === ')' || index === call?.at;
      const value = shown[1] ?? shown[2] ?? '';
      if (!isLast || (call?.at !== 'last' && index !== call?.at) || value === '') continue;
      const telling = { noun: 'password', maybeName: false } as const;
      if (isInnocent({ telling, value, quoted: true, colon: false, after: '', startsLine: false })) continue;
      const start = shown.index + shown[0].search(/['"]/) + 1;
      ranges.push({ start, end: start + value.length, kind: 'password' });
    }
  }
  return ranges;
};
