/** What PostgreSQL says, as a server and through its drivers (signals §7.7). */

import type { Signature } from '../signature';

export const postgres: readonly Signature[] = [
  {
    id: 'postgres-auth',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'password authentication failed',
      'peer authentication failed',
      'ident authentication failed',
      'no pg_hba.conf entry',
      'no password supplied',
      'client password must be a string',
      'scram authentication',
      'authentication method',
      'sasl: scram',
      'no password assigned',
      'p1000',
      'invalid authorization specification',
      'no password has been provided',
    ],
    pattern:
      /(?<message>(?:password|[Pp]eer|[Ii]dent|SCRAM|LDAP|RADIUS) authentication failed for (?:user )?"?(?<user>[\w.@-]{1,100})?"?|no pg_hba\.conf entry for host "?(?<host>[\w.:]{1,100})"?|no password supplied|client password must be a string|no password has been provided|\bP1000\b.{0,20}Authentication failed|Invalid authorization specification)/,
    example: 'FATAL:  password authentication failed for user "ledger"',
    near: 'password authentication is on',
  },
  {
    id: 'postgres-database-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['does not exist', 'p1003'],
    pattern:
      /(?<kind>database|role|tablespace) "(?<name>[^"]{1,120})" does not exist|\bP1003\b.{0,10}Database .{0,100} does not exist/,
    example: 'FATAL:  database "ledger" does not exist',
    near: 'ERROR:  relation "ledger" does not exist',
  },
  {
    id: 'postgres-too-many-clients',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'too many clients already',
      'remaining connection slots are reserved',
      'too many connections for',
      'no more connections allowed',
      'query_wait_timeout',
      'pool_size',
      'max client connections reached',
    ],
    pattern:
      /(?<message>sorry, too many clients already|remaining connection slots are reserved for|too many connections for (?:role|database) "(?<name>[^"]{1,100})"|no more connections allowed|query_wait_timeout|Max client connections reached)/i,
    example: 'FATAL:  sorry, too many clients already',
    near: 'there are many clients',
  },
  {
    // Alone, `FATAL:  the database system is starting up`, it is what a server logs of whoever asked it too early.
    id: 'postgres-starting',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['the database system is'],
    pattern:
      /(?:failed|rror|connect|ConnectionBad|Exception|SQLSTATE|psql|pq|57P03)\b.{0,80}?(?<message>the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections|not accepting connections))|(?<message2>the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections|not accepting connections))(?=.{0,20}(?:SQLSTATE|57P03))/,
    example:
      'psql: error: connection to server at "db" (10.1.0.7), port 5432 failed: FATAL:  the database system is starting up',
    near: '2026-10-15 16:54:22.001 UTC [35] FATAL:  the database system is starting up',
  },
  {
    id: 'postgres-checkpoint-lost',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    literals: [
      'could not locate a valid checkpoint record',
      'checkpoint record',
      'invalid page in block',
      'could not open file',
      'could not read file',
      'could not find redo location',
    ],
    pattern:
      /(?:PANIC|FATAL): {1,3}(?<message>could not locate a valid checkpoint record.{0,80}|invalid (?:primary )?checkpoint record|could not (?:open|read) file "(?<file>[^"]{1,200})": (?!Permission|No space)[^\n]{1,60}|could not find redo location.{0,80})/,
    example: 'PANIC:  could not locate a valid checkpoint record',
    near: 'LOG:  checkpoint record is at 0/15A3F28',
  },
  {
    id: 'postgres-data-owner',
    cause: 'permission-denied',
    weight: 'fatal',
    literals: ['data directory', 'has wrong ownership', 'group or world access', 'has invalid permissions'],
    pattern:
      /data directory "(?<path>[^"]{1,200})" has (?:(?<tooOpen>invalid permissions|group or world access)|(?<wrongOwner>wrong ownership))|initdb: error: could not (?:change permissions of|access) directory "(?<path2>[^"]{1,200})"/,
    example: 'FATAL:  data directory "/var/lib/postgresql/data" has invalid permissions',
    near: 'data directory "/var/lib/postgresql/data" was initialized',
  },
  {
    id: 'postgres-lock-file',
    cause: 'stale-lock-file',
    weight: 'fatal',
    literals: ['lock file', 'postmaster.pid', 'pre-existing shared memory block'],
    pattern:
      /lock file "(?<file>[^"]{0,200}(?:postmaster\.pid|\.lock))" (?:already exists|is empty)|bogus data in lock file "(?<file2>[^"]{1,200})"|could not remove old lock file "(?<file3>[^"]{1,200})"|(?<message>pre-existing shared memory block \(key \d{1,12}, ID \d{1,12}\) is still in use)/,
    example: 'FATAL:  lock file "postmaster.pid" already exists',
    near: 'lock file removed',
  },
  {
    id: 'postgres-version',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'database files are incompatible with server',
      'which is not compatible with this version',
      'there appears to be postgresql data in',
      'counter to that, there appears',
    ],
    pattern:
      /(?<message>database files are incompatible with server|initialized by PostgreSQL version (?<version>[\d.]{1,10}), which is not compatible|there appears to be PostgreSQL data in)/,
    example: 'FATAL:  database files are incompatible with server',
    near: 'database files are fine',
  },
  {
    id: 'postgres-not-empty',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['exists but is not empty'],
    pattern: /initdb: error: directory "(?<path>[^"]{1,200})" exists but is not empty/,
    example: 'initdb: error: directory "/var/lib/postgresql/data" exists but is not empty',
    near: 'the basket exists but is not empty',
  },
  {
    id: 'postgres-password-wanted',
    cause: 'missing-env-var',
    weight: 'fatal',
    literals: ['you must specify postgres_password'],
    pattern: /You must specify (?<variable>POSTGRES_PASSWORD)/,
    example: '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
    near: 'POSTGRES_PASSWORD was read',
  },
  {
    // The line after it names the variable.
    id: 'postgres-no-password',
    vague: true,
    cause: 'missing-env-var',
    weight: 'fatal',
    literals: ['database is uninitialized and superuser password is not specified'],
    pattern: /Database is uninitialized and superuser password is not specified/,
    example: 'Error: Database is uninitialized and superuser password is not specified.',
    near: 'superuser password is set',
  },
  {
    id: 'postgres-parameter',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'unrecognized configuration parameter',
      'invalid value for parameter',
      'is outside the valid range for parameter',
      'contains errors',
      'could not access the server configuration file',
      'is not a valid postgresql',
      'could not load library',
    ],
    pattern:
      /(?<message>unrecognized configuration parameter "(?<name>[^"]{1,100})"|invalid value for parameter "(?<name2>[^"]{1,100})".{0,100}|is outside the valid range for parameter "(?<name3>[^"]{1,100})"|configuration file "(?<file>[^"]{1,200})" contains errors|could not access the server configuration file "(?<file2>[^"]{1,200})")/,
    example: 'FATAL:  unrecognized configuration parameter "shared_bufers"',
    near: 'LOG:  parameter "work_mem" changed to "8MB"',
  },
  {
    id: 'postgres-shared-memory',
    cause: 'node-kernel-setting',
    weight: 'fatal',
    literals: [
      'could not map anonymous shared memory',
      'could not create shared memory segment',
      'could not resize shared memory segment',
      'huge_pages',
      'huge pages',
      'could not create semaphores',
    ],
    pattern:
      /(?<message>could not (?:map anonymous shared memory|create shared memory segment|create semaphores)|huge pages not supported).{0,120}/,
    example: 'FATAL:  could not map anonymous shared memory: Cannot allocate memory',
    near: 'shared memory mapped',
  },
  {
    id: 'postgres-shm-full',
    cause: 'disk-full-or-evicted',
    weight: 'error',
    literals: ['could not resize shared memory segment'],
    pattern:
      /could not resize shared memory segment "(?<path>[^"]{1,80})" to \d+ bytes: (?<message>No space left on device)/,
    example:
      'ERROR:  could not resize shared memory segment "/PostgreSQL.1804" to 8388608 bytes: No space left on device',
    near: 'could resize shared memory segment',
  },
  {
    id: 'postgres-backend-killed',
    cause: 'oom-child-process',
    weight: 'fatal',
    literals: ['was terminated by signal 9'],
    pattern: /(?<process>\(PID \d+\)|process .{1,40}) was terminated by signal (?<signal>9)\b/,
    example: 'LOG:  server process (PID 1432) was terminated by signal 9: Killed',
    near: 'LOG:  server process (PID 1432) was terminated by signal 15: Terminated',
  },
  {
    id: 'postgres-backend-crashed',
    cause: 'segfault',
    weight: 'error',
    literals: ['was terminated by signal 11', 'was terminated by signal 7'],
    pattern: /(?:\(PID \d+\)|process .{1,40}) was terminated by (?<signal>signal (?:11|7))\b/,
    example: 'LOG:  server process (PID 99) was terminated by signal 11: Segmentation fault',
    near: 'LOG:  server process (PID 99) exited with exit code 1',
  },
  {
    id: 'postgres-privilege',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['permission denied for', 'must be owner of', 'insufficient_privilege', 'permission denied to create'],
    pattern:
      /(?<message>permission denied (?:for (?:table|schema|relation|database|sequence|function|view|language|column|type)|to create (?:extension|database|role)) "?(?<name>[\w.-]{0,100})"?|must be owner of \w{1,20} (?<name2>[\w.]{1,100}))/,
    example: 'ERROR:  permission denied for schema public at character 14',
    near: 'open /data/schema: permission denied',
  },
  {
    id: 'postgres-not-a-data-dir',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['is not a valid data directory', 'is not a database cluster directory'],
    pattern: /"(?<file>\/[^"]{1,200})" is not a (?:valid data|database cluster) directory/,
    example: 'FATAL:  "/var/lib/postgresql/data" is not a valid data directory',
    near: 'it is not a valid data directory of orders',
  },
];
