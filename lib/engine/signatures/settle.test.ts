import { describe, expect, it } from 'vitest';
import { decide, digest } from './testing';

const socket =
  'Caused by: java.net.ConnectException: Connection refused\n\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)\n';

describe('a chain of exceptions whose innermost names no peer', () => {
  it.each([
    [
      'of PostgreSQL',
      { host: 'ledger.shop.svc', port: '5432' },
      `java.lang.IllegalStateException: no ledger
\tat com.example.Main.main(Main.java:9)
Caused by: org.postgresql.util.PSQLException: Connection to ledger.shop.svc:5432 refused. Check that the hostname and port are correct.
\tat org.postgresql.jdbc.PgConnection.<init>(PgConnection.java:273)
${socket}`,
    ],
    [
      'of Redis',
      { host: 'basket.shop.svc', port: '6379' },
      `org.springframework.data.redis.RedisConnectionFailureException: Unable to connect to Redis
\tat com.example.Main.main(Main.java:9)
Caused by: io.lettuce.core.RedisConnectionException: Unable to connect to basket.shop.svc/<unresolved>:6379
\tat io.lettuce.core.RedisConnectionException.create(RedisConnectionException.java:78)
${socket}`,
    ],
    [
      'of .NET',
      { host: '10.0.0.7', port: '5432' },
      `Unhandled exception. Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.0.0.7:5432
 ---> System.Net.Sockets.SocketException (111): Connection refused
   at Npgsql.Internal.NpgsqlConnector.Connect(NpgsqlTimeout timeout)
   --- End of inner exception stack trace ---
   at Program.Main() in /src/Program.cs:line 9
`,
    ],
  ])('is told with the peer of a sentence further out: %s', (_, captures, text) => {
    expect(decide(text)).toMatchObject({ cause: 'dependency-unreachable', captures });
  });

  it('takes no place in the source for a peer', () => {
    const text = `java.lang.IllegalStateException: no answer in Main.java:9
\tat com.example.Main.main(Main.java:9)
${socket}`;
    expect(decide(text)?.captures).not.toHaveProperty('host');
  });
});

describe('a chain of exceptions of .NET', () => {
  it('is told by its innermost, which stands below those that wrap it', () => {
    const text = `Unhandled exception. System.Net.Http.HttpRequestException: Connection refused (pricing.shop.svc:443)
 ---> System.Security.Authentication.AuthenticationException: The remote certificate is invalid because of errors in the certificate chain: PartialChain
   at System.Net.Security.SslStream.SendAuthResetSignal(ProtocolToken message)
   --- End of inner exception stack trace ---
   at Program.Main() in /src/Program.cs:line 9
`;
    expect(decide(text)).toMatchObject({ cause: 'tls-certificate-error', line: 2 });
  });
});

describe('an exception that stands near the end', () => {
  const trace = `ERROR request failed: java.net.SocketTimeoutException: Read timed out
\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)
`;
  it.each([
    ['nothing follows', '', 'fatal'],
    ['it stopped by itself', 'INFO shutting down the server\n', 'fatal'],
    ['it was told to stop', 'INFO served 200\nINFO received SIGTERM, shutting down\n', 'error'],
  ])('was the end or not: %s', (_, after, weight) => {
    expect(digest(trace + after).hits[0]).toMatchObject({ cause: 'dependency-unreachable', weight });
  });
});

describe('an error of Node with its fields behind the frames', () => {
  it('is read as one exception that ended it', () => {
    const text = `Error: connect ECONNREFUSED ledger:5432
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {
  errno: -111,
  code: 'ECONNREFUSED',
  syscall: 'connect',
  address: 'ledger',
  port: 5432
}

Node.js v20.11.0
`;
    const [hit] = digest(text).hits;
    expect(hit).toMatchObject({ cause: 'dependency-unreachable', weight: 'fatal', line: 1, endLine: 10 });
  });
});
