import { describe, expect, it } from 'vitest';
import { digest, decide } from './testing';

const refused = `com.example.ClientException: Failed to connect to service endpoint:
\tat com.example.Fetcher.read(Fetcher.java:100)
Caused by: java.net.ConnectException: Connection refused
\tat java.base/java.net.PlainSocketImpl.socketConnect(Native Method)
`;
const own = `Exception in thread "main" java.lang.IllegalArgumentException: tariff 'gold' has no price
\tat com.example.Tariffs.price(Tariffs.java:22)
`;
const line = (level: string): string => `2026-11-23 10:09:50.001 ${level} 1 --- [main] c.e.Metadata : no metadata\n`;

describe('a stack trace below the line of a logger', () => {
  it.each(['WARN', 'DEBUG'])('weighs no more than its %s', (level) => {
    const found = decide(`${line(level)}${refused}2026-11-23 10:09:53.001 INFO tariffs loaded\n${own}`);
    expect(found).toMatchObject({ cause: 'app-error-uncaught', line: 7 });
    expect(decide(`${line(level)}\n${refused}${own}`)).toMatchObject({ cause: 'app-error-uncaught', line: 7 });
  });

  it('is one of several groups of the console of .NET', () => {
    const said = `warn: Shop.Cache[0]
      Redis is not there, the cache is off
      System.Net.Sockets.SocketException (111): Connection refused
         at System.Net.Sockets.Socket.ThrowException(SocketError error)
info: Shop.Tariffs[0]
      12 tariffs loaded
`;
    const end = `Unhandled exception. Shop.PriceException: Tariff 'gold' has no price
   at Shop.Tariffs.Price(String name) in /src/Tariffs.cs:line 22
`;
    expect(decide(`${said}${end}`)).toMatchObject({ cause: 'app-error-uncaught', line: 7 });
    expect(decide(`${said.replace('warn:', 'fail:')}`)?.cause).toBe('dependency-unreachable');
  });

  it('is still heard, as what the program warned of', () => {
    const hit = digest(`${line('WARN')}${refused}2026-11-23 10:09:53.001 INFO bye\n`).hits.find(
      ({ cause }) => cause === 'dependency-unreachable',
    );
    expect(hit).toMatchObject({ level: 'warn', weight: 'error' });
  });

  it.each([
    ['an error is above it', `${line('ERROR')}${refused}2026-11-23 10:09:53.001 INFO bye\n`],
    [
      'information is above it, which may be of other things',
      `${line('INFO')}${refused}2026-11-23 10:09:53.001 INFO bye\n`,
    ],
    ['nothing follows it', `${line('WARN')}${refused}\n`],
    ['nothing caught it', `${line('WARN')}Exception in thread "main" ${refused}2026-11-23 10:09:53.001 INFO bye\n`],
    ['another trace lies between', `${line('WARN')}${own}${refused}2026-11-23 10:09:53.001 INFO bye\n`],
  ])('keeps its own weight where %s', (_, text) => {
    const hit = digest(text).hits.find(({ cause }) => cause === 'dependency-unreachable');
    expect(hit?.weight).toBe('fatal');
    expect(hit?.level).toBeUndefined();
  });
});
