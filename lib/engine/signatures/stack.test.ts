import { describe, expect, it } from 'vitest';
import { decide, digest } from './testing';

describe('Go', () => {
  it('reads a panic with its goroutine as one unit', () => {
    const text = `2026/01/12 12:29:59 starting
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x7c6056]

goroutine 8 [running]:
main.explode({0x9d8311ba016, 0x7})
\t/src/memory.go:63 +0x3d
created by main.misbehave in goroutine 1
\t/src/memory.go:61 +0x278`;
    expect(decide(text)).toMatchObject({ cause: 'app-error-uncaught', line: 2 });
    expect(digest(text).hits[0]).toMatchObject({ signature: 'go-nil-pointer', line: 2, endLine: 9 });
  });

  it('takes the narrower cause from the words of the panic', () => {
    const text = `panic: failed to connect to database: dial tcp 10.0.0.7:5432: connect: connection refused

goroutine 1 [running]:
main.main()
\t/src/main.go:12 +0x1d`;
    expect(decide(text)).toMatchObject({ cause: 'dependency-unreachable', captures: { address: '10.0.0.7:5432' } });
    expect(digest(text).hits[0]).toMatchObject({ weight: 'fatal', endLine: 5 });
  });

  it('reads a panic that was observed before it went on, with its stack', () => {
    const text = `E0112 12:29:59.9 1 runtime.go:78] Observed a panic: "no price" (no price)
goroutine 584 [running]:
shop/prices.(*List).read(0xc001da38c0)
\t/src/prices.go:122 +0x1f`;
    expect(decide(text)).toMatchObject({ cause: 'app-error-uncaught', captures: { message: '"no price" (no price)' } });
    expect(digest(text).hits[0]).toMatchObject({ weight: 'fatal', endLine: 4 });
  });

  it('does not take a recovered panic of one request for the end', () => {
    const text = `http: panic serving 10.1.2.3:5000: runtime error: invalid memory address or nil pointer dereference
goroutine 77 [running]:
main.main()
${'request served\n'.repeat(100)}listen tcp :8080: bind: address already in use`;
    expect(decide(text)?.cause).toBe('port-in-use');
  });
});

