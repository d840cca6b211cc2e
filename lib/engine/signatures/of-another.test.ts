import { describe, expect, it } from 'vitest';
import { decide } from './testing';

const last = '{"level":"fatal","msg":"sweeper stopped: the plan has 3 gaps"}\n';
const ofOther =
  '{"level":"warn","msg":"pod is unhealthy","pod":"shop/till-1","message":"exec: \\"perl\\": executable file not found in $PATH"}\n';

describe('what an operator reports of another pod', () => {
  it.each([
    ['in a field', ofOther],
    [
      'in the fields of klog',
      'W1120 03:10:41.000000 1 watch.go:31] "Pod is down" pod="shop/till-1" reason="exec: perl: executable file not found in $PATH"\n',
    ],
    [
      'as its subject',
      '{"level":"error","msg":"pod shop/till-2 terminated","log":"panic: runtime error: invalid memory address or nil pointer dereference"}\n',
    ],
  ])('%s is not why it ends itself', (_, line) => {
    expect(decide(line + last)).toMatchObject({ cause: 'app-error-uncaught', line: 2 });
    expect(decide(line + '{"level":"fatal","msg":"sweeper stopped: queue of work closed"}\n')).toMatchObject({
      line: 2,
    });
  });

  it('is no word of its own where it is an Event that it prints', () => {
    const event = (message: string) =>
      `${JSON.stringify({ metadata: { name: 'till-1.17f' }, reason: 'FailedMount', message, involvedObject: { kind: 'Pod', name: 'till-1' } })}\n`;
    expect(decide(event('MountVolume.SetUp failed for volume "x" : permission denied'))).toBe(null);
    expect(decide(event('Liveness probe failed: dial tcp 10.0.0.9:8080: connect: connection refused'))).toBe(null);
  });

  const tag = 'kube.var.log.containers.cart-7d9c-abcde_shop_cart-0f1e.log';

  it.each([
    ['Fluent Bit', `[1] ${tag}: [[1763639401.1, {}], {"stream"=>"stderr", "log"=>"KeyError: 'DATABASE_URL'"}]\n`],
    ['an older Fluent Bit', `[0] ${tag}: [1763639401.100, {"log"=>"panic: runtime error: index out of range [5]"}]\n`],
    [
      'Fluentd',
      `2026-11-20 12:00:00.123456789 +0000 ${tag}: {"log":"FATAL: password authentication failed for user \\"cart\\""}\n`,
    ],
  ])('is no word of its own where it is a record that %s prints', (_, line) => {
    expect(decide(line)).toBe(null);
    expect(decide(line + last)).toMatchObject({ cause: 'app-error-uncaught', line: 2 });
  });

  it('is its own where it could not ship such a record', () => {
    const failed = `[error] [input:tail:tail.0] /var/log/containers/cart-7d9c-abcde_shop_cart-0f1e.log: Permission denied\n`;
    expect(decide(failed)).toMatchObject({ cause: 'permission-denied' });
    expect(decide(`[error] ${tag}: dial tcp 10.0.0.7:9200: connect: connection refused\n`)).toMatchObject({
      cause: 'dependency-unreachable',
    });
  });

  it.each([
    ['names its own pod', ofOther.replace('till-1', 'cart-7d9c-x2x9k'), 'command-not-found'],
    ['is called fatal', ofOther.replace('warn', 'fatal'), 'command-not-found'],
    [
      'met an error of its own',
      'E1120 03:10:41.000000 1 sync.go:31] "Sync" pod="shop/till-1" err="dial tcp 10.96.0.1:443: connect: connection refused"\n',
      'dependency-unreachable',
    ],
    [
      'could not do it',
      '{"level":"error","msg":"failed to sync: dial tcp 10.96.0.1:443: connect: connection refused","pod":"shop/till-1"}\n',
      'dependency-unreachable',
    ],
    [
      'could not pass an Event on',
      '{"level":"error","msg":"not sent","error":"dial tcp 10.0.0.7:9200: connect: connection refused","event":{"involvedObject":{"kind":"Pod"}}}\n',
      'dependency-unreachable',
    ],
  ])('is its own where it %s', (_, line, cause) => {
    expect(decide(`${line}{"level":"error","msg":"giving up"}\n`)).toMatchObject({ cause });
  });
});
