/** What search engines and stores say: Elasticsearch, ClickHouse, Cassandra, etcd, MinIO, Prometheus, Vault, ZooKeeper, SQLite (signals §7.7). */

import type { Signature } from '../signature';

export const stores: readonly Signature[] = [
  {
    id: 'lucene-lock-held',
    cause: 'stale-lock-file',
    weight: 'fatal',
    literals: ['lockobtainfailedexception'],
    pattern: /LockObtainFailedException: (?<message>(?:.{0,60}?: (?=\/))?(?<path>\/[^\s"\\]{1,200})?.{0,160})/,
    example:
      'Caused by: org.apache.lucene.store.LockObtainFailedException: Lock held by another program: /usr/share/elasticsearch/data/node.lock',
    near: 'the lock was obtained',
  },
  {
    // It names two reasons itself, a lock that is held and a directory that is not writable: its trace says which.
    id: 'elasticsearch-node-lock',
    vague: true,
    cause: 'stale-lock-file',
    weight: 'fatal',
    literals: ['failed to obtain node lock'],
    pattern: /failed to obtain node locks?,? ?(?:tried )?\[{0,2}(?<path>[^\]\s]{0,200})/,
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
    vague: true,
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
    id: 'clickhouse-application',
    vague: true,
    cause: 'app-error-uncaught',
    weight: 'fatal',
    literals: ['db::exception: '],
    pattern:
      /\bApplication: (?:Caught exception while loading metadata: )?(?:Code: \d{1,5}[.,] )?(?:e\.displayText\(\) = )?DB::Exception: (?<message>.{1,200}?)(?:, Stack trace|$)/,
    example:
      '<Error> Application: Caught exception while loading metadata: Code: 62, e.displayText() = DB::Exception: Incorrect format, Stack trace (when copying this message, always include the lines below):',
    near: '<Error> executeQuery: Code: 60. DB::Exception: Table default.parcels does not exist',
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
      /(?<message>ConfigurationException: (?!Configuration errors:$).{1,200}|A node with address \S{1,60} already exists, cancelling join|Cannot start node if snitch's .{1,120}|Detected unreadable sstables .{1,160})/,
    example:
      'org.apache.cassandra.exceptions.ConfigurationException: Invalid yaml. Please remove properties [foo] from your cassandra.yaml',
    near: 'a node with address 10.1.0.7 joined',
  },
  {
    id: 'cassandra-unreachable',
    vague: true,
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
      'the member has been permanently removed from the cluster',
    ],
    pattern:
      /(?<message>the member has been permanently removed from the cluster|failed to find database snapshot file.{0,80}|tocommit\(\d+\) is out of range.{0,120}|walpb: crc mismatch|failed to recover v3 backend from snapshot|mvcc: database space exceeded)/,
    example: 'panic: failed to recover v3 backend from snapshot',
    near: 'snapshot file found',
  },
  {
    // It locks the file with flock(2) while it runs: over NFS a node that went away may hold it still.
    id: 'redis-cluster-file',
    cause: 'stale-lock-file',
    weight: 'fatal',
    literals: ['is already used by a different redis cluster node'],
    pattern:
      /(?<message>cluster configuration file (?<path>\S{1,200}) is already used by a different Redis Cluster node)/,
    example:
      'Sorry, the cluster configuration file nodes.conf is already used by a different Redis Cluster node. Please make sure that different nodes use different cluster configuration files.',
    near: 'the cluster configuration file nodes.conf is used',
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
      /(?<message>lock DB directory: resource temporarily unavailable|[Cc]annot acquire directory lock on "?(?<path>\/[^\s"]{1,200})"?.{0,80}|cannot create lock file "?(?<file>\/[^\s":]{1,200})(?![^\s":])"?.{0,80}(?:another|unavailable)|failed to acquire directory lock.{0,100}|(?<!\S)(?<file2>\/\S{1,200}(?:\.lock|LOCK)\b).{0,40}[Rr]esource temporarily unavailable|IO error: .{0,20}lock .{1,120}: [Rr]esource temporarily unavailable)/,
    example: 'err="opening storage failed: lock DB directory: resource temporarily unavailable"',
    near: 'fork: resource temporarily unavailable',
  },
  {
    id: 'minio-drives',
    vague: true,
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
    vague: true,
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
    vague: true,
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
    vague: true,
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
  {
    id: 'service-not-reached',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ["couldn't connect to", 'could not connect to', 'cannot execute request on any known server'],
    pattern:
      /[Cc]ould(?: not|n't) connect to (?:the )?(?<host>database(?: server)?|(?:message )?broker|'https?:\/\/[^']{1,200}')(?= to load|\.?\s*$)|Cannot execute request on any known server/,
    example: 'wordpress 12:38:41.21 ERROR ==> Could not connect to the database',
    near: 'could not connect to the database pool metrics, retrying quietly',
  },
  {
    id: 'etcd-headless-service',
    cause: 'dns-failure',
    weight: 'fatal',
    literals: ['headless service domain'],
    pattern: /(?<message>Headless service domain does not have an IP per initial member in the cluster)/,
    example: 'etcd 22:13:34.44 ERROR ==> Headless service domain does not have an IP per initial member in the cluster',
    near: 'Waiting for the headless service domain to have an IP per initial member',
  },
  {
    id: 'etcd-peer-name',
    cause: 'dns-failure',
    weight: 'fatal',
    literals: ['to match --initial-cluster', 'dns server error', 'dns resolution failed'],
    pattern:
      /failed to resolve \\?"?https?:\/\/(?<host>[\w.-]{1,253})(?::\d{2,5})?\\?"? to match --initial-cluster|DNS resolution failed: (?<message>.{1,160})|dns (?:server|client) error: \d{1,3} (?<message2>[\w ]{1,60})/,
    example:
      '{"level":"fatal","msg":"discovery failed","error":"failed to resolve http://etcd-0.etcd-headless:2380 to match --initial-cluster=etcd-0=http://etcd-0.etcd-headless:2380"}',
    near: 'resolved http://etcd-0.etcd-headless:2380 to match --initial-cluster',
  },
  {
    id: 'pd-unreachable',
    cause: 'dependency-unreachable',
    weight: 'fatal',
    literals: ['failed to respond'],
    pattern:
      /PD (?:cluster )?failed to respond(?:.{0,300}?\b(?<message>(?:Deadline Exceeded|[Cc]onnection refused|UNAVAILABLE|[Ff]ailed to connect|DNS resolution failed)))?(?:.{0,200}?\[endpoints?=(?:https?:\/\/)?(?<address>[\w.:-]{1,253})\])?/,
    example:
      '[2024/08/06 16:32:20.179 +08:00] [INFO] [util.rs:600] ["PD failed to respond"] [err="Grpc(RpcFailure(RpcStatus { code: 4-DEADLINE_EXCEEDED, message: \\"Deadline Exceeded\\", details: [] }))"] [endpoints=http://store-pd:2379] [thread_id=0x4]',
    near: '[INFO] [util.rs:600] ["PD responded"] [endpoints=http://store-pd:2379]',
  },
];