describe('Java and Kotlin', () => {
  const chain = `2026-01-12 12:29:59.483 ERROR 1 --- [           main] o.s.boot.SpringApplication               : Application run failed

org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'entityManagerFactory' defined in class path resource [org/x/Jpa.class]: Unable to build Hibernate SessionFactory
\tat org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory.initializeBean(AbstractAutowireCapableBeanFactory.java:1804) ~[spring-beans-6.1.2.jar!/:6.1.2]
\tat com.example.Application.main(Application.java:12) ~[!/:na]
Caused by: org.hibernate.exception.GenericJDBCException: unable to obtain isolated JDBC connection
\tat org.hibernate.exception.internal.StandardSQLExceptionConverter.convert(StandardSQLExceptionConverter.java:63)
\t... 17 common frames omitted
Caused by: org.postgresql.util.PSQLException: FATAL: password authentication failed for user "ledger"
\tat org.postgresql.core.v3.ConnectionFactoryImpl.doAuthentication(ConnectionFactoryImpl.java:693)
\t... 40 common frames omitted
`;
  it('lets the deepest cause name it', () => {
    expect(decide(chain)).toMatchObject({
      cause: 'config-invalid',
      line: 9,
      captures: { user: 'ledger', exception: 'org.postgresql.util.PSQLException' },
    });
  });

  it('names the exception that a logger was given, where nothing caused it', () => {
    const text = `2026-01-12T12:29:59.483Z ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed

java.lang.IllegalStateException: tariff 12 has no start
\tat com.example.Tariffs.load(Tariffs.java:31) ~[!/:na]

2026-01-12T12:29:59.683Z  INFO 1 --- [main] com.zaxxer.hikari.HikariDataSource : HikariPool-1 - Shutdown completed.
`;
    expect(decide(text)).toMatchObject({
      cause: 'app-error-uncaught',
      captures: { exception: 'java.lang.IllegalStateException', message: 'tariff 12 has no start' },
    });
    const unnamed = text.replace(/java\.lang.*/, 'no word of it');
    expect(decide(unnamed)?.captures['exception']).toBeUndefined();
    const judged = text.replace('tariff 12 has no start', 'the till database is unreachable');
    expect(decide(judged)?.cause).toBe('dependency-unreachable');
  });

  it('ignores what was suppressed', () => {
    const text = `Exception in thread "main" java.lang.IllegalStateException: no handler for order.created
\tat com.example.Main.main(Main.java:4)
\tSuppressed: java.net.ConnectException: Connection refused
\t\tat com.example.Closer.close(Closer.java:9)
`;
    expect(decide(text)).toMatchObject({
      cause: 'app-error-uncaught',
      captures: { exception: 'java.lang.IllegalStateException', message: 'no handler for order.created' },
    });
  });

  it('names the exception of a chain without a narrower cause by its deepest part', () => {
    const text = `Exception in thread "main" java.lang.RuntimeException: start failed
\tat com.example.Main.main(Main.java:4)
Caused by: java.lang.NullPointerException: Cannot invoke "String.length()" because "name" is null
\tat com.example.Names.of(Names.java:9)
\t... 1 more
`;
    expect(decide(text)?.captures['exception']).toBe('java.lang.NullPointerException');
  });

  it('takes the first exception for the root where the others are only wrapped around it', () => {
    const first = (link: string) => `12:29:59.483 [main] ERROR com.example.Boot - boot failed
java.nio.file.AccessDeniedException: /var/lib/idx/write.lock
\tat java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:90)
\t... 5 common frames omitted
${link}: org.apache.lucene.store.LockObtainFailedException: Lock held elsewhere
\tat org.apache.lucene.store.NativeFSLockFactory.obtainFSLock(NativeFSLockFactory.java:100)
\t... 2 common frames omitted
${link}: com.example.BootException: could not start
\tat com.example.Boot.main(Boot.java:9)
`;
    expect(decide(first('Wrapped by'))).toMatchObject({
      cause: 'permission-denied',
      captures: { path: '/var/lib/idx/write.lock' },
    });
    expect(decide(first('Caused by'))?.cause).toBe('stale-lock-file');
    const unnamed = first('Wrapped by').replace('AccessDeniedException', 'FileSystemLoopException');
    expect(decide(unnamed)?.cause).toBe('stale-lock-file');
  });

  it('reads Kotlin', () => {
    const text = `Exception in thread "main" kotlin.UninitializedPropertyAccessException: lateinit property repo has not been initialized
\tat com.example.AppKt.main(App.kt:7)
`;
    expect(decide(text)).toMatchObject({
      cause: 'app-error-uncaught',
      captures: { exception: 'kotlin.UninitializedPropertyAccessException' },
    });
  });

  it('finds the reason in the description of a Spring failure', () => {
    const text = `
***************************
APPLICATION FAILED TO START
***************************

Description:

Web server failed to start. Port 8080 was already in use.

Action:

Identify and stop the process that's listening on port 8080 or configure this application to listen on another port.
`;
    expect(decide(text)).toMatchObject({ cause: 'port-in-use', captures: { port: '8080' } });
    const refused = `Binding to target org.example.TillProperties failed:

    Property: till.count
    Value: "0"
    Reason: must be greater than or equal to 1
`;
    const failed = (description: string) => text.replace(/Web server.*\n/, description);
    expect(decide(failed(refused))).toMatchObject({ cause: 'config-invalid', captures: { variable: 'till.count' } });
    expect(decide(failed('Binding to target org.example.Till failed:\n'))?.cause).not.toBe('config-invalid');
  });
});

