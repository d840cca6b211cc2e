/** The many ways in which a log is not to be had, as one plain sentence each (signals §4.6). */
import 'server-only';
import type { Failure } from '../model/result';
import type { LogRequest } from '../model/source';
import type { ApiError } from './api-error';

type Row = [pattern: RegExp, code: Failure['code'], message: (request: LogRequest) => string];

const ROWS: Row[] = [
  [
    /previous terminated container .* not found/,
    'absent',
    ({ container }) => `The log of an earlier run of ${container} is not there.`,
  ],
  [
    /is waiting to start: (image can't be pulled|trying and failing to pull image)/,
    'absent',
    ({ container }) => `${container} has no log: its image cannot be pulled.`,
  ],
  [/is waiting to start/, 'absent', ({ container }) => `${container} has not started yet, so it has no log.`],
  [/is (terminated|not available)$/, 'absent', ({ container }) => `The node knows no instance of ${container}.`],
  [/does not have a host assigned/, 'absent', ({ pod }) => `${pod} is on no node yet, so it has no log.`],
  [
    /container .* not found in pod|cannot be found - no logs available/,
    'absent',
    ({ pod }) => `The node does not know ${pod}.`,
  ],
  [
    /a container name must be specified|is not valid for pod/,
    'invalid',
    ({ pod, container }) => `${pod} has no container ${container}.`,
  ],
  [/no such file or directory/, 'absent', () => 'The log file is gone from the node.'],
  [
    /resource=nodes, ?subresource=|nodes\/(proxy|log)/,
    'denied',
    () => 'The kubelet refuses the API server: it may not read logs on that node.',
  ],
  [
    /dial tcp|No agent available|x509:|i\/o timeout|connection refused|error trying to reach service/,
    'unreachable',
    () => 'The API server cannot reach the kubelet of that node.',
  ],
];

/** Of an error that the API server relays, or met on its way to the node: `NewGenericServerResponse`, the kubelet's path. */
const OF_NODE = /has prevented the request from succeeding|\/containerLogs\//;

/**
 * Whether any other log would have failed as well. Not one that is not there in time: a node that is gone lets the API
 * server wait for longer than we do, and its neighbours' logs are to be had.
 */
export function isOfServer({ kind, message, details: { status = 0 } }: ApiError): boolean {
  if (kind !== 'status') return kind !== 'timeout' && kind !== 'aborted';
  if (OF_NODE.test(message) || ROWS.some(([pattern]) => pattern.test(message))) return false;
  return status === 401 || status === 429 || status >= 500;
}

/** What to say about a log request that failed. */
export function logFailure(error: ApiError, request: LogRequest): Failure {
  const { namespace, pod } = request;
  switch (error.kind) {
    case 'timeout':
    case 'aborted':
      return { code: 'timeout', message: 'The log was not there within 10 s.' };
    case 'status':
      break;
    case 'malformed':
    case 'not-kubernetes':
      return { code: 'invalid', message: error.message };
    case 'credentials':
      return { code: 'denied', message: error.message };
    default:
      return { code: 'unreachable', message: error.message };
  }
  const row = ROWS.find(([pattern]) => pattern.test(error.message));
  if (row !== undefined) return { code: row[1], message: row[2](request) };
  switch (error.details.status) {
    case 401:
      return { code: 'denied', message: 'The API server does not accept the credentials (401).' };
    case 403:
      return {
        code: 'denied',
        message: `The account may not read logs in ${namespace}.`,
        permission: { verbs: ['get'], group: '', resource: 'pods/log', namespace },
      };
    case 404:
      return { code: 'absent', message: `${pod} is gone, and its log with it.` };
    case 429:
      return { code: 'failed', message: 'The API server is too busy to read logs.' };
    case 504:
      return { code: 'timeout', message: 'The API server waited too long for the log.' };
    default:
      return { code: 'failed', message: error.message };
  }
}
