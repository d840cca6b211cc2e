import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaks } from './corpus/secrets';
import { createRedactor } from './redactor';

const redact = createRedactor('one key');
const mark = /«redacted:([a-z0-9-]+):([0-9a-f]{4})»/;
const digits = (text: string) => mark.exec(text)?.[2];

describe('placeholders', () => {
  it('are equal for equal secrets, differ for others, and differ under another key', () => {
    const inLog = redact('DB_PASSWORD=hunter2a');
    const inJson = redact('{"password":"hunter2a"}');
    expect(digits(inLog)).toBe(digits(inJson));
    expect(digits(redact('DB_PASSWORD=hunter2b'))).not.toBe(digits(inLog));
    expect(digits(createRedactor('another key')('DB_PASSWORD=hunter2a'))).not.toBe(digits(inLog));
  });

  it('name the kind and stay as they are when they are read again', () => {
    const once = redact('dial postgres://app:hunter2a@db.shop:5432/orders: refused');
    expect(once).toMatch(
      /^dial postgres:\/\/«redacted:connection:[0-9a-f]{4}»@db\.shop:5432\/«redacted:database:[0-9a-f]{4}»: refused$/,
    );
    expect(redact(once)).toBe(once);
    expect(createRedactor('another key')(once)).toBe(once);
  });

  it('hide nothing that stands beside them', () => {
    expect(redact('password=«redacted:x:0000»hunter2a')).not.toContain('hunter2a');
  });
});

describe('redact', () => {
  const piece = fc.oneof(
    fc.constantFrom(...leaks.map((leak) => leak.text)),
    fc.constantFrom(
      'password',
      '=',
      ': ',
      '"',
      "'",
      '\n',
      ' ',
      '://',
      '@',
      '\\"',
      '%3D',
      '-----BEGIN PRIVATE KEY-----',
      'eyJ',
      ',',
      '{',
      '}',
      '-',
      '|',
    ),
    fc.string({ maxLength: 6 }),
  );

  it('never changes the number of lines and is idempotent, however pieces come together', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        const once = redact(text);
        expect(once.split('\n')).toHaveLength(text.split('\n').length);
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 400 },
    );
  });

  it('returns text without any sign of a secret as it is, and short text', () => {
    expect(redact('')).toBe('');
    expect(redact('ok')).toBe('ok');
  });
});

describe('time', () => {
  const hostile = [
    'a', 'password', 'password=', 'password= ', 'token:', 'eyJ', '-eyJ', 'eyJaaaaaaaaaa.', 'eyJaaaaaaaaaa..', '://', '@', 'http://a:b@', 'p://a:b/',
    'cGFzc3dvcmQ9', 'password="', '\\', '\\"', '\\n', '%25', '%3D', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----\n',
    'a\n', 'cookie: ', 'cookie: a=b; ', 'authorization: Bearer ', 'sk-', 's.', '$2a$', 'a.a@a.', 'a.', 'password=a;server=b;user=c;',
    'a@tcp(', 'a/b@//', 'mysql -p', ' -uabc:', '{"password":{"password":', '"kind":"Secret","data":{', '<password>', ' password: |\n  x\n',
    '«redacted:', 'a_', '12345678:AA', 'M.', 'password=a,', 'token=a&', ' ', '=', 'password   ', '/a', 'abcd-', 'раss', 'admin password ',
    '\\"password\\":', '?code=', '"value":"a","name":"', '&quot;', 'é@', '/cGFzc3dvcmQ', 'AUTH PLAIN ', 'password: a b\n', `${'A'.repeat(70)}\n`,
    '("token", "', 'bearer\n', "define('TOKEN', '", 'db:5432:x:bob:', ':5432:*:', 'token=a\\\n', 'password -> ', 'señal', '密码',
    'password: Some(', 'password: Some("', 'password: &', 'password=(*a)(', 'token: Just ', 'password: A{ value: ', "PDO->__construct('", 'imap_open(a, ', 'auth=(',
    "mysqli_connect('a', ", 'password\t', 'password\t\ta1!b2c\n', 'a\t',
    'invalid value "', 'invalid argument "a" for ', "assigning A to B: converting '", 'on field "token" parsing "', 'argument --token: invalid ',
    'token\n input_value=', "input_value='", 'user a on >', ' >a', 'lookup a@', 'lookup ', 'ENOTFOUND @',
  ]; // prettier-ignore

  /** Processor time: what else the machine does counts for nothing. */
  function cost(text: string, times = 1): number {
    const from = process.cpuUsage();
    for (let time = 0; time < times; time += 1) redact(text);
    const { user } = process.cpuUsage(from);
    return user / 1000;
  }

  it.each(hostile)('grows with the length, not with its square: %j', { timeout: 60_000 }, (unit) => {
    const short = unit.repeat(Math.ceil(16_384 / unit.length));
    const long = short.repeat(8);
    // Eight short texts beside one of their length together: linear costs the same, quadratic eight times as much. The
    // constant covers what is too quick to measure, the attempts a machine that is busy with something else.
    const apart = Math.min(...Array.from({ length: 3 }, () => cost(short, 8)));
    let whole = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 6 && whole > 3.5 * apart + 40; attempt += 1) whole = Math.min(whole, cost(long));
    expect(whole).toBeLessThan(3.5 * apart + 40);
  });
});
