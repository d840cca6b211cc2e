import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('tls-certificate-error', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('Error: unable to get local issuer certificate', 1);
    expect(primary).toMatchObject({ cause: 'tls-certificate-error', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('issuer');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('fatal: dial tcp 10.43.61.9:5432: connect: connection refused');
    expect(primary?.cause).toBe('dependency-unreachable');
    expect(contributing.map((finding) => finding.cause)).not.toContain('tls-certificate-error');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
