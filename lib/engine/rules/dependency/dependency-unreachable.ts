/** A known address refuses, drops or does not answer, and the program gives up (signals §7: go-8, nd-7, jv-16, py-13, …). */
import type { Neighbour } from '../../../model/snapshot';
import { showEndpoints, showWorkload } from '../../../remedy/look';
import { absence } from '../../evidence';
import { roleOf } from '../../signatures/decisive';
import { defineLogRule, logsOf, subject, saidByLess, type LogFinding } from '../log-rule';
import { isDown, neighbourEvidence, neighbourOf } from './neighbour';

/** What stands behind "://", a dotted name with a port, an IPv4 address with a port. Not "main.go:120", which is a place in source. */
const written =
  /(?:\b\w{2,12}:\/\/(?:[^\s"@/]{0,80}@)?([A-Za-z0-9][\w.-]{0,252}:\d{2,5})|(?<![\w.:/-])((?:[a-z0-9][a-z0-9-]{0,62}\.){1,8}(?!(?:go|py|m?js|ts|rb|rs|java|kt|c|cc|cpp|h|cs|php|ex|scala):)[a-z0-9-]{1,63}:\d{2,5}))(?!\w|:\d|->|\.\w)/;

/** What the line captures, the address in a field beside the error, or one that stands in the quoted lines; null where none does. */
function knownAddress({ captures, log }: LogFinding): string | null {
  const { host, port, address, target } = captures;
  if (host !== undefined) return port === undefined ? host : `${host}:${port}`;
  if (address !== undefined || target !== undefined) return address ?? target ?? null;
  const lines = log.digest.excerpt.filter(({ n }) => n >= log.hit.line && n <= log.hit.endLine);
  return (
    lines
      .map(({ text }) => written.exec(text))
      .find((match) => match !== null)
      ?.slice(1)
      .find(Boolean) ?? null
  );
}

function addressOf(found: LogFinding): string {
  return knownAddress(found) ?? 'what it depends on';
}

function behind(neighbour: Neighbour | null) {
  const evidence = neighbour && neighbourEvidence(neighbour);
  if (!neighbour?.service || !evidence) return [];
  const service = `\`${neighbour.service.namespace}/${neighbour.service.name}\``;
  const text = isDown(neighbour)
    ? `Service ${service} has nothing ready behind it.`
    : `Service ${service} has ready endpoints now: the port, a network policy or the moment may be the reason.`;
  return [{ text, evidence: [evidence] }];
}

export const dependencyUnreachable = defineLogRule({
  id: 'dependency-unreachable',
  // A program that waits for another one until its startup probe gives it up did not start too slowly.
  supersedes: [...saidByLess, 'startup-probe-failing'],
  confusedWith: ['dns-failure', 'tls-certificate-error', 'config-invalid'],
  // One that listened and quietly tries again in the background was killed for something else.
  unless: ({ ending, log }) =>
    ending?.verdict === 'probe-kill' &&
    log.hit.weight === 'noise' &&
    log.digest.hits.some((hit) => roleOf(hit) === 'ready'),
  headline: (found) => [
    ...subject(found.container),
    ' cannot reach ',
    { mark: addressOf(found) },
    ...(found.captures['problem'] === undefined ? [] : [`: ${found.captures['problem']}`]),
  ],
  says: (found) => `Its log says that \`${addressOf(found)}\` did not take the connection.`,
  more: (found) => {
    const neighbour = neighbourOf(found);
    if (neighbour) return behind(neighbour);
    const service = absence(
      'Services',
      `no Service of the cluster has the address ${addressOf(found)}`,
      'Services in the picture',
    );
    return found.captures['host'] === undefined
      ? []
      : [
          {
            text: 'The address is no Service of this cluster, or it could not be matched to one.',
            evidence: [service],
          },
        ];
  },
  remedies(found) {
    const neighbour = neighbourOf(found);
    const read = logsOf(found, 'See which address it tries, and for how long.');
    if (!neighbour?.service) return [read];
    const endpoints = showEndpoints(
      neighbour.service.namespace,
      neighbour.service.name,
      'An empty list means that nothing ready stands behind it.',
    );
    return neighbour.workload
      ? [endpoints, showWorkload(neighbour.workload, 'What it waits for is there: mend that first.'), read]
      : [endpoints, read];
  },
  dependsOn(found) {
    const neighbour = neighbourOf(found);
    const evidence = neighbour && neighbourEvidence(neighbour);
    if (!neighbour?.workload || !evidence || !isDown(neighbour)) return undefined;
    return { workload: neighbour.workload, via: neighbour.via, evidence: [evidence] };
  },
  wouldDisprove: 'A connection from another pod to the same address that succeeds at the same time.',
});