describe('Python', () => {
  it('reads a traceback that is indented as a whole', () => {
    const text = `[E 2026-01-12 12:29:59.2 hub:12]
    Traceback (most recent call last):
      File "/srv/hub.py", line 12, in main
        secret = bytes.fromhex(text)
    binascii.Error: Odd-length string

next line`;
    expect(decide(text)).toMatchObject({ captures: { exception: 'binascii.Error', message: 'Odd-length string' } });
  });

  const importing = (file: string) => `Traceback (most recent call last):
  File "/app/manage.py", line 4, in <module>
    from shop.x import Order
  File "${file}", line 2, in <module>
    from shop.y import Basket
ImportError: cannot import name 'Order' from 'shop.x' (${file})`;

  it('tells a mistake of its own modules from a library that does not fit', () => {
    expect(decide(importing('/app/shop/x.py'))).toMatchObject({
      cause: 'app-error-uncaught',
      line: 1,
      captures: { exception: 'ImportError' },
    });
    expect(decide(importing('/usr/local/lib/python3.12/site-packages/shop/x.py'))?.cause).toBe(
      'runtime-library-missing',
    );
  });

  it('finds the refused connection inside the wrapper that reached the top', () => {
    const text = `Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/sqlalchemy/engine/base.py", line 145, in __init__
    self._dbapi_connection = engine.raw_connection()
  File "/usr/lib/python3.11/site-packages/psycopg2/__init__.py", line 122, in connect
    conn = _connect(dsn, connection_factory=connection_factory, **kwasync)
psycopg2.OperationalError: connection to server at "db" (10.1.0.7), port 5432 failed: Connection refused
\tIs the server running on that host and accepting TCP/IP connections?


The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/main.py", line 8, in <module>
    engine.connect()
sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) connection to server at "db" (10.1.0.7), port 5432 failed: Connection refused
\tIs the server running on that host and accepting TCP/IP connections?

(Background on this error at: https://sqlalche.me/e/20/e3q8)
`;
    expect(decide(text)).toMatchObject({ cause: 'dependency-unreachable', captures: { host: 'db', port: '5432' } });
  });

  it('takes retries that are used up for the end, and no line of source for a word', () => {
    const text = `    retries = retries.increment(
  File "/usr/lib/urllib3/util/retry.py", line 574, in increment
    raise MaxRetryError(_pool, url, error or ResponseError(cause))
urllib3.exceptions.MaxRetryError: HTTPSConnectionPool(host='10.0.0.1', port=443): Max retries exceeded with url: /api (Caused by SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed certificate (_ssl.c:1131)')))`;
    expect(decide(text)).toMatchObject({ cause: 'tls-certificate-error', line: 4 });
    expect(decide('starting\n    raise ShopError(failed)\n')).toBeNull();
  });

  it('falls back to where the chain began', () => {
    const text = `Traceback (most recent call last):
  File "/app/a.py", line 3, in load
    open("/data/model.bin")
PermissionError: [Errno 13] Permission denied: '/data/model.bin'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/main.py", line 9, in <module>
    start()
RuntimeError: could not start
`;
    expect(decide(text)).toMatchObject({ cause: 'permission-denied', captures: { path: '/data/model.bin' } });
  });

  it('reads a missing variable', () => {
    const text = `Traceback (most recent call last):
  File "/app/main.py", line 4, in <module>
    url = os.environ["DATABASE_URL"]
          ~~~~~~~~~~^^^^^^^^^^^^^^^^
  File "<frozen os>", line 685, in __getitem__
KeyError: 'DATABASE_URL'
`;
    expect(decide(text)).toMatchObject({ cause: 'missing-env-var', captures: { variable: 'DATABASE_URL' } });
  });

  it('reads a key in capitals as a variable only under os.py, or where its line stands alone', () => {
    const trace = `Traceback (most recent call last):
  File "/app/worker.py", line 61, in run
    handler = HANDLERS[msg["type"]]
              ~~~~~~~~^^^^^^^^^^^^^
KeyError: 'ORDER_CREATED'
`;
    expect(decide(trace)?.cause).toBe('app-error-uncaught');
    const last = "KeyError: 'ORDER_CREATED'\n";
    expect(decide(last)).toMatchObject({ cause: 'missing-env-var', captures: { variable: 'ORDER_CREATED' } });
  });

  it('reads missing settings of pydantic', () => {
    const text = `Traceback (most recent call last):
  File "/app/main.py", line 4, in <module>
    settings = Settings()
pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings
database_url
  Field required [type=missing, input_value={}, input_type=dict]
    For further information visit https://errors.pydantic.dev/2.5/v/missing
`;
    expect(decide(text)?.cause).toBe('missing-env-var');
  });

  it('keeps a bug a bug, whatever words its source lines hold', () => {
    const text = `Traceback (most recent call last):
  File "/app/main.py", line 4, in <module>
    raise_for("connection refused")
  File "/app/main.py", line 2, in raise_for
    return message.nope
AttributeError: 'str' object has no attribute 'nope'
`;
    expect(decide(text)).toMatchObject({ cause: 'app-error-uncaught', captures: { exception: 'AttributeError' } });
  });

  it('takes a logged traceback that was survived for no end', () => {
    const text = `ERROR:root:job failed
Traceback (most recent call last):
  File "/app/jobs.py", line 4, in run
    handle(job)
ValueError: bad job
${'INFO:root:job done\n'.repeat(60)}`;
    expect(digest(text).hits.some((hit) => hit.weight === 'fatal')).toBe(false);
    expect(decide(text)).toBe(null);
  });
});

