/** Inits and supervisors that report how their child ended: context, never the reason (signals §7, wrappers). */

import type { Signature } from '../signature';

export const wrappers: readonly Signature[] = [
  {
    id: 'wrapper-child-exited',
    cause: null,
    weight: 'noise',
    role: 'wrapper',
    literals: [
      'exited',
      'elifecycle',
      'command failed with exit code',
      'lifecycle script',
      'exit code',
      'child process',
      'main child exited',
      'code elifecycle',
      'exit status',
      'terminated by signal',
      'entered fatal state',
      'gave up',
      'exiting with',
    ],
    pattern:
      /(?:\[(?:INFO|DEBUG|WARN|FATAL)\s+tini \(\d+\)\]|tini\b.{0,10}:|dumb-init\b|s6-\w+|supervise|^\S{0,24}\s?(?:INFO|WARN|CRIT) (?:exited|gave up|stopped|reaped)|(?:exited|gave up): \S{1,60}|npm (?:ERR!|error) (?:code|errno|Exit status|lifecycle|Lifecycle|command failed)|ELIFECYCLE|error Command failed with exit code|Lifecycle script|(?:[Cc]ommand|[Pp]rocess|[Cc]hild|[Pp]rogram|[Ss]ervice|container|main process)\b.{0,60}? (?:exited|terminated|finished|returned|failed)(?: unexpectedly)? (?:with )?(?:exit )?(?:code|status)|^exit status \d+$|Shutting down: Master|Reason: (?:Worker|App) failed)/,
    example: '[INFO  tini (1)] Main child exited normally (with status "1")',
    near: 'the user exited the page',
  },
  {
    id: 'supervisord-exited',
    cause: null,
    weight: 'noise',
    role: 'wrapper',
    literals: ['not expected', 'spawnerr', 'exited too quickly'],
    pattern: /(?:exited: (?<name>\S{1,60}) \(.{1,60}; not expected\)|\bWARN .{0,20}exited too quickly)/,
    example: '2024-01-12 12:29:59,483 INFO exited: web (exit status 1; not expected)',
    near: 'as not expected by the reader',
  },
  {
    // What it waited for is not coming up any more. It calls that information, and may end with 0 behind it.
    id: 'supervisord-gave-up',
    vague: true,
    cause: 'app-error-uncaught',
    weight: 'fatal',
    role: 'wrapper',
    anyLevel: true,
    literals: ['entered fatal state'],
    pattern: /gave up: (?<message>(?<name>\S{1,60}) entered FATAL state.{0,80})/,
    example: '2024-01-12 12:30:05,483 INFO gave up: web entered FATAL state, too many start retries too quickly',
    near: 'the model entered fatal state in this simulation',
  },
  {
    id: 'supervisord-spawn',
    cause: 'command-not-found',
    weight: 'error',
    // All that it says of its programs it calls information.
    anyLevel: true,
    literals: ['spawnerr'],
    pattern: /spawnerr: can't find command '(?<command>[^']{1,200})'/,
    example: "INFO spawnerr: can't find command '/usr/local/bin/worker'",
    near: 'spawnerr: unknown error making dispatchers',
  },
  {
    // Of its own sockets, before it starts anything.
    id: 'supervisord-port-in-use',
    cause: 'port-in-use',
    weight: 'fatal',
    literals: ['already listening on a port'],
    pattern: /Error: Another program is already listening on a port that one of our HTTP servers is configured to use/,
    example:
      'Error: Another program is already listening on a port that one of our HTTP servers is configured to use.  Shut this program down first before starting supervisord.',
    near: 'the till is already listening on a port of its own',
  },
  {
    id: 'sidekiq-puma-killed',
    cause: null,
    weight: 'noise',
    role: 'wrapper',
    literals: ['terminating timed out worker', 'out-of-sync worker', 'failed to check in within', 'puma worker killer'],
    pattern: /(?:Terminating timed out worker|Out-of-sync worker|PumaWorkerKiller)/,
    example: '[1] ! Terminating timed out worker (Worker 0 failed to check in within 60 seconds): 23',
    near: 'worker 0 checked in',
  },
];
