import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('config-invalid', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('Error: unknown flag: --metrics-adress', 1);
    expect(primary).toMatchObject({ cause: 'config-invalid', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('metrics-adress');
  });

  it.each([
    'FATAL:  password authentication failed for user "ledger"',
    'level=fatal msg="cannot start" err="pq: password authentication failed for user \\"ledger\\""',
  ])('quotes with both of their marks: %s', async (line) => {
    const { primary } = await crashing(line);
    expect(primary && plainHeadline(primary.headline)).toMatch(/password authentication failed for user "ledger"$/);
  });

  it.each([
    ['FATAL:  password authentication failed for user "ledger"', true],
    ['redis.exceptions.AuthenticationError: Authentication required', true],
    ['Error: unknown flag: --metrics-adress', false],
    ['yaml: line 401: mapping values are not allowed in this context', false],
  ])('tells a service that refuses it from a value that it refuses: %s', async (line, byService) => {
    const { primary, remedies } = await crashing(line);
    expect(primary?.cause).toBe('config-invalid');
    expect((primary ? plainHeadline(primary.headline) : '').includes('is refused access by a service')).toBe(byService);
    expect(remedies.some(({ id }) => id === 'mend-credentials')).toBe(byService);
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('/opt/run.sh: line 12: LABEL_URL: unbound variable');
    expect(primary?.cause).toBe('missing-env-var');
    expect(contributing.map((finding) => finding.cause)).not.toContain('config-invalid');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
