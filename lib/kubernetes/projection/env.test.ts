import { describe, expect, it } from 'vitest';

import { addressOf } from './env-address';
import { keptValue } from './env-value';
import { envVars } from './env';
import { textsFor } from './texts';

const none = new Map<string, string>();

describe('the address in a value', () => {
  it.each([
    ['DATABASE_URL', 'postgres://app:s3cret@postgres:5432/app?sslmode=disable', 'postgres:5432'],
    ['DATABASE_URL', 'postgresql://app:p%40ss@db.shop.svc/app', 'db.shop.svc'],
    ['MONGO', 'mongodb://u:p@m-0:27017,m-1:27017/db', 'm-0:27017'],
    ['SPRING_DATASOURCE_URL', 'jdbc:postgresql://db:5432/app', 'db:5432'],
    ['ORACLE', 'jdbc:oracle:thin:@ora:1521:XE', 'ora:1521'],
    ['ORACLE', 'jdbc:oracle:thin:@//ora:1521/svc', 'ora:1521'],
    ['DSN', 'root:hunter2@tcp(mysql:3306)/app', 'mysql:3306'],
    ['CONN', 'host=db port=5433 user=app password=hunter2', 'db:5433'],
    ['CONN', 'Server=tcp:sql.corp,1433;User Id=sa;Password=hunter2', 'sql.corp:1433'],
    ['KAFKA_BROKERS', 'kafka-0.kafka:9092,kafka-1.kafka:9092', 'kafka-0.kafka:9092'],
    ['REDIS_PASSWORD_URL', 'redis://:hunter2@redis:6379/0', 'redis:6379'],
    ['DEPENDENCY', 'healthy-api.shop.svc.cluster.local:9999', 'healthy-api.shop.svc.cluster.local:9999'],
    ['UPSTREAM', '10.96.0.12:80', '10.96.0.12:80'],
    ['UPSTREAM', 'http://[fd00::1]:8080/x', '[fd00::1]:8080'],
    ['LISTEN_ADDR', ':8443', ':8443'],
    ['DB_HOST', 'postgres', 'postgres'],
  ])('%s=%s is at %s', (name, value, address) => {
    expect(addressOf(name, value, none)).toBe(address);
  });

  it('joins a host with the port beside it', () => {
    expect(addressOf('DB_HOST', 'postgres', new Map([['DB_PORT', '5432']]))).toBe('postgres:5432');
  });

  it.each([
    ['DB_PASSWORD', 'hunter2:8080'],
    ['BASIC_AUTH', 'admin:1234'],
    ['SOMETHING', 'admin:1234'],
    ['DATABASE_URL', 'postgres://app:12/34@db:5432/app'],
    ['DATABASE_URL', 'redis://:pa/ss@redis:6379'],
    ['SCHEDULE_SERVICE', '12:30'],
    ['GREETING', 'hello'],
    ['URL', 'http://$(HOST):8080'],
    ['SOCKET', 'unix:///var/run/x.sock'],
    ['API_HOST', 'x:99999'],
    ['API_HOST', ''],
  ])('%s=%s has none', (name, value) => {
    expect(addressOf(name, value, none)).toBeNull();
  });
});

describe('the values that are kept', () => {
  it.each([
    [
      'JAVA_OPTS',
      '-Ddb.password=hunter2 -Xmx512m -XX:MaxRAMPercentage=75.0 -XX:+UseG1GC',
      '-Xmx512m -XX:MaxRAMPercentage=75.0 -XX:+UseG1GC',
    ],
    ['JAVA_TOOL_OPTIONS', '-XX:OnOutOfMemoryError="curl http://u:p@x" -Xms64m', '-Xms64m'],
    ['ES_JAVA_OPTS', '-Xms1g -Xmx1g', '-Xms1g -Xmx1g'],
    ['NODE_OPTIONS', '--require /secret.js --max-old-space-size=48', '--max-old-space-size=48'],
    ['GOMEMLIMIT', '200MiB', '200MiB'],
    ['GOGC', 'off', 'off'],
    ['WEB_CONCURRENCY', '4', '4'],
    ['GUNICORN_CMD_ARGS', '--workers 4 --env TOKEN=hunter2 --timeout=30', '--workers 4 --timeout=30'],
    ['DOTNET_GCHeapHardLimit', '0xC800000', '0xC800000'],
    ['PORT', '8080', '8080'],
  ])('%s=%s keeps %s', (name, value, kept) => {
    expect(keptValue(name, value)).toBe(kept);
  });

  it.each([
    ['JAVA_OPTS', '-Dsecret=hunter2'],
    ['GOMEMLIMIT', 'not a size'],
    ['PORT', 'hunter2'],
    ['DB_PASSWORD', '1234'],
    ['STRIPE_ACCOUNT', 'acct_lab'],
  ])('%s=%s keeps nothing', (name, value) => {
    expect(keptValue(name, value)).toBeNull();
  });
});

describe('an environment', () => {
  it('keeps names, references and emptiness, and no literal', () => {
    const env = envVars(
      [
        { name: 'DB_PASSWORD', value: 'hunter2' },
        { name: 'EMPTY' },
        { name: 'KEY', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
        { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      ],
      textsFor((text) => text),
    );
    expect(env).toEqual([
      { name: 'DB_PASSWORD', value: null, address: null, literal: true, empty: false, valueFrom: null },
      { name: 'EMPTY', value: null, address: null, literal: true, empty: true, valueFrom: null },
      {
        name: 'KEY',
        value: null,
        address: null,
        literal: false,
        empty: false,
        valueFrom: {
          secretKeyRef: { name: 'db', key: 'password', optional: false },
          configMapKeyRef: null,
          fieldRef: null,
          resourceFieldRef: null,
        },
      },
      {
        name: 'NODE',
        value: null,
        address: null,
        literal: false,
        empty: false,
        valueFrom: { secretKeyRef: null, configMapKeyRef: null, fieldRef: 'spec.nodeName', resourceFieldRef: null },
      },
    ]);
  });
});
