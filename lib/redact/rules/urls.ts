/**
 * Credentials in addresses: user and password of any scheme, the database and user of connection strings. Scheme, host and
 * port stay, for they are evidence.
 */

import type { Finder, Range } from '../range';

const database =
  /^(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|mongodb|mssql|sqlserver|oracle|cockroach(?:db)?|redshift|clickhouse|db2|couchdb|neo4j|bolt|cassandra|snowflake|vertica|firebird)(?:\+[a-z0-9]+)?$/i;

/** The host part of an address as it must look for what stands before the @ to be a credential. */
const host =
  /(?:\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}))(?::\d{1,5})?(?:,[A-Za-z0-9_.-]{1,253}(?::\d{1,5})?){0,20}/y;
const schemeBefore = /(?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]{0,30}$/;
const stop = /[\s"'`<>|\\{}]/g;

function at(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

/** Where the user information ends (its @), when there is one between `from` and `to`; -1 where there is none. */
function userInfoEnd(text: string, from: number, to: number, connection: boolean): number {
  const url = text.slice(from, to);
  const pathAt = url.search(/[/?#]/);
  const authority = pathAt < 0 ? url : url.slice(0, pathAt);
  const last = authority.lastIndexOf('@');
  if (last >= 0) {
    // A connection string's path is a database: an @ in it means that the password had a slash.
    const beyond = connection
      ? /^[^?#]{0,512}@(?=[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?]|$))/.exec(url)?.[0].length
      : undefined;
    return from + Math.max(last, (beyond ?? 0) - 1);
  }
  // A password with an unescaped / ? or #: what precedes it is no host and port.
  if (pathAt < 0 || !/^[^:@[\]]{0,128}:(?!\d{1,5}$)/.test(authority)) return -1;
  const later = url.slice(0, 512).lastIndexOf('@');
  return later >= 0 && /^[A-Za-z0-9]/.test(url.slice(later + 1)) ? from + later : -1;
}

/** Database and query credentials behind the host of a connection string. */
function restOfConnection(text: string, from: number, to: number): Range[] {
  const ranges: Range[] = [];
  const rest = text.slice(from, to);
  const path = /^\/([^/?#;\s,)]{1,128})/.exec(rest)?.[1] ?? '';
  if (path !== '' && !/^\d{1,3}$/.test(path))
    ranges.push({ start: from + 1, end: from + 1 + path.length, kind: 'database' });
  return ranges;
}

/** The last character of a run that belongs to the sentence, not the address. */
function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && /[),.;:\]]/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

export const findUrlCredentials: Finder = (text) => {
  const ranges: Range[] = [];
  let done = 0;
  let haltAt = -1;
  for (let mark = text.indexOf('://'); mark >= 0; mark = text.indexOf('://', done)) {
    done = mark + 3;
    const scheme = schemeBefore.exec(text.slice(Math.max(0, mark - 40), mark))?.[0] ?? '';
    if (scheme === '') continue;
    // Looked for once per run without white space, not once per address in it.
    if (haltAt < done) haltAt = at(stop, text, done)?.index ?? text.length;
    const to = Math.min(haltAt, done + 2048);
    const userEnd = userInfoEnd(text, done, to, database.test(scheme));
    if (userEnd >= 0) {
      const user = text.slice(done, userEnd);
      const found = at(host, text, userEnd + 1);
      const digest = /^@sha\d{3}:/.test(text.slice(userEnd, userEnd + 8));
      if (user !== '' && user !== 'git' && found && !digest) {
        ranges.push({ start: done, end: userEnd, kind: database.test(scheme) ? 'connection' : 'basic-auth' });
        if (database.test(scheme))
          ranges.push(...restOfConnection(text, userEnd + 1 + found[0].length, trimmedEnd(text, done, to)));
      }
      done = userEnd + 1;
    }
  }
  return ranges;
};

const bareCredential =
  /(?<![A-Za-z0-9_.%+/@:-])[A-Za-z0-9_.%+-]{1,64}:([^\s:@/"'`,<>{}[\]()=]{3,128})@(?!sha\d{3}:)(?!v?\d+\.\d+(?:\.\d+)?(?![.\d]))([A-Za-z0-9][A-Za-z0-9-]{0,62}(?:(?:\.[A-Za-z0-9-]{1,63}){1,8}(?::\d{1,5})?|:\d{1,5}))/g;

/** An address whose `://` lost a sign: `postgres//user:pass@db`. */
const brokenScheme =
  /(?<![\w/])(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|https?|nats|ftp)(?:\/{1,2}|:\/?)([^\s"'`@/:]{0,64}:[^\s"'`@]{1,200})@(?=[A-Za-z0-9])/g;

/** `user:pass@registry.example.com:5000/app`, as pull commands and image names have it: no scheme before it. */
export const findBareCredentials: Finder = (text) => {
  if (!text.includes('@')) return [];
  const ranges: Range[] = [];
  for (const found of text.matchAll(bareCredential)) {
    if (/^(?:npm|file|link|workspace|patch|mailto|sip|xmpp)$/i.test(found[0].slice(0, found[0].indexOf(':')))) continue;
    ranges.push({
      start: found.index,
      end: found.index + found[0].length - (found[2] ?? '').length - 1,
      kind: 'basic-auth',
    });
  }
  for (const found of text.matchAll(brokenScheme)) {
    const end = found.index + found[0].length - 1;
    ranges.push({ start: end - (found[1] ?? '').length, end, kind: 'connection' });
  }
  return ranges;
};

/** Go's MySQL form `user:pass@tcp(host:3306)/db`, and Oracle's `user/pass@//host:1521/service` and `thin:user/pass@host`. */
const driverForms: { has: string; form: RegExp }[] = [
  { has: '@tcp', form: /(?<![^\s"'`=(])([^\s"'`@=(]{1,128})@tcp6?\([^\s()]{1,253}\)\/?([A-Za-z0-9_$-]{0,64})/g },
  { has: '@unix', form: /(?<![^\s"'`=(])([^\s"'`@=(]{1,128})@unix\([^\s()]{1,253}\)\/?([A-Za-z0-9_$-]{0,64})/g },
  {
    has: '@//',
    form: /(?<![^\s"'`=(])([A-Za-z0-9_$-]{1,64}\/[^\s"'`@/]{1,128})@\/\/[A-Za-z0-9_.-]{1,253}(?::\d{1,5})?\/?([A-Za-z0-9_.$-]{0,64})/g,
  },
  {
    has: ':thin:',
    form: /:thin:([A-Za-z0-9_$-]{1,64}\/[^\s"'`@/]{1,128})@(?:\/\/)?[A-Za-z0-9_.-]{1,253}(?::\d{1,5})?[:/]?([A-Za-z0-9_.$-]{0,64})/g,
  },
];

export const findDriverStrings: Finder = (text) => {
  const ranges: Range[] = [];
  for (const { has, form } of driverForms) {
    if (!text.includes(has)) continue;
    for (const found of text.matchAll(form)) {
      const [all, user = '', name = ''] = found;
      const start = found.index + all.indexOf(user);
      ranges.push({ start, end: start + user.length, kind: 'connection' });
      const end = found.index + all.length;
      if (name !== '') ranges.push({ start: end - name.length, end, kind: 'database' });
    }
  }
  return ranges;
};

const queryKey =
  /(?<=:\/\/[^\s"'`<>]{1,600}[?&](?:key|appid|app_id|apikey|code)=)[A-Za-z0-9_-]{8,200}(?![A-Za-z0-9_-])/g;

/** Mixed as no name is: long, or in small and capital letters too. */
const isMadeUp = (value: string) =>
  /\d/.test(value) && (value.length < 16 ? /[A-Z]/.test(value) && /[a-z]/.test(value) : /[A-Za-z]/.test(value));

/** `?key=…`, `&appid=…` of an address: alone these names say nothing, with a value that mixes digits and letters they do. */
export const findQueryKeys: Finder = (text) =>
  text.includes('://')
    ? [...text.matchAll(queryKey)]
        .filter(([value]) => isMadeUp(value))
        .map(({ index, 0: value }) => ({ start: index, end: index + value.length, kind: 'api-key' }))
    : [];

const passwordPart = /(?:password|passwd|pwd)[ \t]?=/i;
const hostPart = /(?:server|data source|datasource|host|hostname|hostaddr|address|addr|endpoint)[ \t]?=|:\/\//i;
const siblings =
  /(?<![A-Za-z0-9_])(user[ _]?id|uid|username|user[ _]?name|user|database[ _]?name|database|dbname|initial catalog|db)[ \t]?=[ \t]?("[^"\n]{1,128}"|'[^'\n]{1,128}'|[^\s;&,"'`)]{1,128})/gi;
const segment = /[^\n]{1,4096}/g;

/**
 * User and database beside a password in `Server=…;User Id=…;Password=…` (ADO.NET, ODBC), `host=… user=… password=…` (libpq)
 * and `?user=…&password=…` (JDBC). The password itself is an assignment like any other.
 */
export const findConnectionParts: Finder = (text) => {
  if (!passwordPart.test(text)) return [];
  const ranges: Range[] = [];
  for (const piece of text.matchAll(segment)) {
    const line = piece[0];
    if (!passwordPart.test(line) || !hostPart.test(line)) continue;
    for (const found of line.matchAll(siblings)) {
      const [all, name = '', value = ''] = found;
      const end = piece.index + found.index + all.length;
      ranges.push({ start: end - value.length, end, kind: /^u/i.test(name) ? 'connection' : 'database' });
    }
    const jdbc = /:\/\/[A-Za-z0-9_.,:[\]-]{1,300}\/([A-Za-z0-9_$-]{1,64})(?=\?)/.exec(line);
    if (jdbc && /jdbc:|postgres|mysql|mongodb|sqlserver/i.test(line.slice(Math.max(0, jdbc.index - 40), jdbc.index))) {
      const end = piece.index + jdbc.index + jdbc[0].length;
      ranges.push({ start: end - (jdbc[1] ?? '').length, end, kind: 'database' });
    }
  }
  return ranges;
};
