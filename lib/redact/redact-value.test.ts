import { describe, expect, it } from 'vitest';
import { redactValue } from './redact-value';
import { createRedactor } from './redactor';

const redact = createRedactor('one key');
const gone = expect.stringMatching(/^«redacted:[a-z-]+:[0-9a-f]{4}»$/);

describe('redactValue', () => {
  it('takes out strings in place and values under telling keys, whatever they look like', () => {
    expect(
      redactValue(
        {
          message: 'dial postgres://app:hunter2a@db:5432 refused',
          password: 'plain',
          nested: [{ apiKey: 12345678901, port: 5432 }],
          passwords: ['abc def', 'ghi'],
        },
        redact,
      ),
    ).toEqual({
      message: expect.stringMatching(/^dial postgres:\/\/«.*»@db:5432 refused$/),
      password: gone,
      nested: [{ apiKey: gone, port: 5432 }],
      passwords: [gone, gone],
    });
  });

  it('reads name and value of a container variable together', () => {
    const env = [
      { name: 'DB_PASSWORD', value: 'plainword' },
      { name: 'DB_HOST', value: 'db.shop:5432' },
      { name: 'SMTP_PASS', valueFrom: { secretKeyRef: { name: 'mailer', key: 'SMTP_PASS' } } },
    ];
    expect(redactValue(env, redact)).toEqual([{ name: 'DB_PASSWORD', value: gone }, env[1], env[2]]);
  });

  it('leaves words, references, names, numbers and null under telling keys alone', () => {
    const value = {
      token: null,
      password: '',
      authEnabled: true,
      secretName: 'db-password-secret',
      tokenFile: '/run/t/x',
      maxTokens: 5,
    };
    expect(redactValue(value, redact)).toEqual(value);
  });

  it('goes by the nearest name: a Secret in a volume is named, not told', () => {
    const volume = {
      name: 'tls',
      secret: { secretName: 'mailer', items: ['SMTP_PASS'] },
      imagePullSecrets: ['regcred'],
    };
    expect(redactValue(volume, redact)).toEqual(volume);
    expect(redactValue({ password: { value: 'plainword', source: 'file' } }, redact)).toEqual({
      password: { value: gone, source: 'file' },
    });
  });

  it('keeps line breaks inside values', () => {
    const out = redactValue({ log: 'one\npassword=hunter2a\nthree' }, redact);
    expect(out).toEqual({ log: expect.stringMatching(/^one\npassword=«redacted:password:[0-9a-f]{4}»\nthree$/) });
  });

  it('is idempotent and cannot be led to a prototype', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"password":"hunter2a"},"constructor":{"token":"abc123def456"}}');
    const once = redactValue(hostile, redact);
    expect(JSON.stringify(once)).not.toMatch(/hunter2a|abc123def456/);
    expect(Object.getPrototypeOf(once)).toBe(Object.prototype);
    expect(redactValue(once, redact)).toEqual(once);
  });
});
