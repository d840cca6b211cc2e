import { describe, expect, it } from 'vitest';
import { decide } from './testing';

/** What whole programs print before they end, and the cause that design §5 gives it. */
const samples: [cause: string, log: string][] = [
  ['dependency-unreachable', 'io.grpc.StatusRuntimeException: DEADLINE_EXCEEDED: deadline exceeded after 4.99s'],
  ['dependency-unreachable', 'Error: 4 DEADLINE_EXCEEDED: Deadline exceeded after 5.001s'],
  [
    'stale-lock-file',
    'java.lang.IllegalStateException: Parcel work directory already in use: /parcel-work\n\tat com.acme.Checks.state(Checks.java:211)\n\tat com.acme.Main.main(Main.java:20)',
  ],
  ['stale-lock-file', 'Error: data directory /var/lib/parcel is locked'],
  ['app-error-uncaught', 'Error: the name "home directory" is already in use by another parcel'],
  ['stale-lock-file', 'Another Parcel daemon is already running'],
  ['app-error-uncaught', 'Error: another job of this pipeline is already running'],
  ['config-invalid', 'aborting startup.\nPlease change the Erlang cookie in vm.args to the same\nvalue on all nodes.'],
  ['app-error-uncaught', 'Please change the password in parcel.conf some day.\nError: the parcel is lost'],
  ['config-invalid', 'FATAL cannot open http://https://api.shop:8443/v1: lookup https: no such host'],
  ['app-error-uncaught', 'Error: page http://shop/login?next=https://shop/cart is broken'],
  ['config-invalid', 'FATAL: Data directory /data/parcel does not exist'],
  ['app-error-uncaught', 'Data directory /data/parcel does not exist, creating it\nError: the parcel is lost'],
  ['app-error-uncaught', 'Log directory /var/log/p does not exist\ncreated it\nError: the parcel is lost'],
  ['dependency-unreachable', "ReplyError: OOM command not allowed when used memory > 'maxmemory'."],
  ['dependency-unreachable', 'MongoServerError: not primary'],
  ['config-invalid', 'curl: (35) OpenSSL/3.0.2: error:0A00010B:SSL routines::wrong version number'],
  ['tls-certificate-error', 'curl: (35) error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure'],
  ['dependency-unreachable', 'curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to api:443'],
  ['oom-child-process', 'Mysqld.Start(1683641048) stderr: Killed'],
  [
    'permission-denied',
    `The files belonging to this database system will be owned by user "postgres".
This user must also own the server process.

The database cluster will be initialized with locale "en_US.utf8".
fixing permissions on existing directory /var/lib/postgresql/data ... initdb: error: could not change permissions of directory "/var/lib/postgresql/data": Operation not permitted`,
  ],
  [
    'permission-denied',
    `2024-01-12 12:29:59+00:00 [Note] [Entrypoint]: Entrypoint script for MySQL Server 8.0.32 started.
2024-01-12T12:29:59.483Z 0 [System] [MY-010116] [Server] /usr/sbin/mysqld (mysqld 8.0.32) starting as process 1
2024-01-12T12:29:59.485Z 0 [Warning] [MY-010091] [Server] Can't create test file /var/lib/mysql/mysqld_tmp_file_case_insensitive_test.lower-test
2024-01-12T12:29:59.486Z 0 [ERROR] [MY-010187] [Server] Could not open file '/var/lib/mysql/error.log' for error logging: Permission denied
2024-01-12T12:29:59.486Z 0 [ERROR] [MY-010119] [Server] Aborting`,
  ],
  [
    'stale-lock-file',
    `2024-01-12T12:29:59.483Z 1 [ERROR] [MY-012574] [InnoDB] Unable to lock ./ibdata1 error: 11
2024-01-12T12:29:59.483Z 1 [Note] [MY-012575] [InnoDB] Check that you do not already have another mysqld process using the same InnoDB data or log files.
2024-01-12T12:30:59.483Z 1 [ERROR] [MY-012930] [InnoDB] Plugin initialization aborted with error Generic error.
2024-01-12T12:30:59.483Z 0 [ERROR] [MY-010119] [Server] Aborting`,
  ],
  [
    'permission-denied',
    `logger=settings t=2024 level=info msg="Starting Grafana"
GF_PATHS_DATA='/var/lib/grafana' is not writable.
You may have issues with file permissions, more information here: http://docs.grafana.org/installation/docker/#migrate-to-v51-or-later
mkdir: can't create directory '/var/lib/grafana/plugins': Permission denied`,
  ],
  [
    'dependency-unreachable',
    `2024-01-12 12:29:59,483 INFO  [org.infinispan.CLUSTER] (main) ISPN000078: Starting JGroups channel
2024-01-12 12:29:59,483 WARN  [io.agroal.pool] (agroal-11) Datasource '<default>': The connection attempt failed.
2024-01-12 12:30:01,483 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: Failed to start server in (production) mode
2024-01-12 12:30:01,483 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: Failed to obtain JDBC connection
2024-01-12 12:30:01,483 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: Connection to postgres:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.
2024-01-12 12:30:01,483 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) For more details run the same command passing the '--verbose' option.`,
  ],
  [
    'rbac-forbidden',
    `I0101 10:00:00.000000       1 main.go:45] starting
W0101 10:00:01.000000       1 reflector.go:324] pkg/mod/k8s.io/client-go: failed to list *v1.Secret: secrets is forbidden: User "system:serviceaccount:cert:cm" cannot list resource "secrets" in API group "" at the cluster scope
E0101 10:00:01.000000       1 reflector.go:138] Failed to watch *v1.Secret: failed to list *v1.Secret: secrets is forbidden: User "system:serviceaccount:cert:cm" cannot list resource "secrets" in API group "" at the cluster scope
E0101 10:02:01.000000       1 controller.go:190] "Could not wait for Cache to sync" err="failed to wait for secret caches to sync: timed out waiting for cache to be synced"
E0101 10:02:01.000000       1 main.go:99] "problem running manager" err="failed to wait for secret caches to sync: timed out waiting for cache to be synced"`,
  ],
  [
    'config-invalid',
    `ts=2024-01-12T12:29:59.483Z caller=main.go:547 level=info msg="Starting Prometheus Server"
ts=2024-01-12T12:29:59.483Z caller=main.go:487 level=error msg="Error loading config (--config.file=/etc/prometheus/prometheus.yml)" file=/etc/prometheus/prometheus.yml err="parsing YAML file /etc/prometheus/prometheus.yml: yaml: unmarshal errors:\n  line 12: field scrape_intervall not found in type config.plain"`,
  ],
  [
    'disk-full-or-evicted',
    `ts=2024-01-12T12:29:59.483Z caller=main.go:1129 level=error err="opening storage failed: write /prometheus/wal/00000012: no space left on device"`,
  ],
  [
    'stale-lock-file',
    `ts=2024 caller=main.go:1129 level=error err="opening storage failed: lock DB directory: resource temporarily unavailable"`,
  ],
  [
    'permission-denied',
    `ts=2024 caller=query_logger.go:87 level=error component=activeQueryTracker msg="Error opening query log file" file=/prometheus/queries.active err="open /prometheus/queries.active: permission denied"
panic: Unable to create mmap-ed active query log

goroutine 1 [running]:
github.com/prometheus/prometheus/promql.NewActiveQueryTracker({0x7ffd, 0xb}, 0x14)
	/app/promql/query_logger.go:117 +0x3cd`,
  ],
  [
    'stale-lock-file',
    `[2024-01-12T12:29:59,483][ERROR][o.e.b.ElasticsearchUncaughtExceptionHandler] [node-0] uncaught exception in thread [main]
org.elasticsearch.bootstrap.StartupException: java.lang.IllegalStateException: failed to obtain node locks, tried [[/usr/share/elasticsearch/data]] with lock id [0]; maybe these locations are not writable or multiple nodes were started
	at org.elasticsearch.bootstrap.Elasticsearch.init(Elasticsearch.java:171)
Caused by: java.lang.IllegalStateException: failed to obtain node locks, tried [[/usr/share/elasticsearch/data]] with lock id [0]
	at org.elasticsearch.env.NodeEnvironment.<init>(NodeEnvironment.java:328)`,
  ],
  [
    'permission-denied',
    `Exception in thread "main" java.lang.IllegalStateException: Unable to access 'path.data' (/usr/share/elasticsearch/data)
Likely root cause: java.nio.file.AccessDeniedException: /usr/share/elasticsearch/data/nodes
	at sun.nio.fs.UnixException.translateToIOException(UnixException.java:84)`,
  ],
  [
    'dns-failure',
    `[2024-01-12 12:29:59,483] ERROR [KafkaServer id=0] Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer)
org.apache.kafka.common.config.ConfigException: No resolvable bootstrap urls given in bootstrap.servers
	at org.apache.kafka.clients.ClientUtils.parseAndValidateAddresses(ClientUtils.java:89)`,
  ],
  [
    'config-invalid',
    `[2024-01-12 12:29:59,483] ERROR Exiting Kafka due to fatal exception (kafka.Kafka$)
kafka.common.InconsistentClusterIdException: The Cluster ID kVSgfurUQFGGpHMTBqBPiw doesn't match stored clusterId Some(0Qftv9yBTAmf2iDPSlIk7g) in meta.properties.
	at kafka.server.KafkaServer.startup(KafkaServer.scala:228)`,
  ],
  [
    'missing-env-var',
    `> shop@1.0.0 start
> node dist/main.js

/app/dist/config.js:12
    throw new Error('DATABASE_URL environment variable is required');
    ^

Error: DATABASE_URL environment variable is required
    at Object.<anonymous> (/app/dist/config.js:12:11)
    at Module._compile (node:internal/modules/cjs/loader:1256:14)

Node.js v20.1.0
npm ERR! code 1`,
  ],
  [
    'dependency-unreachable',
    `[Nest] 1  - 01/12/2024, 12:29:59 PM     LOG [NestFactory] Starting Nest application...
[Nest] 1  - 01/12/2024, 12:29:59 PM   ERROR [TypeOrmModule] Unable to connect to the database. Retrying (1)...
Error: connect ECONNREFUSED 10.96.1.2:5432
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1494:16)
[Nest] 1  - 01/12/2024, 12:30:29 PM   ERROR [TypeOrmModule] Unable to connect to the database. Retrying (9)...
Error: connect ECONNREFUSED 10.96.1.2:5432
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1494:16)
[Nest] 1  - 01/12/2024, 12:30:29 PM   ERROR [ExceptionHandler] connect ECONNREFUSED 10.96.1.2:5432`,
  ],
  [
    'db-migration-failing',
    `Prisma schema loaded from prisma/schema.prisma
Datasource "db": PostgreSQL database "app", schema "public" at "db:5432"

12 migrations found in prisma/migrations

Error: P3009

migrate found failed migrations in the target database, new migrations will not be applied. Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve
The \`20240101_init\` migration started at 2024-01-01 00:00:00 UTC failed`,
  ],
  [
    'db-migration-failing',
    `2024-01-12 12:29:59.483 ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed

org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'flywayInitializer': Validate failed: Migrations have failed validation
	at org.springframework.beans.X.y(X.java:1)
Caused by: org.flywaydb.core.api.exception.FlywayValidateException: Validate failed: Migrations have failed validation
Migration checksum mismatch for migration version 3
-> Applied to database : 12
-> Resolved locally    : 13
	at org.flywaydb.core.Flyway.validate(Flyway.java:1)`,
  ],
  [
    'missing-env-var',
    `***************************
APPLICATION FAILED TO START
***************************
org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'x': Injection of autowired dependencies failed; nested exception is java.lang.IllegalArgumentException: Could not resolve placeholder 'app.secret' in value "\${app.secret}"
	at org.springframework.beans.X.y(X.java:1)
Caused by: java.lang.IllegalArgumentException: Could not resolve placeholder 'app.secret' in value "\${app.secret}"
	at org.springframework.util.P.x(P.java:1)`,
  ],
  [
    'app-error-uncaught',
    `[2024-01-12 12:29:59 +0000] [1] [INFO] Starting gunicorn 21.2.0
[2024-01-12 12:29:59 +0000] [7] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/usr/lib/python3/site-packages/gunicorn/arbiter.py", line 609, in spawn_worker
    worker.init_process()
  File "/app/wsgi.py", line 3, in <module>
    from app import create
  File "/app/app.py", line 12
    def x(:
          ^
SyntaxError: invalid syntax
[2024-01-12 12:29:59 +0000] [7] [INFO] Worker exiting (pid: 7)
[2024-01-12 12:29:59 +0000] [1] [ERROR] Worker (pid:7) exited with code 3
[2024-01-12 12:29:59 +0000] [1] [ERROR] Shutting down: Master
[2024-01-12 12:29:59 +0000] [1] [ERROR] Reason: Worker failed to boot.`,
  ],
  [
    'runtime-library-missing',
    `[2024-01-12 12:29:59 +0000] [7] [ERROR] Exception in worker process
Traceback (most recent call last):
  File "/usr/lib/python3/site-packages/gunicorn/arbiter.py", line 609, in spawn_worker
    worker.init_process()
ModuleNotFoundError: No module named 'psycopg2'
[2024-01-12 12:29:59 +0000] [7] [INFO] Worker exiting (pid: 7)
[2024-01-12 12:29:59 +0000] [1] [ERROR] Reason: Worker failed to boot.`,
  ],
  [
    'dns-failure',
    `info: Microsoft.Hosting.Lifetime[0]
      Application is starting
Unhandled exception. System.Net.Http.HttpRequestException: Name or service not known (identity:80)
 ---> System.Net.Sockets.SocketException (0xFFFDFFFF): Name or service not known
   at System.Net.Http.ConnectHelper.ConnectAsync(String host, Int32 port)
   --- End of inner exception stack trace ---`,
  ],
  [
    'config-invalid',
    `Unhandled exception. System.FormatException: Could not parse the JSON file.
 ---> System.Text.Json.JsonReaderException: '}' is invalid after a value. Failed to load configuration from file '/app/appsettings.json'.
   at System.Text.Json.Utf8JsonReader.Read()`,
  ],
  [
    'read-only-filesystem',
    `/docker-entrypoint.sh: Configuration complete; ready for start up
2024/01/12 12:29:59 [emerg] 1#1: mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)
nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)`,
  ],
  [
    'permission-denied',
    `/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration
10-listen-on-ipv6-by-default.sh: info: can not modify /etc/nginx/conf.d/default.conf (read-only file system?)
/docker-entrypoint.sh: Configuration complete; ready for start up
nginx: [warn] the "user" directive makes sense only if the master process runs with super-user privileges, ignored in /etc/nginx/nginx.conf:2
nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (13: Permission denied)`,
  ],
  ['oom-child-process', `[Sun Jan 12 12:29:59 2024] [notice] child pid 23 exit signal Killed (9)`],
  [
    'config-invalid',
    `time="2024" level=info msg="starting"
{"level":"fatal","ts":1700000000.1,"msg":"failed to load config","error":"invalid configuration: field 'port' must be between 1 and 65535"}`,
  ],
  [
    'dependency-unreachable',
    `time="2024-01-12T12:29:59Z" level=fatal msg="Failed to initialize: etcd: context deadline exceeded: dial tcp 10.0.0.3:2379: i/o timeout"`,
  ],
  [
    'node-kernel-setting',
    `E0101 10:00:00.000000       1 kubelet.go:1] "Failed to start" err="inotify_init: too many open files"`,
  ],
  ['node-kernel-setting', `Error: failed to create certificate manager too many open files`],
  [
    'stale-lock-file',
    'Jan 12 12:29:59 mail postfix/postfix-script[61]: fatal: the Postfix mail system is already running',
  ],
  ['stale-lock-file', `Error: /usr/local/share/lua/5.1/cmd/start.lua:3: Kong is already running in /var/run/gateway`],
  [
    'config-invalid',
    `[1][critical][main] [source/server/server.cc:1] error initializing config '/etc/front/front.yaml': Invalid path: /etc/front/lds.yaml`,
  ],
  [
    'segfault',
    `*** SIGSEGV received at time=1700000000 on cpu 3 ***
PC: @     0x55d0  (unknown)  foo()`,
  ],
  [
    'segfault',
    `#
# A fatal error has been detected by the Java Runtime Environment:
#
#  SIGSEGV (0xb) at pc=0x00007f1e2c0d1a2b, pid=1, tid=7
#
# JRE version: OpenJDK Runtime Environment (17.0.2+8)
# An error report file with more information is saved as:
# /app/hs_err_pid1.log`,
  ],
  [
    'runtime-heap-exhausted',
    `java.lang.OutOfMemoryError: Java heap space
Dumping heap to java_pid1.hprof ...
Heap dump file created [1234 bytes in 0.1 secs]
Terminating due to java.lang.OutOfMemoryError: Java heap space`,
  ],
  [
    'stale-lock-file',
    `=> Booting Puma
=> Rails 7.0.4 application starting in production
=> Run \`bin/rails server --help\` for more startup options
A server is already running. Check /app/tmp/pids/server.pid.
Exiting`,
  ],
  [
    'config-invalid',
    `/usr/local/bin/docker-entrypoint.sh: running
2024-01-12 12:29:59.483 UTC [1] FATAL:  database files are incompatible with server
2024-01-12 12:29:59.483 UTC [1] DETAIL:  The data directory was initialized by PostgreSQL version 13, which is not compatible with this version 15.1.`,
  ],
  [
    'tls-certificate-error',
    `2024-01-12T12:29:59.483Z ERROR setup unable to create webhook {"error": "tls: failed to verify certificate: x509: certificate signed by unknown authority"}`,
  ],
  [
    'app-error-uncaught',
    `Error: listen is not a function\n    at /app/x.js:1:1\n    at Module._compile (node:internal/modules/cjs/loader:1256:14)\n\nNode.js v20.1.0`,
  ],
  ['command-not-found', `/entrypoint.sh: 12: exec: gunicorn: not found`],
  [
    'command-not-found',
    `npm ERR! Missing script: "serve"\nnpm ERR!\nnpm ERR! To see a list of scripts, run:\nnpm ERR!   npm run`,
  ],
  [
    'permission-denied',
    `npm ERR! code EACCES\nnpm ERR! syscall mkdir\nnpm ERR! path /.npm\nnpm ERR! errno -13\nnpm ERR! Error: EACCES: permission denied, mkdir '/.npm'`,
  ],
  [
    'db-migration-failing',
    `PG::UndefinedTable: ERROR:  relation "users" does not exist (ActiveRecord::StatementInvalid)`,
  ],
  [
    'missing-env-var',
    `{"level":50,"time":1,"msg":"Missing config","err":{"type":"Error","message":"STRIPE_SECRET_KEY is not defined","stack":"Error: STRIPE_SECRET_KEY is not defined\\n    at x (/app/a.js:1:1)"}}`,
  ],
  [
    'app-error-uncaught',
    `Exception in thread "main" java.lang.NullPointerException\n\tat com.x.Main.main(Main.java:3)`,
  ],
  ['oom-child-process', `[error] worker process 17 exited with signal SIGKILL`],
  [
    'leader-election-lost',
    `I0101 10:00:00.000000       1 leaderelection.go:285] failed to renew lease kube-system/csi: timed out waiting for the condition\nF0101 10:00:00.000000       1 leader_election.go:182] stopped leading`,
  ],
  [
    'dependency-unreachable',
    `Waiting for database...\nWaiting for database...\nError: database not available after 60 seconds`,
  ],
  [
    'config-invalid',
    `yaml.scanner.ScannerError: mapping values are not allowed here\n  in "/etc/app/config.yml", line 3, column 9`,
  ],
  ['config-invalid', `configparser.NoSectionError: No section: 'database'`],
  [
    'dns-failure',
    `{"type":"startup","level":"error","detail":{"kind":"catalog_migrate","info":{"internal":"could not translate host name \\"db\\" to address: Name or service not known","error":"connection error"}}}`,
  ],
  [
    'app-error-uncaught',
    `{"level":"info","logger":"postgres","msg":"record","record":{"error_severity":"FATAL","message":"could not open directory \\"pg_replslot\\": No such file or directory"}}`,
  ],
  ['db-migration-failing', `TimeoutError: There are still unapplied migrations after 60 seconds.`],
  [
    'runtime-library-missing',
    `Activating bundler (~> 2.7) failed:\nCould not find 'bundler' (~> 2.7) among 85 total gem(s)\nTo install the version of bundler this project requires, run gem install`,
  ],
  [
    'config-invalid',
    `starting the shop
start of the shop failed, it exited with status 1
shopctl: settings refused: the locale option has an unsupported value`,
  ],
  [
    'runtime-library-missing',
    `Error while loading /app/shop.psgi: No such file or directory at (eval 5) line 4.
Can't locate Shop/Cart.pm in @INC (you may need to install the Shop::Cart module) (@INC entries checked: lib /etc/perl).
BEGIN failed--compilation aborted.`,
  ],
];

describe('the ends of whole programs', () => {
  it.each(samples.map(([cause, log]) => [cause, log.split('\n').at(-1)?.slice(0, 60) ?? '', log] as const))(
    '%s: … %s',
    (cause, _, log) => {
      expect(decide(`${log}\n`)?.cause).toBe(cause);
    },
  );
});
