import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('runtime-library-missing', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing(
      '/app/x: error while loading shared libraries: libzbar.so.0: cannot open shared object file: No such file or directory',
      127,
    );
    expect(primary).toMatchObject({
      cause: 'runtime-library-missing',
      certainty: 'likely',
      container: { name: 'app' },
    });
    expect(primary && plainHeadline(primary.headline)).toContain('libzbar.so.0');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('/bin/sh: 1: zbar: not found');
    expect(primary?.cause).toBe('command-not-found');
    expect(contributing.map((finding) => finding.cause)).not.toContain('runtime-library-missing');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
