import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('leader-election-lost', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing(
      'I1003 14:05:53.510000 1 leaderelection.go:297] failed to renew lease parcel/dock: timed out waiting for the condition',
      1,
    );
    expect(primary).toMatchObject({ cause: 'leader-election-lost', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('parcel/dock');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('fatal: dial tcp 10.43.61.9:5432: connect: connection refused');
    expect(primary?.cause).toBe('dependency-unreachable');
    expect(contributing.map((finding) => finding.cause)).not.toContain('leader-election-lost');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
