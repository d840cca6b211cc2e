/** The sentences in which programs speak of what they lean on: a database, a broker, a schema, a child process. */

import type { Signature } from '../signature';

const service =
  'database|data ?base server|db|postgres\\w*|mysql|mariadb|mongo\\w*|redis|valkey|rabbit\\w*|amqp|kafka|broker|nats|etcd|zookeeper|elastic ?search|opensearch|clickhouse|cassandra|scylla|ldap|smtp|consul|vault|memcached|minio|api ?server|message bus|event bus|bootstrap servers?|upstream|backend|keyspace';

export const wordingServices: readonly Signature[] = [
  {
    id: 'service-connect-failed',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['connect', 'reach', 'contact', 'ping', 'establish'],
    pattern: new RegExp(
      `\\b(?:failed to|unable to|cannot|can't|can not|could not|couldn't|error)(?: re)?[ -]?(?:connect|reach|contact|ping|establish (?:a |an |the )?(?:\\w{1,20} )?connection)(?:ing)?(?: (?:to|with|from))?(?: (?:the|a|any|our|remote|initial|primary|main|new|to))*(?: [\\w-]{1,30})?? (?:(?<target>${service})\\b(?! (?:as|user|because of (?:auth|permission)))(?: instance| server)?(?: (?:at )?\\(?(?<address2>[a-z][a-z0-9+]{1,14}:\\/\\/[^\\s"'\`,)]{3,200}))?|["'\`]?(?<address>(?:[a-z][a-z0-9+]{1,14}:\\/\\/)[^\\s"'\`,]{3,200}))`,
      'i',
    ),
    example: 'panic: failed to connect database',
    near: 'failed to connect the dots of the order',
  },
  {
    id: 'service-called-away',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'unreachable',
      'not reachable',
      'no response',
      'not responding',
      'dropped from queue',
      'timed out',
      'exceeded when waiting',
    ],
    pattern: new RegExp(
      `(?:\\b(?<target>${service}) (?:server |host |connection )?is (?:unreachable|not reachable|not responding|unavailable)\\b|^\\S{0,200}:? ?(?:- )?no response$|connection not available and request was dropped from queue|\\b[Ww]aiting (?:for|on) (?:the )?(?<target2>${service})\\b.{0,60}timed out|exceeded when waiting for (?:server|service|host):? (?<target3>[\\w.-]{1,80}))`,
      'i',
    ),
    example: 'ERROR: MySQL is unreachable',
    near: 'the page is unreachable for guests',
  },
  {
    // An address or a service anywhere in what it says it waits for.
    id: 'waiting-for-somewhere',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['waiting for', 'waiting on', 'waiting until', 'wait for'],
    pattern: new RegExp(
      `\\b[Ww]ait(?:ing)? (?:for|on|until)\\b(?:[^:]{0,80}?[\\s("'\`@/](?<host>[A-Za-z][\\w-]{0,62}(?:\\.[\\w-]{1,62}){0,8}|\\d{1,3}(?:\\.\\d{1,3}){3}):(?<port>\\d{2,5})\\b| (?:the |a |an )?(?:\\w{1,20} )?(?<host2>${service})(?: (?:broker|node|host|instance|pod|master|primary|leader|server|service|cluster)s?)? (?:to (?:be|become|come|start|accept|respond)|is (?:up|ready|available)|readiness|availability|\\())`,
      'i',
    ),
    example: 'Waiting for kafka broker kafka-0.kafka:9092 to become available',
    near: 'waiting for leader election of the lease',
  },
  {
    // A client of gRPC that says only the state of its connection.
    id: 'connection-state-failing',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['transient_failure'],
    pattern: /(?<message>\b[Cc](?:onnection|hannel)\b.{0,40}\bTRANSIENT_FAILURE\b)/,
    example: 'connection.go:95] Still trying, connection is TRANSIENT_FAILURE',
    near: 'TRANSIENT_FAILURE is one of the states',
  },
  {
    id: 'schema-version-refused',
    cause: 'db-migration-failing',
    weight: 'error',
    literals: ['schema version', 'schema mismatch', 'database version', 'schema is ', 'schema has not '],
    pattern:
      /(?<message>\b(?:database |db |sql )?(?<!\b(?:input|output|message|event|payload|record|file|document|manifest|request|response|json|xml|yaml|avro|config|configuration) )schema version\b.{0,60}?(?:compatibility check failed|mismatch|incompatible|not supported|unsupported|newer than|older than|too (?:new|old)|expects?|required?|does not match|not loaded|is old\b|outdated|out of date|behind).{0,160}|\b(?:database|db|sql) schema (?:is|has) (?:not (?:been )?(?:loaded|initiali[sz]ed|installed|created|up[- ]to[- ]date)|out of date|outdated|too (?:old|new)).{0,160})/i,
    example:
      'Error: sql schema version compatibility check failed: version mismatch for keyspace/database: "temporal".',
    near: 'database schema version 12 is current',
  },
  {
    id: 'migrations-running-failed',
    vague: true,
    cause: 'db-migration-failing',
    weight: 'error',
    literals: [
      'migration',
      'auto migrate',
      'automigrate',
      'database upgrade',
      'schema upgrade',
      'upgrade the database',
    ],
    pattern:
      /(?<message>(?:\b(?:running|run|applying|apply|executing|execute|performing|perform) (?:(?:the|db|database|schema|sql|pending|all|up) )*migrations?\b(?: failed)?:|\b(?:failed|unable|could not|cannot|error)(?: to)?:? (?:auto[- ]?migrat\w+|migrat\w+ (?:the )?(?:database|db|schema)|upgrad\w+ (?:the )?(?:database|db|schema))|\b(?:database|db|schema) (?:upgrade|update|migration)s? (?:has |have )?failed|\bmigration \S{1,80} was previously applied but (?:is missing|has been modified)).{0,200})/i,
    example: 'level=fatal msg="running db migrations: Migrator: problem creating schema migrations"',
    near: 'running migrations of the database: done in 3 s',
  },
  {
    id: 'table-not-found-said',
    cause: 'db-migration-failing',
    weight: 'error',
    literals: [' not found', 'no such table'],
    pattern:
      /(?:JdbcSQL\w{3,40}Exception|SQL\w{0,20}(?:Exception|Error)): (?:Table|Column|Schema) "(?<name>[\w.]{1,120})" not found/,
    example: 'org.h2.jdbc.JdbcSQLSyntaxErrorException: Table "USERS" not found',
    near: 'Table "7" not found in the restaurant',
  },
  {
    // The script runners of Node end so when the child they started was killed, and only then.
    id: 'script-runner-killed',
    cause: 'oom-child-process',
    weight: 'error',
    literals: ['sigkill'],
    pattern:
      /^(?:npm (?:ERR!|error) signal (?<signal>SIGKILL)|error Command failed with signal "?(?<signal2>SIGKILL)"?|\s?ELIFECYCLE\S?\s{1,3}Command failed with signal "?(?<signal3>SIGKILL)"?)/,
    example: 'npm error signal SIGKILL',
    near: 'npm error signal SIGTERM',
  },
  {
    id: 'script-line-not-found',
    cause: 'command-not-found',
    weight: 'error',
    literals: [': no such file or directory'],
    pattern:
      /^\S{1,160}: line \d{1,5}: (?:exec: )?(?<command>(?:\.{1,2}\/)?(?:[\w@.-]{1,60}\/){1,8}[\w@-]{1,60}(?:\.(?:sh|py|rb|pl|js|php))?): No such file or directory$/,
    example: '/myapp/start: line 10: bin/rails: No such file or directory',
    near: '/myapp/start: line 10: /etc/app.conf: No such file or directory',
  },
  {
    id: 'entry-file-missing',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['could not open input file: ', 'the application '],
    pattern:
      /(?:^Could not open input file: (?<file>\S{1,200})$|The application '(?<file2>[^']{1,200}\.dll)' does not exist)/,
    example: 'Could not open input file: artisan',
    near: 'the application of the user does not exist',
  },
  {
    id: 'no-new-privileges',
    cause: 'permission-denied',
    weight: 'fatal',
    literals: ['effective uid is not 0', 'sudo: unable to', 'parent directory writable'],
    pattern: /(?<message>sudo: effective uid is not 0.{0,160}|Is its parent directory writable by the server)/,
    example: "sudo: effective uid is not 0, is sudo on a file system with the 'nosuid' option set?",
    near: 'the effective uid is not 0 but 1000',
  },
  {
    id: 'port-taken-said',
    cause: 'port-in-use',
    weight: 'error',
    literals: ['already taken', 'is occupied', 'is taken', 'already bound'],
    pattern:
      /(?:(?<![\w.:[\]-])(?<address>[\w.:[\]-]{0,60}):(?<port>\d{2,5}) failed: )?\bport (?<port2>\d{2,5} )?(?:is )?(?:already )?(?:taken|occupied|bound)\b/i,
    example: 'Error: bind to 0.0.0.0:80 failed: port already taken',
    near: 'the port of Hamburg is far',
  },
  {
    id: 'database-lock-taken',
    vague: true,
    cause: 'stale-lock-file',
    weight: 'error',
    literals: ['lock database', 'lock the database', 'resource temporarily unavailable'],
    pattern:
      /(?:(?:unable|failed|could not|cannot)(?: to)? (?:lock|acquire (?:a |the )?lock (?:on|of|for)) (?:the )?(?:database|data directory|db|file|store)\b.{0,120}|\block\w*\b.{0,120}resource temporarily unavailable)/i,
    names: 'path',
    example: 'Unable to lock database: resource temporarily unavailable',
    near: 'fork: retry: Resource temporarily unavailable',
  },
  {
    // Whatever it looked for, a pid file or a name: in a new container the other is what an earlier run left.
    id: 'already-running',
    cause: 'stale-lock-file',
    weight: 'error',
    literals: ['already running', 'instance of', 'pid file', 'pidfile'],
    pattern:
      /^(?:.{0,80}[\]:>|] )?(?<message>another (?:[\w.-]{1,40} ){0,2}(?:daemon|process|program|server) (?:of [\w.-]{1,40} )?(?:is |seems to be )?already running(?! (?:at|on|in|for|as|version)\b)|there is already an? (?:instance of [\w.-]{1,40}|[\w.-]{1,40} (?:process|daemon)) running|[\w.-]{1,40} (?:is )?already running[,;:]? \(?(?:as |with )?(?:pid|process id)[ :=]{0,2}\d{1,8}|(?:stale )?pid ?file (?:already exists|exists|found)(?: at| in|:) (?<file>\/\S{1,200}))/i,
    example: 'Another Parcel daemon is already running',
    near: 'another server of the ring is already running at version 3',
  },
  {
    // What a program says of the directory it keeps its lock in, by the part of the directory in its own set-up.
    id: 'directory-in-use',
    cause: 'stale-lock-file',
    weight: 'error',
    literals: ['in use', 'locked', 'being used'],
    pattern:
      /\b(?:(?:work(?:ing)?|data|home|stor(?:e|age)|database|db|cache|state|index|repository|queue|journal|log) ?(?:dir(?:ectory)?|folder)|(?:directory|folder)(?= ["'`[(]{0,2}\/)):?(?: ["'`[(]{0,2}\/[\w./@-]{1,250}["'`\])]{0,2})?,? (?:(?:is|was|seems to be|appears to be) (?:already |currently )?|already |currently )(?:in use|locked|being used)\b(?! (?:to|for|as|in|with|since|until)\b)/i,
    names: 'path',
    example: 'java.lang.IllegalStateException: Parcel work directory already in use: /parcel-work',
    near: 'the data directory in use is /parcel-work',
  },
  {
    id: 'tls-library-refused',
    vague: true,
    cause: 'tls-certificate-error',
    weight: 'error',
    literals: ['remote error: tls: ', '[ssl] pem lib', '[ssl: '],
    pattern:
      /(?:remote error: tls: (?<message>(?!internal error)[a-z][a-z ]{3,60})|SSLError\b.{0,20}(?<message2>\[SSL\] PEM lib|\[SSL: (?:NO_START_LINE|KEY_VALUES_MISMATCH|CA_MD_TOO_WEAK|EE_KEY_TOO_SMALL|UNSUPPORTED_PROTOCOL|SSLV3_ALERT_\w{1,40}|TLSV1\w{0,4}_ALERT_\w{1,40})\]).{0,80})/,
    example: 'caused by: Post https://sts.amazonaws.com/: remote error: tls: access denied',
    near: 'remote error: tls: internal error',
  },
  {
    id: 'no-server-left',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'servers available',
      'nodes available',
      'brokers available',
      'hosts available',
      'endpoints available',
      'responders available',
      'alive nodes',
      'nodes failed',
      'servers failed',
      'brokers failed',
      'hosts failed',
      'endpoints failed',
      'alive servers',
      'healthy servers',
      'healthy nodes',
      'healthy endpoints',
    ],
    pattern:
      /(?<message>\b[Nn]o (?:(?:alive|live|healthy|reachable|active) (?:servers?|nodes?|brokers?|hosts?|endpoints?)(?: available| found| left)?|(?:servers?|nodes?|brokers?|hosts?|endpoints?|responders) available(?! to schedule)\b.{0,60})|\b[Aa]ll (?:configured |known |seed |contact )?(?:servers|nodes|brokers|hosts|endpoints) failed)/,
    example: '2024/01/12 12:29:59 nats: no servers available for connection',
    near: 'no nodes available to schedule pods',
  },
  {
    id: 'process-ended-unexpectedly',
    vague: true,
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: [' unexpectedly'],
    pattern:
      /(?<message>\b(?:[Mm]ain|[Ss]erver|[Bb]ackend|[Cc]hild|[Aa]pp(?:lication)?|[Ss]ervice|[Dd]aemon|[Ww]orker)(?: process)? (?:has )?(?:shut ?down|exited|stopped|terminated|died|quit|ended|crashed) unexpectedly)/,
    example: 'ERROR - Main process shut down unexpectedly.',
    near: 'the customer quit unexpectedly',
  },
  {
    id: 'ran-out-while-connecting',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [' connecting', ' dialing', ' to connect', ' reaching'],
    pattern:
      /(?<message>\b(?:[Dd]eadline exceeded|[Tt]imed out|[Tt]ime-?out(?: expired| exceeded)?|[Tt]imeout) (?:while |when |during |on |trying )?(?:connecting|dialing|reaching|to connect)\b(?! pool)(?: to)?(?: (?<address>[\w.-]{1,120}:\d{2,5}))?)/,
    example: 'context deadline exceeded while connecting to temporal:7233',
    near: 'the timeout of the shop was reached',
  },
];
