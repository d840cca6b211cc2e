import { describe, expect, it } from 'vitest';
import { decide } from '../testing';

const answer = (sentence: string) => decide(`starting the shop\n${sentence}\n`);

describe('a variable whose value is refused', () => {
  it.each([
    ['Error: environment variable PORT is not a number: "80a"', 'environment variable PORT is not a number'],
    [
      'fatal: environment variable CACHE_SIZE is not a valid integer: "12ab"',
      'environment variable CACHE_SIZE is not a valid integer',
    ],
    ['environment variable FEATURE_X is not supported any more', 'environment variable FEATURE_X is not supported'],
    ['error: value of environment variable API_SALT is not valid base64', 'environment variable API_SALT is not valid'],
    ['FATAL env var REDIS_URL is not a valid URL', 'env var REDIS_URL is not a valid URL'],
    ['Error: the REDIS_URL env var must start with redis', 'REDIS_URL env var must start with redis'],
    ['Error: TIMEOUT must be a positive integer, got -3', 'TIMEOUT must be a positive integer'],
    ['ValueError: PORT must be an integer', 'PORT must be an integer'],
    ['panic: JWT_SECRET is too short: need 32 bytes\n\ngoroutine 1 [running]:', 'JWT_SECRET is too short'],
  ])('is config-invalid: %s', (sentence, said) => {
    const found = answer(sentence);
    expect(found?.cause).toBe('config-invalid');
    expect(found?.captures['message']?.startsWith(said)).toBe(true);
    expect(found?.captures['message']).not.toMatch(/80a|12ab|-3/);
  });

  it.each([
    'Error: environment variable SHOP_URL must be set to a valid URL',
    'Error: environment variable SHOP_URL is not properly set',
    'Error: the SHOP_URL environment variable must not be empty',
    'Error: environment variable SHOP_URL was not found',
    'Error: SHOP_URL env var needs to be provided',
  ])('is missing-env-var where it has none: %s', (sentence) => {
    const found = answer(sentence);
    expect(found?.cause).toBe('missing-env-var');
    expect(found?.captures['variable']).toBe('SHOP_URL');
  });

  it.each([
    'environment variable SHOP_LEVEL is not a known level, using info',
    'environment variable SHOP_LEVEL is not used by this version',
    'Error: ID must be an integer',
    'Error: the column AGE must be an integer',
  ])('is neither where nothing is refused, or no setting is named: %s', (sentence) => {
    expect(['app-error-uncaught', undefined]).toContain(answer(sentence)?.cause);
  });
});

describe('the name of a variable that is missing', () => {
  it.each([
    'ERROR: required env var is not set: SHOP_KEY',
    'required environment variable is not set: SHOP_KEY',
    'Required env var not set: SHOP_KEY',
    'Error: a required env variable was not provided (SHOP_KEY)',
    'missing required environment variable(s): SHOP_KEY, SHOP_URL',
    'FATAL env var SHOP_KEY is not set',
  ])('is the one that it names: %s', (sentence) => {
    const found = answer(sentence);
    expect(found?.cause).toBe('missing-env-var');
    expect(found?.captures['variable']).toBe('SHOP_KEY');
  });

  it.each(['Error: a required environment variable is not set', 'Error: missing required env vars, see the manual'])(
    'is none where it names none: %s',
    (sentence) => {
      const found = answer(sentence);
      expect(found?.cause).toBe('missing-env-var');
      expect(found?.captures['variable']).toBeUndefined();
    },
  );
});
