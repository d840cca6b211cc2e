/** E-mail addresses; not Erlang nodes, systemd units, packages with a version, digests or git remotes, which also have an @. */

import type { Finder, Range } from '../range';

const address =
  /(?<![A-Za-z0-9._%+'/@:-])[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?=[A-Za-z])?([A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)(?:[A-Za-z0-9-]{1,63}\.){0,6}[A-Za-z]{2,24})(?![A-Za-z0-9_@-]|\.[A-Za-z0-9]|:[A-Za-z0-9_.-]{1,80}\/|\()/g;
const notMail =
  /(?:^|\.)(?:svc|cluster|default|localdomain|service|socket|timer|target|mount|slice|scope|device|path|swap|internal|lan|headless|pod|js|mjs|cjs|ts|py|go|rb|rs|java|jar|json|ya?ml|lock|so|tgz|md)$|\.svc\.|^v?\d+\.\d|cluster\.local$/i;

export const findEmails: Finder = (text) => {
  if (!text.includes('@')) return [];
  const ranges: Range[] = [];
  for (const found of text.matchAll(address)) {
    if (notMail.test(found[1] ?? '') || /^git@/.test(found[0])) continue;
    ranges.push({ start: found.index, end: found.index + found[0].length, kind: 'email' });
  }
  return ranges;
};
