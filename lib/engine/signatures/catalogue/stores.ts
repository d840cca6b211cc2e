/** What queues, search engines and stores say: Kafka, RabbitMQ, Elasticsearch, ClickHouse, Cassandra, etcd, MinIO, Prometheus, Vault (signals §7.7). */

import type { Signature } from '../signature';

export const stores: readonly Signature[] = [
  {
    id: 'kafka-unreachable',
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
    ],
    pattern:
      /(?<message>\d+\/\d+ brokers are down|Connection to node -?\d+ \((?<address>[^)]{1,200})\) could not be established|Topic (?<topic>\S{1,120}) not present in metadata after \d+ ms|Timed out waiting for a node assignment|client has run out of available brokers.{0,120}|NoBrokersAvailable|KafkaJS(?:ConnectionError|NumberOfRetriesExceeded|BrokerNotFound).{0,120}|Bootstrap broker (?<address2>\S{1,120}) .{0,20}disconnected|Failed to update metadata after \d+ ms|Broker transport failure)/,
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
      /(?:[Cc]ookie file (?<file>\/\S{1,200}) must be accessible by owner only|(?:Error when reading|Failed to (?:read|create|write)|reading) (?:cookie file )?"?(?<file2>\/\S{0,200}\.erlang\.cookie)"?.{0,40}(?:eacces|permission denied))/,
    example: 'Cookie file /var/lib/rabbitmq/.erlang.cookie must be accessible by owner only',
    near: 'cookie file read',
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
  {
    id: 'elasticsearch-node-lock',
    cause: 'stale-lock-file',
    weight: 'fatal',
    literals: [
      'failed to obtain node lock',
      'failed to obtain node locks',
      'lockobtainfailedexception',
      'lock held by another program',
      'write.lock',
    ],
    pattern:
      /failed to obtain node locks?,? ?(?:tried )?\[{0,2}(?<path>[^\]\s]{0,200})|LockObtainFailedException: (?<message>.{0,160})/,
    example:
      'java.lang.IllegalStateException: failed to obtain node locks, tried [[/usr/share/elasticsearch/data]] with lock id [0]; maybe these locations are not writable or multiple nodes were started without increasing [node.max_local_storage_nodes] (was [1])?',
    near: 'node locks obtained',
  },
  {
    id: 'elasticsearch-memory-lock',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: [
      'memory locking requested for elasticsearch process but memory is not locked',
      'max file descriptors',
      'max number of threads',
      'system call filters failed to install',
    ],
    pattern:
      /(?<message>memory locking requested for elasticsearch process but memory is not locked|max file descriptors \[\d+\] for elasticsearch process is too low|max number of threads \[\d+\] for user .{1,60} is too low|system call filters failed to install)/,
    example:
      'bootstrap check failure [1] of [2]: max file descriptors [4096] for elasticsearch process is too low, increase to at least [65535]',
    near: 'max file descriptors [65535]',
  },
  {
    id: 'elasticsearch-settings',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'the default discovery settings are unsuitable',
      'unknown setting [',
      'unknown secure setting',
      'cannot be upgraded',
      'indexformattoooldexception',
      'failed to parse setting',
      'failed to parse value',
      'settingsexception',
      'configured with',
      'cannot downgrade a node',
    ],
    pattern:
      /(?<message>the default discovery settings are unsuitable for production use|unknown (?:secure )?setting \[(?<name>[^\]]{1,120})\]|[Ff]ailed to parse (?:setting|value) .{1,120}|IndexFormatTooOldException.{0,100}|SettingsException\[.{0,120}|cannot downgrade a node from .{1,80})/,
    example:
      'java.lang.IllegalArgumentException: unknown setting [http.compresion] please check that any required plugins are installed',
    near: 'setting [http.compression] was updated',
  },
  {
    id: 'elasticsearch-unreachable',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'no living connections',
      'no alive nodes',
      'nonodeavailableexception',
      'unable to revive connection',
      'masternotdiscoveredexception',
      'no elasticsearch node available',
      'elasticsearch cluster did not respond',
    ],
    pattern:
      /(?<message>No Living connections|No alive nodes found in your cluster|NoNodeAvailableException.{0,100}|Unable to revive connection: (?<address>\S{1,200})|MasterNotDiscoveredException|no Elasticsearch node available)/,
    example: 'Unable to revive connection: http://elasticsearch:9200/',
    near: 'all connections are alive',
  },
  {
    id: 'clickhouse-lock',
    cause: 'stale-lock-file',
    weight: 'fatal',
    literals: ['cannot lock file', 'another server instance in same directory is already running'],
    pattern: /Cannot lock file (?<file>\S{1,200})\. Another server instance in same directory is already running/,
    example:
      'Code: 76. DB::Exception: Cannot lock file /var/lib/clickhouse/status. Another server instance in same directory is already running. (CANNOT_OPEN_FILE)',
    near: 'lock file /var/lib/clickhouse/status',
  },
  {
    id: 'clickhouse-auth',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'authentication failed: password is incorrect',
      'unknown_database',
      'code: 516',
      'required_password',
      'code: 81',
      'unknown_element_in_config',
      'no_elements_in_config',
    ],
    pattern:
      /(?<message>Authentication failed: password is incorrect.{0,80}|REQUIRED_PASSWORD|DB::Exception: Database (?<name>\S{1,80}) (?:doesn't exist|does not exist)|UNKNOWN_ELEMENT_IN_CONFIG|NO_ELEMENTS_IN_CONFIG)/,
    example:
      'Code: 516. DB::Exception: default: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)',
    near: 'Code: 200. OK',
  },
  {
    id: 'clickhouse-memory',
    cause: 'runtime-heap-exhausted',
    weight: 'error',
    literals: ['memory limit (total) exceeded', 'memory limit (for query) exceeded', 'memory_limit_exceeded'],
    pattern: /(?<message>Memory limit \((?:total|for query|for user)\) exceeded.{0,120}|MEMORY_LIMIT_EXCEEDED)/,
    example:
      'Code: 241. DB::Exception: Memory limit (total) exceeded: would use 3.60 GiB (attempt to allocate chunk of 4219172 bytes), maximum: 3.60 GiB. (MEMORY_LIMIT_EXCEEDED)',
    near: 'memory limit is 3.6 GiB',
  },
  {
    id: 'cassandra-startup',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'configurationexception',
      'unable to gossip with any',
      'a node with address',
      'a node required to move the data consistently is down',
      'cannot start node if snitch',
      'detected unreadable sstables',
    ],
    pattern:
      /(?<message>ConfigurationException: .{1,200}|A node with address \S{1,60} already exists, cancelling join|Cannot start node if snitch's .{1,120}|Detected unreadable sstables .{1,160})/,
    example:
      'org.apache.cassandra.exceptions.ConfigurationException: Invalid yaml. Please remove properties [foo] from your cassandra.yaml',
    near: 'a node with address 10.1.0.7 joined',
  },
  {
    id: 'cassandra-unreachable',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'nohostavailable',
      'unable to gossip with any',
      'no node was available to execute the query',
      'allnodesfailedexception',
      'could not reach any contact point',
      'no hosts available in the pool',
      'unable to create session',
    ],
    pattern:
      /(?<message>NoHostAvailable\w{0,12}.{0,120}|Unable to gossip with any (?:seeds|peers)|No node was available to execute the query|AllNodesFailedException.{0,100}|Could not reach any contact point.{0,100}|no hosts available in the pool)/,
    example: 'java.lang.RuntimeException: Unable to gossip with any seeds',
    near: 'gossip with seeds started',
  },
  {
    id: 'etcd-cluster',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'has already been bootstrapped',
      'cluster id mismatch',
      'request cluster id mismatch',
      'unmatched member while checking peerurls',
      'error validating peerurls',
      'conflicting environment variable',
      'member count is unequal',
      'has no initial-cluster',
    ],
    pattern:
      /(?<message>member \w{1,20} has already been bootstrapped|(?:request )?cluster ID mismatch.{0,80}|unmatched member while checking PeerURLs|error validating peerURLs.{0,120}|conflicting environment variable "?(?<variable>\w{1,80})"?|member count is unequal)/,
    example: 'etcdmain: member ade526d28b1f92f7 has already been bootstrapped',
    near: 'member bootstrapped',
  },
  {
    id: 'etcd-data',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    literals: [
      'failed to find database snapshot file',
      'tocommit(',
      'wal: file not found',
      'walpb: crc mismatch',
      'database space exceeded',
      'failed to recover v3 backend from snapshot',
    ],
    pattern:
      /(?<message>failed to find database snapshot file.{0,80}|tocommit\(\d+\) is out of range.{0,120}|walpb: crc mismatch|failed to recover v3 backend from snapshot|mvcc: database space exceeded)/,
    example: 'panic: failed to recover v3 backend from snapshot',
    near: 'snapshot file found',
  },
  {
    id: 'bolt-lock',
    cause: 'stale-lock-file',
    weight: 'error',
    literals: [
      'resource temporarily unavailable',
      'cannot acquire directory lock',
      'lock db directory: resource',
      'timeout waiting for lock',
      'db locked',
      'database is locked',
      'cannot create lock file',
      'failed to acquire directory lock',
    ],
    pattern:
      /(?<message>lock DB directory: resource temporarily unavailable|[Cc]annot acquire directory lock on "?(?<path>\/[^\s"]{1,200})"?.{0,80}|cannot create lock file "?(?<file>\/[^\s":]{1,200})"?.{0,80}(?:another|unavailable)|failed to acquire directory lock.{0,100}|(?<file2>\/\S{1,200}(?:\.lock|LOCK)\b).{0,40}[Rr]esource temporarily unavailable|IO error: .{0,20}lock .{1,120}: [Rr]esource temporarily unavailable)/,
    example: 'err="opening storage failed: lock DB directory: resource temporarily unavailable"',
    near: 'fork: resource temporarily unavailable',
  },
  {
    id: 'minio-drives',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'unable to initialize the server',
      'unable to validate passed',
      'invalid credentials',
      'unable to initialize config',
      'unable to initialize backend',
      'unable to load the configuration',
      'invalid command line arguments',
      'drive already being used in another',
      'unable to use the drive',
      'expected format.json',
    ],
    pattern:
      /(?<message>FATAL Unable to (?:validate|load|initialize|prepare) .{1,160}|Invalid command line arguments.{0,80}|Unable to validate credentials inherited from .{0,100}|Unable to use the drive (?<path>\S{1,160}): .{0,80})/,
    example: 'FATAL Unable to validate credentials inherited from the shell environment: Invalid credentials',
    near: 'unable to use the printer',
  },
  {
    id: 'prometheus-config',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'error loading config',
      'couldn',
      'parsing yaml file',
      'error parsing commandline arguments',
      'failed to apply configuration',
      'field ',
      'loading configuration',
    ],
    pattern:
      /(?<message>(?:parsing YAML file (?<file>\S{1,200}): .{1,160})|Error parsing commandline arguments: .{1,160}|One or more errors occurred while applying the new configuration.{0,100}|line \d+: field (?<name>\w{1,80}) not found in type \S{1,80})/i,
    example:
      'err="error loading config from \\"/etc/prometheus/prometheus.yml\\": couldn\'t load configuration (--config.file=\\"/etc/prometheus/prometheus.yml\\"): parsing YAML file /etc/prometheus/prometheus.yml: yaml: unmarshal errors:"',
    near: 'Completed loading of configuration file',
  },
  {
    id: 'vault-sealed',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['vault is sealed', 'error authenticating: error logging in', 'vault: ', 'core: failed to unseal'],
    pattern: /(?<message>Vault is sealed|error authenticating: error logging in.{0,160})/i,
    example:
      '[ERROR] auth.handler: error authenticating: error="Error making API request. Code: 503. Errors: * Vault is sealed"',
    near: 'the vault is open',
  },
  {
    id: 'vault-config',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'error parsing seal configuration',
      'error loading configuration from',
      'no storage backend',
      'a storage backend must be specified',
      'failed to lock memory',
    ],
    pattern:
      /(?<message>error parsing Seal configuration.{0,160}|error loading configuration from (?<file>\S{1,200}).{0,120}|A storage backend must be specified|Error initializing (?:core|listener of type \w+|storage of type \w+): .{1,160})/i,
    example: 'A storage backend must be specified',
    near: 'the storage backend was specified',
  },
  {
    id: 'zookeeper-unreachable',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'zookeeperclienttimeoutexception',
      'connectionlossexception',
      'keepererrorcode = connectionloss',
      'unable to connect to zookeeper',
      'client session timed out',
    ],
    pattern:
      /(?<message>ZooKeeperClientTimeoutException.{0,100}|ConnectionLossException.{0,100}|KeeperErrorCode = ConnectionLoss.{0,60}|[Uu]nable to connect to zookeeper.{0,60})/,
    example:
      'kafka.zookeeper.ZooKeeperClientTimeoutException: Timed out waiting for connection while in state: CONNECTING',
    near: 'zookeeper client connected',
  },
  {
    id: 'sqlite-locked',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['database is locked', 'sqlite_busy'],
    pattern: /(?<message>database is locked|SQLITE_BUSY)/,
    example: 'sqlite3.OperationalError: database is locked',
    near: 'the database is unlocked',
  },
  {
    id: 'sqlite-readonly',
    cause: 'permission-denied',
    weight: 'error',
    literals: ['attempt to write a readonly database', 'sqlite_readonly'],
    pattern: /(?<message>attempt to write a readonly database|SQLITE_READONLY)/,
    example: 'sqlite3.OperationalError: attempt to write a readonly database',
    near: 'the readonly database was opened',
  },
  {
    id: 'sqlite-open',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['unable to open database file', 'sqlite_cantopen'],
    pattern: /(?<message>unable to open database file(?:: (?<path>\S{1,200}))?|SQLITE_CANTOPEN)/,
    example: 'sqlite3.OperationalError: unable to open database file',
    near: 'the database file is open',
  },
];
