import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('dependency-unreachable', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('fatal: dial tcp 10.43.61.9:5432: connect: connection refused', 1);
    expect(primary).toMatchObject({ cause: 'dependency-unreachable', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('10.43.61.9:5432');
  });

  it.each([
    ['fatal: redis://cache.shop:6379: i/o timeout', 'cache.shop:6379'],
    ['ERROR 14:07:12 read tcp 10.1.0.7:41234->10.96.0.1:443: read: connection reset by peer', '10.96.0.1:443'],
    ['{"level":"fatal","msg":"connection refused","addr":"db.shop:5432"}', 'db.shop:5432'],
    ['fatal: dial.go:120: ECONNRESET', 'what it depends on'],
  ])('names the address in: %s', async (line, address) => {
    const { primary } = await crashing(line, 1);
    expect(primary?.cause).toBe('dependency-unreachable');
    expect(primary && plainHeadline(primary.headline)).toContain(`cannot reach ${address}`);
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing(
      'fatal: dial tcp: lookup mail-out.post.svc on 10.43.0.10:53: no such host',
    );
    expect(primary?.cause).toBe('dns-failure');
    expect(contributing.map((finding) => finding.cause)).not.toContain('dependency-unreachable');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
