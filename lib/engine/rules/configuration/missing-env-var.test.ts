import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('missing-env-var', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('/opt/run.sh: line 12: LABEL_URL: unbound variable', 1);
    expect(primary).toMatchObject({ cause: 'missing-env-var', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('LABEL_URL');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing(
      'invalid PICKER_PORT: strconv.Atoi: parsing "tcp://10.43.88.14:8080": invalid syntax',
    );
    expect(primary?.cause).toBe('config-invalid');
    expect(contributing.map((finding) => finding.cause)).not.toContain('missing-env-var');
  });

  it('names every variable that the line lists', async () => {
    const { primary } = await crashing(
      'Error: Missing required environment variables: DB_URL, DB_USER and DB_PASSWORD',
    );
    expect(primary && plainHeadline(primary.headline)).toContain('DB_URL and 2 more variables are not set');
    expect(primary?.claims.map((claim) => claim.text).join(' ')).toContain('`DB_URL`, `DB_USER`, `DB_PASSWORD`');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });

  it('is silent on a value that the program makes for itself, and not on one that a person is to generate', async () => {
    const unset = '10:09:50.001 [ConfigProxy] warn: CONFIGPROXY_AUTH_TOKEN is not set';
    const refused = '10:09:57.001 [ConfigProxy] error: tariff gold has no price';
    const made = await crashing(`${unset}, generating random token\n${refused}`);
    expect(made.primary?.cause).toBe('app-error-uncaught');
    const asked = await crashing('error: CONFIGPROXY_AUTH_TOKEN is not set, generate one with openssl rand -hex 32');
    expect(asked.primary?.cause).toBe('missing-env-var');
  });
});
