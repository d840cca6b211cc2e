/** Passwords that programs take on the command line or in their own dialect, without a telling name before them. */

import type { Finder, Range } from '../range';
import { tellingName } from './key-names';
import { isInnocent } from './values';

interface Dialect {
  kind: string;
  /** A literal without which the rest is not looked at. */
  has: string;
  /** The last group is what goes. */
  form: RegExp;
  /** Must stand within 200 characters before the match. */
  program?: RegExp;
}

const dialects: Dialect[] = [
  {
    kind: 'basic-auth',
    has: '-u',
    program: /curl|http|wget|ftp|skopeo|crane|svn/i,
    form: /(?<=[\s"'])-u[ \t"',]{0,4}((?!\d+:\d+(?!\S))[A-Za-z0-9_.@%+-]{1,64}:[^\s"']{3,200})/g,
  },
  {
    kind: 'basic-auth',
    has: '--user',
    form: /--(?:proxy-)?user[ \t"',=]{1,4}((?!\d+:\d+(?!\S))[A-Za-z0-9_.@%+-]{1,64}:[^\s"']{3,200})/g,
  },
  { kind: 'password', has: '-p', program: /mysql|mariadb/i, form: /(?<=[\s"'])-p([^\s"'-][^\s"']{2,199})/g },
  {
    kind: 'password',
    has: '-p',
    program: /sshpass|docker login|podman login|helm registry login|az login|mongo/i,
    form: /(?<=[\s"'])-p[ \t"',]{1,4}([^\s"'-][^\s"']{2,199})/g,
  },
  { kind: 'password', has: '-a', program: /redis-cli/i, form: /(?<=[\s"'])-a[ \t"',]{1,4}([^\s"'-][^\s"']{2,199})/g },
  {
    kind: 'password',
    has: '-w',
    program: /ldapsearch|ldapadd|ldapmodify|ldapwhoami/i,
    form: /(?<=[\s"'])-w[ \t"',]{1,4}([^\s"'-][^\s"']{2,199})/g,
  },
  { kind: 'password', has: 'requirepass', form: /\brequirepass[ \t"']{1,4}([^\s"']{3,200})/g },
  { kind: 'password', has: 'masterauth', form: /\bmasterauth[ \t"']{1,4}([^\s"']{3,200})/g },
  {
    kind: 'password',
    has: 'DENTIFIED',
    form: /\bIDENTIFIED[ \t]{1,4}(?:WITH[ \t]{1,4}\S{1,40}[ \t]{1,4})?(?:BY|AS)[ \t]{1,4}(?:PASSWORD[ \t]{1,4})?["']([^"'\n]{1,200})/g,
  },
  {
    kind: 'password',
    has: 'IDENTIFIED BY ',
    form: /\bIDENTIFIED BY (?!PASSWORD\b|VALUES\b|EXTERNALLY\b)([^\s"';]{3,200})/g,
  },
  { kind: 'password', has: 'login ', form: /\blogin[ \t]{1,4}\S{1,100}[ \t]{1,4}password[ \t]{1,4}(\S{1,200})/g },
  {
    kind: 'password',
    has: 'assword',
    form: /\b(?:temporary|generated|initial|default|admin|root)[ \t]password\b[^:\n]{0,60}:[ \t]{1,4}([^\s,]{3,200})/gi,
  },
  { kind: 'password', has: 'assword to proceed', form: /password to proceed[^\n:]{0,60}:\s{1,8}([0-9a-f]{32})/g },
  {
    kind: 'password',
    has: 'pw ',
    form: /(?<![\w.-])(?:bind|root)pw[ \t]{1,8}(?!(?:is|was|not|set|for|in|and|or|missing|must|required)\b)([^\s"'=:]{3,200})/g,
  },
  {
    kind: 'password',
    has: 'PASSWORD',
    form: /\bPASSWORD[ \t]{1,4}FOR[ \t]{1,4}[^\s=]{1,120}[ \t]{0,4}=[ \t]{0,4}(?:PASSWORD\()?["']([^"'\n]{1,200})/g,
  },
  {
    kind: 'basic-auth',
    has: 'AUTH ',
    form: /\bAUTH[ \t]{1,4}(?:PLAIN|LOGIN|XOAUTH2)[ \t]{1,4}([A-Za-z0-9+/]{8,}={0,2})/g,
  },
  {
    kind: 'oauth-code',
    has: 'code=',
    form: /[?&]code=((?=[^\s&"'<>\d]{0,200}\d)(?=[^\s&"'<>A-Za-z]{0,200}[A-Za-z])[^\s&"'<>#,;)\]}]{16,2048})/g,
  },
  { kind: 'token', has: 'discovery-token-ca', form: /--token[ \t]([a-z0-9]{6}\.[a-z0-9]{16})/g },
];

export const findCommandSecrets: Finder = (text) => {
  const ranges: Range[] = [];
  for (const { kind, has, form, program } of dialects) {
    if (!text.includes(has) || (program && !program.test(text))) continue;
    for (const found of text.matchAll(form)) {
      if (program && !program.test(text.slice(Math.max(0, found.index - 200), found.index))) continue;
      const secret = found[1] ?? '';
      const end = found.index + found[0].length;
      ranges.push({ start: end - secret.length, end, kind });
    }
  }
  return ranges;
};

const reversed =
  /["']value["'][ \t]{0,4}:[ \t]{0,4}(["'])((?:[^"'\\\n]|\\.){1,1000})\1[ \t]{0,4},\s{0,40}["'](?:name|key)["'][ \t]{0,4}:[ \t]{0,4}["']([\w.-]{1,120})["']/gi;

/** `{"value":"x","name":"DB_PASSWORD"}`: the name behind its value. */
export const findReversedPairs: Finder = (text) => {
  if (!/["']value["']/i.test(text)) return [];
  const ranges: Range[] = [];
  for (const found of text.matchAll(reversed)) {
    const [all, , value = '', name = ''] = found;
    const telling = tellingName(name);
    if (!telling) continue;
    if (isInnocent({ telling, value, quoted: true, colon: false, after: '', startsLine: false })) continue;
    const start = found.index + all.indexOf(value, all.indexOf(':') + 1);
    ranges.push({ start, end: start + value.length, kind: telling.noun });
  }
  return ranges;
};

const manifest = /"kind"[ \t]{0,2}:[ \t]{0,2}"Secret"/;
const dataBlock = /"(?:data|stringData)"[ \t]{0,2}:[ \t]{0,2}\{([^{}]{1,16384})\}/g;
const entry = /"[^"\\]{1,253}"\s{0,8}:\s{0,8}"((?:[^"\\]|\\[^\n])*)"/g;

/** Every value of a Secret's manifest, as `last-applied-configuration` carries it. */
export const findSecretManifests: Finder = (text) => {
  if (!text.includes('Secret') || !manifest.test(text)) return [];
  const ranges: Range[] = [];
  for (const block of text.matchAll(dataBlock)) {
    const body = block[1] ?? '';
    const offset = block.index + block[0].length - 1 - body.length;
    for (const found of body.matchAll(entry)) {
      const value = found[1] ?? '';
      const end = offset + found.index + found[0].length - 1;
      ranges.push({ start: end - value.length, end, kind: 'secret' });
    }
  }
  return ranges;
};
