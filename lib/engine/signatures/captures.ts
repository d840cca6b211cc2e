/** What a matched statement names, and where its words stand in the line. */

import type { Signature } from './signature';

/** An absolute path, not the tail of an address or of a relative one. */
const absolutePath = /(?<![\w./:@~-])\/[^\s"'`‘’“”:,;()[\]{}<>\\]{1,250}/g;

/** What a shell puts behind the name of the script that it runs, before it says what failed. */
const placeInScript = /^: (?:line )?\d{1,6}: /;

/** The path that a statement speaks of, and the words from there to the end of the statement. */
export function pathNear(match: RegExpExecArray): { captures: Record<string, string>; said: string } {
  const end = match.index + match[0].length;
  let found: RegExpExecArray | undefined;
  for (const path of match.input.matchAll(absolutePath)) {
    if (path.index >= end && found !== undefined) break;
    const behind = path.index + path[0].length;
    if (placeInScript.test(match.input.slice(behind, behind + 16))) continue;
    found = path;
    if (path.index >= end) break;
  }
  if (found === undefined) return { captures: {}, said: match[0] };
  const near = found.index < match.index && match.index - found.index < 160;
  return {
    captures: { path: found[0].replace(/\.$/, '') },
    said: near ? match.input.slice(found.index, end) : match[0],
  };
}

const targetField =
  /(?:"(?:addr|address|host|hostname|url|uri|endpoint|target|broker|server|upstream)": ?"|\s(?:addr|address|host|hostname|url|uri|endpoint|target|broker|server|upstream)="?)(?:\w{2,12}:\/\/)?(?:[^\s"@/]{0,80}@)?(?<target>[A-Za-z0-9][\w.-]{0,252}(?::\d{2,5})?)["/\s,}]/;

/** urllib3 names whom it asked before whatever went wrong. */
const urllibPool = /\bHTTPS?ConnectionPool\(host='(?<host>[^']{1,253})', port=(?<port>\d{1,5})\)/;

/** The address as the program was given it, where it stands in a field of its own beside the error. */
export function targetOf(signature: Signature, text: string): Record<string, string> {
  if (
    signature.cause !== 'dependency-unreachable' &&
    signature.cause !== 'dns-failure' &&
    signature.cause !== 'tls-certificate-error'
  )
    return {};
  const pool = urllibPool.exec(text)?.groups;
  if (pool) return { ...pool };
  const target = targetField.exec(text)?.groups?.['target'];
  return target === undefined ? {} : { target };
}

/** The named groups that matched; `host2` is `host`. A full stop behind a path is the sentence's. */
export function capturesOf(match: RegExpExecArray): Record<string, string> {
  const captures: Record<string, string> = {};
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value === undefined || value.length === 0) continue;
    const key = name.replace(/\d+$/, '');
    captures[key] = key === 'path' || key === 'file' ? value.replace(/(?<=[\w-])\.$/, '') : value;
  }
  return captures;
}

/** Where `said` stands in the line as it is kept; inside JSON it is escaped; the whole line where it was cut off. */
export function markOf(text: string, said: string): [number, number] {
  for (const form of [said, JSON.stringify(said).slice(1, -1), said.slice(0, 24)]) {
    const at = form.length === 0 ? -1 : text.indexOf(form);
    if (at >= 0) return [at, at + form.length];
  }
  return [0, text.length];
}
