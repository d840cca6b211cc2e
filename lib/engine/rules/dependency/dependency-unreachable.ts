/** A known address refuses, drops or does not answer, and the program gives up (signals §7: go-8, nd-7, jv-16, py-13, …). */
import type { Neighbour } from '../../../model/snapshot';
import { showEndpoints, showWorkload } from '../../../remedy/look';
import { absence } from '../../evidence';
import { defineLogRule, logsOf, subject, saidByLess, type LogFinding } from '../log-rule';
import { isDown, neighbourEvidence, neighbourOf } from './neighbour';

function addressOf({ captures }: LogFinding): string {
  const { host, port, address } = captures;
  if (host !== undefined) return port === undefined ? host : `${host}:${port}`;
  return address ?? 'what it depends on';
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
  supersedes: [...saidByLess],
  confusedWith: ['dns-failure', 'tls-certificate-error', 'config-invalid'],
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
