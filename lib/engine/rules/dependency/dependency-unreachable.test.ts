import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('dependency-unreachable', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('fatal: dial tcp 10.43.61.9:5432: connect: connection refused', 1);
    expect(primary).toMatchObject({ cause: 'dependency-unreachable', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('10.43.61.9:5432');
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
