import { describe, expect, it } from 'vitest';
import { createRedactor } from '../redact/redactor';
import { cleanFileName } from './file-name';

const clean = createRedactor('a key of the tests');

describe('the name of an opened file', () => {
  it.each([
    ['ada_hunter2@host.json', '…@host.json'],
    ['/home/ada/ada_hunter2@host/dump.tar.gz', '/home/ada/…@host/dump.tar.gz'],
    ['b.example@c@d.yaml', '…@…@d.yaml'],
  ])('%s loses who it is of', (name, shown) => {
    expect(cleanFileName(name, clean)).toBe(shown);
  });

  it.each(['dump-2026-11-21.tar.gz', '/tmp/shop/cart_1.json', 'cart@sha256.json', 'a@', '@team.json'])(
    '%s stays',
    (name) => {
      expect(cleanFileName(name, clean)).toBe(name);
    },
  );

  it('loses a secret that stands before an ending', () => {
    expect(cleanFileName('password=hunter2x.json', clean)).toMatch(/^password=«redacted:password:[0-9a-f]{4}»\.json$/);
  });
});
