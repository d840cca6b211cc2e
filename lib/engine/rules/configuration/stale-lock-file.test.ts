import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('stale-lock-file', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('A server is already running. Check /app/tmp/pids/server.pid.', 1);
    expect(primary).toMatchObject({ cause: 'stale-lock-file', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('server.pid');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('FATAL listen tcp :8080: bind: address already in use');
    expect(primary?.cause).toBe('port-in-use');
    expect(contributing.map((finding) => finding.cause)).not.toContain('stale-lock-file');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
