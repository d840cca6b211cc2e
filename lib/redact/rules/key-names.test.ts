import { describe, expect, it } from 'vitest';
import { tellingName } from './key-names';

describe('tellingName', () => {
  it.each([
    'password', 'DB_PASSWORD', 'dbPassword', 'spring.datasource.password', 'PGPASSWORD', 'SMTP_PASS', 'clientSecret', 'API_KEY', 'x-api-key',
    'AccountKey', 'aws_secret_access_key', 'GITHUB_TOKEN', '_authToken', 'Authorization', 'Set-Cookie', 'JSESSIONID', 'SECRET_KEY_BASE',
    'PASSWORD2', 'connectionString', 'X-Amz-Signature', 'secret_id',
  ])('%s tells of a secret', (name) => {
    expect(tellingName(name)).not.toBeNull();
  }); // prettier-ignore

  it.each([
    'key', 'cacheKey', 'primary_key', 'public_key', 'tokens_total', 'maxTokens', 'token_count', 'tokenFile', 'PASSWORD_FILE', 'secretName',
    'secretKeyRef', 'authEnabled', 'auth_url', 'session_timeout', 'author', 'passwordless', 'authorization-mode', 'keyspace', 'private_key_id',
  ])('%s does not', (name) => {
    expect(tellingName(name)).toBeNull();
  }); // prettier-ignore
});
