import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../redact/redactor';
import { createCleaner } from './clean';
import { labelSelector } from './selector';
import { Texts } from './texts';

const texts = new Texts(createCleaner(createRedactor('key')));
const digest = `@sha256:${'0123456789abcdef'.repeat(4)}`;
const token = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

describe('the name of an image', () => {
  it.each([
    `registry.example/shop/cart${digest}`,
    `docker-pullable://cart:1.2${digest}`,
    'cart:1.2',
    `sha256:${'ab'.repeat(32)}`,
  ])('is kept as it is: %s', (image) => {
    expect(texts.image(image)).toBe(image);
  });

  it.each(['', digest])('loses a secret in it, and keeps its digest "%s"', (tail) => {
    const image = texts.image(`registry.example/${token}${tail}`);
    expect(image).not.toContain(token);
    expect(image).toMatch(new RegExp(`^registry\\.example/«redacted.*»${tail}$`));
  });

  it.each([
    `admin:hunter2hunter2@registry.example/cart${digest}`,
    `https://admin:hunter2hunter2@registry.example/cart${digest}`,
  ])('is cleaned like other text where credentials stand in it: %s', (image) => {
    expect(texts.image(image)).toBe(texts.free(image));
  });

  it('is empty where there is none', () => {
    expect(texts.image(undefined)).toBe('');
  });
});

describe('the value of a label', () => {
  it('is no secret where its key does not say so', () => {
    const labels = { app: 'cart', 'pod-template-hash': '6d4b75cb6d', 'auth-mode': 'oidc', token: 'true' };
    expect(texts.labels(labels)).toEqual(labels);
  });

  it('goes where its key says that it is a secret, and stays equal to what a selector asks for', () => {
    const value = 'Zq8Lm3Xv7Tn2Kp9';
    const { 'shop.example/api-token': kept } = texts.labels({ 'shop.example/api-token': value });
    expect(kept).toMatch(/^«redacted:token:[0-9a-f]{4}»$/);
    const selector = labelSelector(
      { matchExpressions: [{ key: 'shop.example/api-token', operator: 'In', values: [value] }] },
      texts,
    );
    expect(selector?.matchExpressions[0]?.values).toEqual([kept]);
  });
});
