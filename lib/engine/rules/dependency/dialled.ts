/** The address that a program says it could not reach. */
import type { LogFinding } from '../log-rule';

/**
 * What stands behind "://", a dotted name with a port, an IPv4 address with a port, and a name without a dot behind a word that
 * asks for one ("at db:5432"). Not "main.go:120", which is a place in source.
 */
const written =
  /(?:\b\w{2,12}:\/\/(?:[^\s"@/]{0,80}@)?([A-Za-z0-9][\w.-]{0,252}:\d{2,5})|(?<![\w.:/-])((?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}(?!(?:go|py|m?js|ts|rb|rs|java|kt|c|cc|cpp|h|cs|php|ex|scala):)[a-z0-9-]{1,63}:\d{2,5})|\b(?:at|for|to|with|from|server|host|broker) ["'`(]?([a-z][a-z0-9-]{0,62}:\d{2,5}))(?!\w|:\d|->|\.\w)/;

/** An IPv4 address, with or without a port. */
export const isIp = (address: string) => /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/.test(address);
const bareIp = /(?<![\w.:])\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5})?(?![\w.])/;

/**
 * The name that the program was given, where it stands beside the number; else what the line captures, or an address that
 * stands in the quoted lines; null where none does.
 */
export function knownAddress({ captures, log }: Pick<LogFinding, 'captures' | 'log'>): string | null {
  const { host, port, address, target } = captures;
  const dialled = host === undefined ? address : port === undefined ? host : `${host}:${port}`;
  const portOf = (text: string) => /:(\d+)$/.exec(text)?.[1];
  if (dialled !== undefined) {
    const named = target !== undefined && isIp(dialled) && !isIp(target);
    return named && portOf(target) === portOf(dialled) ? target : dialled;
  }
  if (target !== undefined) return target;
  const lines = log.digest.excerpt.filter(({ n }) => n >= log.hit.line && n <= log.hit.endLine);
  const names = lines.map(({ text }) => written.exec(text)?.slice(1).find(Boolean));
  return [...names, ...lines.map(({ text }) => bareIp.exec(text)?.[0])].find((one) => one !== undefined) ?? null;
}
