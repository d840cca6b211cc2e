import { describe, expect, it } from 'vitest';
import { decide } from './testing';

describe('.NET', () => {
  it('takes the inner exception', () => {
    const text = `Unhandled exception. System.AggregateException: One or more errors occurred. (The host could not start)
 ---> System.InvalidOperationException: The host could not start
 ---> System.Net.Sockets.SocketException (111): Connection refused
   at System.Net.Sockets.Socket.Connect(EndPoint remoteEP)
   --- End of inner exception stack trace ---
   at Program.<Main>$(String[] args) in /src/Program.cs:line 12
`;
    expect(decide(text)).toMatchObject({
      cause: 'dependency-unreachable',
      captures: { exception: 'System.Net.Sockets.SocketException' },
    });
  });

  it('reads the inotify limit that .NET breaks over three lines', () => {
    const text = `Unhandled exception. System.IO.IOException: The configured user limit (128) on the number of inotify instances has been reached, or the per-process limit on the number of open file descriptors has been reached.
   at System.IO.FileSystemWatcher.StartRaisingEvents()
`;
    expect(decide(text)?.cause).toBe('node-kernel-setting');
  });
});

describe('Ruby, PHP, Rust, C++, BEAM', () => {
  it('reads Ruby', () => {
    const text = `/usr/local/bundle/gems/pg-1.5.4/lib/pg/connection.rb:696:in \`async_connect_or_reset': could not translate host name "db" to address: Name or service not known (PG::ConnectionBad)
\tfrom /usr/local/bundle/gems/pg-1.5.4/lib/pg/connection.rb:760:in \`new'
\tfrom config.ru:3:in \`<main>'
`;
    expect(decide(text)).toMatchObject({ cause: 'dns-failure', captures: { host: 'db' } });
  });

  it('reads PHP', () => {
    const text = `PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] php_network_getaddresses: getaddrinfo for mysql failed: Name or service not known in /app/db.php:12
Stack trace:
#0 /app/db.php(12): PDO->__construct()
#1 {main}
  thrown in /app/db.php on line 12
`;
    expect(decide(text)).toMatchObject({ cause: 'dns-failure', captures: { host: 'mysql' } });
    expect(
      decide(
        'PHP Fatal error:  Uncaught LogicException: no cart in /app/src/Cart.php:41\nStack trace:\n#0 {main}\n  thrown in /app/src/Cart.php on line 41\n',
      ),
    ).toMatchObject({
      cause: 'app-error-uncaught',
      captures: { exception: 'LogicException' },
    });
  });

  it('reads a Rust panic whose message stands on the next line', () => {
    const text = `thread 'main' panicked at src/main.rs:12:34:
called \`Result::unwrap()\` on an \`Err\` value: Os { code: 98, kind: AddrInUse, message: "Address already in use" }
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace
`;
    expect(decide(text)?.cause).toBe('port-in-use');
    const bug = `thread 'main' panicked at src/main.rs:12:34:
no such order
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace
`;
    expect(decide(bug)).toMatchObject({ cause: 'app-error-uncaught', captures: { message: 'no such order' } });
  });

  it('reads a sanitizer', () => {
    const text = `=================================================================
==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x000000400b9e bp 0x7ffe sp 0x7ffd
READ of size 4 at 0x602000000010 thread T0
    #0 0x400b9d in main /src/a.cc:9
SUMMARY: AddressSanitizer: heap-use-after-free /src/a.cc:9 in main
`;
    expect(decide(text)).toMatchObject({ cause: 'app-error-uncaught', captures: { exception: 'AddressSanitizer' } });
  });

  it('reads an Elixir application that cannot start', () => {
    const text = `ERROR! Config provider Config.Reader failed with:
** (System.EnvError) could not fetch environment variable "SECRET_KEY_BASE" because it is not set
    (elixir 1.15.7) lib/system.ex:705: System.fetch_env!/1
    /app/releases/0.1.0/runtime.exs:12: (file)
Runtime terminating during boot ({'Elixir.System.EnvError', ...})
Crash dump is being written to: erl_crash.dump...done
`;
    expect(decide(text)).toMatchObject({ cause: 'missing-env-var', captures: { variable: 'SECRET_KEY_BASE' } });
  });
});
