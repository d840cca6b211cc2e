import { describe, expect, it } from 'vitest';
import { decide } from './testing';

const fatal = 'time="2026-11-21T03:11:20Z" level=fatal msg="price list has no entry for EU"\n';
const spring = `2026-11-21T03:11:09.120Z ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed

java.lang.IllegalStateException: duplicate parcel 'EU-12'
\tat com.example.Parcels.load(Parcels.java:51)
`;
const thrown = `Traceback (most recent call last):
  File "/app/run.py", line 31, in <module>
    main()
example.errors.StockMismatch: depot EU-3 has 0 bins
`;

describe('a last word with a reason of its own', () => {
  it.each([
    ['a warning', `time="2026-11-21T03:11:01Z" level=warning msg="open /var/cache/i: permission denied"\n${fatal}`],
    [
      'a warning of an exception',
      `2026-11-21T03:11:05.001Z  WARN 1 --- [main] c.e.RegistryClient : Request failed: java.net.ConnectException: Connection refused\n${spring}`,
    ],
    [
      'an exporter of traces',
      `2026-11-21T03:11:04Z ERROR opentelemetry: Post "http://127.0.0.1:4318/v1/traces": dial tcp 127.0.0.1:4318: connect: connection refused\n${fatal}`,
    ],
    [
      'an exporter that is known by its port alone',
      `{"stack":"Error: connect ECONNREFUSED 127.0.0.1:4318\\n    at afterConnect (node:net:1595:16)","name":"Error"}\n/app/price.js:9\n    throw new PriceError('x');\n    ^\n\nPriceError: tariff gold is free\n    at price (/app/price.js:9:11)\n\nNode.js v20.11.0\n`,
    ],
    [
      'a warning, where beans refer to each other',
      `2026-11-21T03:11:05.001Z  WARN 1 --- [main] c.c.ConfigLocator : Could not locate: I/O error on GET "http://localhost:8888/app": Connection refused\n${spring}Caused by: org.example.BeanCurrentlyInCreationException: Requested bean is in creation: Is there an unresolvable circular reference?\n\tat com.example.Beans.get(Beans.java:5)\n`,
    ],
    ['a sender of counts', `ERROR statsd: getaddrinfo ENOTFOUND statsd.monitoring\n${thrown}`],
  ])('stands against %s', (_, text) => {
    expect(decide(text)).toMatchObject({ cause: 'app-error-uncaught' });
  });

  const refused = 'connect: connection refused';
  it.each([
    ['a fatal line', `${fatal}level=error msg="cannot close the pool: ${refused}"\n`],
    [
      'an exception of the main thread',
      `Exception in thread "main" java.lang.IllegalStateException: duplicate parcel\n\tat com.example.Parcels.load(Parcels.java:51)\nERROR c.e.Pool - Failed to close: java.net.ConnectException: Connection refused\n`,
    ],
    [
      'an exception of Node',
      `/app/main.js:12\n    throw new Error('duplicate parcel');\n    ^\n\nError: duplicate parcel\n    at load (/app/main.js:12:11)\n\nNode.js v20.18.0\n{"message":"connect ECONNREFUSED 10.0.0.7:4318","name":"Error"}\n`,
    ],
  ])('stands against what a hook says after it: %s', (_, text) => {
    expect(decide(text)).toMatchObject({ cause: 'app-error-uncaught' });
  });

  it('that was only a logged exception does not stand against the error after it', () => {
    expect(
      decide(`ERROR skipped\n${thrown}ERROR the ledger is gone: dial tcp 10.0.0.7:5432: ${refused}\n`),
    ).toMatchObject({ cause: 'dependency-unreachable' });
  });

  it('is quoted without its envelope', () => {
    expect(decide(fatal)).toMatchObject({ captures: { message: 'price list has no entry for EU' } });
  });
});

describe('what was warned of before explains the end', () => {
  const warned = 'level=warn msg="dial tcp 10.0.0.7:5432: connect: connection refused"\n';
  it.each([
    ['that names no reason', 'level=fatal msg="failed to start the application, exiting"\n'],
    ['that speaks of the surroundings', 'level=fatal msg="database was not there in time"\n'],
    ['that shares a word with it', 'level=fatal msg="no ledger at 10.0.0.7, ledger dial given up"\n'],
  ])('of a last word %s', (_, last) => {
    expect(decide(warned + last)).toMatchObject({ cause: 'dependency-unreachable' });
  });

  it('of a last word about a name', () => {
    const unresolved = 'level=fatal msg="ledger.shop is unresolved"\n';
    expect(decide(warned + unresolved)).toMatchObject({ cause: 'dependency-unreachable' });
  });

  it('of settings that could not be fetched, and not of those that it read', () => {
    const lookup = 'level=warn msg="cannot join" err="lookup ring on 10.96.0.10:53: no such host"\n';
    const refused = 'level=error msg="PLEASE READ CAREFULLY\\nCONFIG ERROR: schema v13 is required"\n';
    expect(decide(lookup + refused)).toMatchObject({ cause: 'config-invalid' });
    expect(decide(`${lookup}level=error msg="config error: failed to fetch remote config"\n`)).toMatchObject({
      cause: 'dns-failure',
    });
  });

  it('of an exporter, where it is all that is said', () => {
    expect(
      decide('Error: connect ECONNREFUSED 127.0.0.1:4318\n    at afterConnect (node:net:1595:16)\n'),
    ).toMatchObject({
      cause: 'dependency-unreachable',
    });
  });

  it('of an error that is no telemetry', () => {
    const error = warned.replace('warn', 'error');
    expect(decide(error + fatal)).toMatchObject({ cause: 'dependency-unreachable' });
  });
});
