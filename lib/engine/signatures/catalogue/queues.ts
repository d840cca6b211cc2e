/** What message queues and their clients say: Kafka, RabbitMQ, AMQP (signals §7.7). */

import type { Signature } from '../signature';

export const queues: readonly Signature[] = [
  {
    id: 'kafka-unreachable',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'brokers are down',
      'broker may not be available',
      'not present in metadata after',
      'timed out waiting for a node assignment',
      'kafka: client has run out of available brokers',
      'nobrokersavailable',
      'no brokers available',
      'kafkajsconnectionerror',
      'kafkajsnumberofretriesexceeded',
      'bootstrap broker',
      'failed to update metadata after',
      'broker transport failure',
      'could not be established. broker',
      'failed to fetch metadata',
      'local: timed out',
      'kafkajsbrokernotfound',
      'kafka.common.errors.timeoutexception',
      'timed out waiting for join group',
    ],
    pattern:
      /(?<message>(?<!\d)\d{1,9}\/\d{1,9} brokers are down|Connection to node -?\d{1,9} \((?<address>[^)]{1,200})\) could not be established|Topic (?<topic>\S{1,120}) not present in metadata after \d+ ms|Timed out waiting for a node assignment|client has run out of available brokers.{0,120}|NoBrokersAvailable|KafkaJS(?:ConnectionError|NumberOfRetriesExceeded|BrokerNotFound).{0,120}|Bootstrap broker (?<address2>\S{1,120}) .{0,20}disconnected|Failed to update metadata after [\d.]{1,12} (?:ms|secs?)|Broker transport failure|kafka\.common\.errors\.TimeoutException: .{0,160}|Timed out waiting for join group to complete)/,
    example:
      '[2024-01-12 12:29:59,483] WARN Connection to node -1 (kafka/10.1.0.7:9092) could not be established. Broker may not be available.',
    near: 'Connection to node 3 established',
  },
  {
    id: 'kafka-auth',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'saslauthenticationexception',
      'topicauthorizationexception',
      'groupauthorizationexception',
      'sasl authentication failed',
      'saslauthenticationfailed',
      'sasl authentication error',
      'clusterauthorizationexception',
    ],
    pattern:
      /(?<exception>SaslAuthenticationException|TopicAuthorizationException|GroupAuthorizationException|ClusterAuthorizationException)(?:: (?<message>.{0,160}))?|SASL [Aa]uthentication (?:failed|error).{0,100}/,
    example:
      'org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed: Invalid username or password',
    near: 'SASL authentication succeeded',
  },
  {
    id: 'kafka-cluster-id',
    vague: true,
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'inconsistentclusteridexception',
      'inconsistentbrokeridexception',
      "doesn't match stored clusterid",
      "doesn't match stored brokerid",
      'no meta.properties found',
      'configexception: ',
      'missing required configuration',
    ],
    pattern:
      /(?<message>InconsistentClusterIdException.{0,160}|InconsistentBrokerIdException.{0,160}|doesn't match stored (?:clusterId|brokerId).{0,60}|No `?meta\.properties`? found.{0,100}|ConfigException: .{1,200}|Missing required configuration "?(?<name>[\w.]{1,100})"?.{0,100})/,
    example:
      "kafka.common.InconsistentClusterIdException: The Cluster ID kVSgfurUQFGGpHMTBqBPiw doesn't match stored clusterId Some(0Qftv9yBTAmf2iDPSlIk7g) in meta.properties.",
    near: 'cluster id matches',
  },
  {
    id: 'kafka-log-dir-lock',
    cause: 'stale-lock-file',
    weight: 'fatal',
    literals: ['failed to acquire lock on file', 'nodeexistsexception', 'error while creating ephemeral at'],
    pattern:
      /Failed to acquire lock on file (?<file>\S{1,200})|Error while creating ephemeral at (?<path>\S{1,120}), node already exists/,
    example:
      'kafka.common.KafkaException: Failed to acquire lock on file .lock in /var/lib/kafka/data. A Kafka instance in another process or thread is using this directory.',
    near: 'acquired lock on file .lock',
  },
  {
    id: 'rabbitmq-auth',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'access_refused',
      'login was refused',
      '403 (access-refused)',
      'not_allowed - vhost',
      'not_allowed - access to vhost',
      'username or password not allowed',
      'accessrefused',
    ],
    pattern:
      /(?<message>ACCESS[_-]REFUSED.{0,120}|[Ll]ogin was refused using authentication mechanism.{0,40}|NOT_ALLOWED - (?:vhost|access to vhost) '?(?<name>[^' ]{1,80}).{0,60}|username or password not allowed)/i,
    example:
      'Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN."',
    near: 'access was not refused',
  },
  {
    id: 'amqp-unreachable',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'cannot connect to amqp',
      'cannot connect to redis',
      'amqpconnectionerror',
      'none of the specified endpoints were reachable',
      'brokerunreachableexception',
      'kombu.exceptions.operationalerror',
      'cannot connect to ',
    ],
    pattern:
      /(?<message>Cannot connect to (?<address>(?:amqps?|rediss?):\/\/[^\s:]{0,100}(?::\S{0,100})?): .{0,100}|AMQPConnectionError.{0,100}|None of the specified endpoints were reachable|BrokerUnreachableException.{0,60}|kombu\.exceptions\.OperationalError: .{0,120})/,
    example: 'consumer: Cannot connect to amqp://shop:**@rabbitmq:5672//: [Errno 111] refused.',
    near: 'connected to amqp://rabbitmq',
  },
  {
    id: 'rabbitmq-cookie',
    cause: 'permission-denied',
    weight: 'fatal',
    literals: ['cookie file', '.erlang.cookie'],
    pattern:
      /(?:[Cc]ookie file (?<file>\/\S{1,200}) must be (?<tooOpen>accessible by owner only)|(?:Error when reading|Failed to (?:read|create|write)|reading) (?:cookie file )?"?(?<file2>\/\S{0,200}\.erlang\.cookie)"?.{0,40}(?:eacces|permission denied))/,
    example: 'Cookie file /var/lib/rabbitmq/.erlang.cookie must be accessible by owner only',
    near: 'cookie file read',
  },
  {
    // A reason within a term: `{error,eacces}`, or at the end of a list of arguments.
    id: 'erlang-eacces',
    cause: 'permission-denied',
    weight: 'error',
    literals: ['eacces}', 'eacces]', 'eacces,'],
    pattern: /(?:^|[\s,{[])(?:\{?"(?<path>\/[^"]{1,250})",)?eacces[\]},]/,
    example: 'Error during startup: {error,{cannot_create_plugins_expand_dir,["/data/plugins-expand",eacces]}}',
    near: '{retry,[enoent,eaccess]}',
  },
  {
    id: 'erlang-cookie-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['erlang cookie', '.erlang.cookie', 'erlang_cookie', 'from disallowed node'],
    pattern:
      /(?<message>Authentication failed \(rejected by the (?:remote|local) node\), please check the (?<option>Erlang cookie)|Connection attempt from disallowed node \S{1,300}|\.erlang\.cookie contents do not match (?<option2>\w{1,60})|Cookie file \/\S{1,200} is of type (?!regular)\w{1,20}|Erlang cookie .{0,60}mismatch.{0,60})/,
    example: '  * Authentication failed (rejected by the remote node), please check the Erlang cookie',
    near: 'Current node details: Erlang cookie hash: LUU4MK4UVJRyLU1mclTW0g==',
  },
  {
    id: 'mnesia-tables',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: [
      'timeout_waiting_for_tables',
      'inconsistent_database',
      'schema_integrity_check_failed',
      'inconsistent_cluster',
    ],
    pattern:
      /(?<message>timeout_waiting_for_tables|inconsistent_database|schema_integrity_check_failed|inconsistent_cluster)/,
    example: 'Error while waiting for Mnesia tables: {timeout_waiting_for_tables,[rabbit_user]}',
    near: 'waiting for tables',
  },
];
