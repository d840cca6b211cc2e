import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('exec-format-error', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing(
      '/entrypoint.sh: line 9: /opt/reindex: cannot execute binary file: Exec format error',
      126,
    );
    expect(primary).toMatchObject({ cause: 'exec-format-error', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('/opt/reindex');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('/bin/sh: 1: reindex: not found');
    expect(primary?.cause).toBe('command-not-found');
    expect(contributing.map((finding) => finding.cause)).not.toContain('exec-format-error');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
