/** A known address refuses, drops or does not answer, and the program gives up (signals §7: go-8, nd-7, jv-16, py-13, …). */
import type { Neighbour } from '../../../model/snapshot';
import { changeByHand } from '../../../remedy/change';
import { describeObject, showWorkload } from '../../../remedy/look';
import { roleOf } from '../../signatures/decisive';
import { defineLogRule, logsOf, subject, saidByLess, short, type LogFinding } from '../log-rule';
import { behind, mendSelector, noService, portsOf, serviceName } from './behind';
import { isIp, knownAddress } from './dialled';
import { freeConnections, fullIn } from './full';
import { passedInAStart } from './in-a-start';
import { isDown, lookBehind, neighbourEvidence, neighbourOf, selectingNone, unservedPort } from './neighbour';
import { awaitsItsOwnPod } from './own-pod';

/** What says that it waits does not say that it was refused: it may not even have tried. */
const waits = new Set(['waiting-for', 'waiting-for-somewhere']);

function onlyWaits({ log }: LogFinding): boolean {
  return waits.has(log.hit.signature);
}

/** The neighbour that has the address of the line, also where only the address as a whole was read. */
function dialledNeighbour(found: LogFinding): Neighbour | null {
  return neighbourOf(found) ?? neighbourOf({ view: found.view, captures: { address: knownAddress(found) ?? '' } });
}

/** A probe killed it long after what it had waited for was there. */
function overcomeBeforeKill({ ending, log }: LogFinding): boolean {
  return (
    ending?.verdict === 'probe-kill' &&
    log.hit.weight === 'noise' &&
    log.digest.hits.some((hit) => roleOf(hit) === 'ready')
  );
}

/** The Service of a bare number: a reader knows the name. */
function serviceOfNumber(found: LogFinding): string | null {
  const address = knownAddress(found);
  const service = dialledNeighbour(found)?.service;
  return address !== null && isIp(address) && service ? serviceName(service) : null;
}

const instead: ReadonlyMap<string, string> = new Map([
  ['dns-failure', 'No connection was tried: the name was not resolved.'],
  ['tls-certificate-error', 'It is a certificate that was refused, and no connection.'],
]);

/** What only a database that was reached can say of its schema. */
const answered =
  /\bDirty database version|\b(?:relation|table|column|index|constraint|type|schema) \S{1,80} (?:does(?: not|n't) exist|already exists)|\bno such (?:table|column)\b|\bUnknown column\b/i;

export const dependencyUnreachable = defineLogRule({
  id: 'dependency-unreachable',
  // A program that waits for another one until a probe gives it up did not start too slowly: more time would change nothing.
  supersedes: [...saidByLess, 'startup-probe-failing', 'liveness-too-aggressive'],
  confusedWith: ['dns-failure', 'tls-certificate-error', 'config-invalid'],
  // One that listened and quietly tries again in the background was killed for something else.
  unless: (found) => overcomeBeforeKill(found) || passedInAStart(found) || awaitsItsOwnPod(found),
  against: (cause, text) =>
    cause === 'db-migration-failing' && answered.test(text)
      ? 'The database was reached: the line is what it said of its schema.'
      : instead.get(cause),
  names: knownAddress,
  headline: (found) => {
    const address = knownAddress(found);
    const byName = serviceOfNumber(found);
    const neighbour = dialledNeighbour(found);
    const misses = unservedPort(neighbour, address) !== null && neighbour?.service;
    const none = !misses && neighbour !== null && selectingNone(neighbour) !== null;
    const full = fullIn(found);
    const problem = found.captures['problem'] ?? (address === null ? found.captures['message'] : undefined);
    if (full !== null)
      return [
        ...subject(found.container),
        ' is turned away by ',
        ...(address === null ? ['what it depends on'] : [{ code: address }]),
        ': ',
        { mark: full },
      ];
    return [
      ...subject(found.container),
      onlyWaits(found) ? ' waits for ' : ' cannot reach ',
      address === null ? 'what it depends on' : { mark: address },
      ...(byName === null ? [] : [', which is Service ', { code: byName }, ...(none ? [' and selects no pod'] : [])]),
      ...(problem === undefined ? [] : [`: ${short(problem)}`]),
      ...(misses ? [`: its Service serves ${portsOf(misses)} only`] : []),
      ...(none && byName === null ? [': its Service selects no pod'] : []),
    ];
  },
  says(found) {
    const address = knownAddress(found);
    const byName = serviceOfNumber(found);
    const number = byName === null ? '' : `, which is Service \`${byName}\``;
    if (fullIn(found) !== null) return 'Its log says that the server answered, and has no connection left for it.';
    if (onlyWaits(found))
      return `Its log says that it waits for \`${address ?? 'what it depends on'}\`${number}, and not what its attempts met.`;
    if (address === null) return 'Its log says that a connection was not taken, and not by whom.';
    return `Its log says that \`${address}\`${number === '' ? '' : `${number},`} did not take the connection.`;
  },
  more(found) {
    const neighbour = dialledNeighbour(found);
    const address = knownAddress(found);
    if (neighbour) return behind(neighbour, address);
    if (found.captures['host'] === undefined || address === null) return [];
    return [noService(address, found.view.snapshot.servicesRead)];
  },
  remedies(found) {
    const neighbour = dialledNeighbour(found);
    const read = logsOf(found, 'See which address it tries, and for how long.');
    if (fullIn(found) !== null) return [freeConnections(), read];
    if (!neighbour?.service) return [read];
    const { service, workload } = neighbour;
    const port = unservedPort(neighbour, knownAddress(found));
    const mend =
      workload && isDown(neighbour) ? [showWorkload(workload, 'What it waits for is there: mend that first.')] : [];
    const none = selectingNone(neighbour);
    if (port === null)
      return [...mend, lookBehind(service, none === null), ...(none ? [mendSelector(none)] : []), read];
    return [
      describeObject(service.namespace, 'service', service.name, 'See the ports that it serves.'),
      changeByHand(
        'mend-port',
        'Dial a port that the Service serves',
        `Service ${serviceName(service)} serves ${portsOf(service)}, the program dials ${port}: mend the address that the program is given, or let the Service serve ${port} too.`,
      ),
      ...mend,
      read,
    ];
  },
  dependsOn(found) {
    const neighbour = dialledNeighbour(found);
    const evidence = neighbour && neighbourEvidence(neighbour);
    if (!neighbour?.workload || !evidence || !isDown(neighbour)) return undefined;
    return { workload: neighbour.workload, via: neighbour.via, evidence: [evidence] };
  },
  wouldDisprove: 'A connection from another pod to the same address that succeeds at the same time.',
});
