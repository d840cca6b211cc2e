import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('read-only-filesystem', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('ERROR open /srv/journal.log: read-only file system', 1);
    expect(primary).toMatchObject({ cause: 'read-only-filesystem', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('/srv/journal.log');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('ERROR open /srv/journal.log: permission denied');
    expect(primary?.cause).toBe('permission-denied');
    expect(contributing.map((finding) => finding.cause)).not.toContain('read-only-filesystem');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