describe('Node', () => {
  it('reads an uncaught error with its code', () => {
    const text = `node:events:491
      throw er; // Unhandled 'error' event
      ^

Error: listen EADDRINUSE: address already in use :::3000
    at Server.setupListenHandle [as _listen2] (node:net:1463:16)
    at listenInCluster (node:net:1511:12)
Emitted 'error' event on Server instance at:
    at emitErrorNT (node:net:1490:8) {
  code: 'EADDRINUSE',
  errno: -98,
  syscall: 'listen',
  address: '::',
  port: 3000
}

Node.js v18.19.0
`;
    expect(decide(text)).toMatchObject({ cause: 'port-in-use', captures: { port: '3000' } });
    expect(digest(text).hits.find((hit) => hit.cause === 'port-in-use')?.weight).toBe('fatal');
  });

  it('looks into an aggregate of errors', () => {
    const text = `Error initializing:  AggregateError [ECONNREFUSED]: 
    at internalConnectMultiple (node:net:1122:18)
    at afterConnectMultiple (node:net:1689:7) {
  code: 'ECONNREFUSED',
  [errors]: [
    Error: connect ECONNREFUSED ::1:6379
        at createConnectionError (node:net:1652:14) {
      errno: -111,
      address: '::1',
      port: 6379
    },
    Error: connect ECONNREFUSED 127.0.0.1:6379
  ]
}
`;
    expect(decide(text)?.cause).toBe('dependency-unreachable');
  });

  it('tells the missing entry script from a missing package', () => {
    const entry = `node:internal/modules/cjs/loader:1080
  throw err;
  ^

Error: Cannot find module '/app/server.js'
    at Module._resolveFilename (node:internal/modules/cjs/loader:1077:15)
    at Module._load (node:internal/modules/cjs/loader:922:27)
    at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:81:12)
    at node:internal/main/run_main_module:23:47 {
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}

Node.js v18.19.0
`;
    const dependency = `node:internal/modules/cjs/loader:1080
  throw err;
  ^

Error: Cannot find module 'express'
Require stack:
- /app/server.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1077:15)
    at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:81:12) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/app/server.js' ]
}
`;
    expect(decide(entry)).toMatchObject({ cause: 'command-not-found', captures: { file: '/app/server.js' } });
    expect(decide(dependency)).toMatchObject({ cause: 'runtime-library-missing', captures: { library: 'express' } });
  });

  it('reads a plain bug', () => {
    const text = `/app/index.js:4
  console.log(user.id.toString());
                   ^

TypeError: Cannot read properties of undefined (reading 'id')
    at Object.<anonymous> (/app/index.js:4:20)
    at Module._compile (node:internal/modules/cjs/loader:1256:14)

Node.js v18.19.0
`;
    expect(decide(text)).toMatchObject({ cause: 'app-error-uncaught', captures: { exception: 'TypeError' } });
  });
});
