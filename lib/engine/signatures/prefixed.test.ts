import { describe, expect, it } from 'vitest';
import { decide, digest } from './testing';

const python = `Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    KEY = os.environ["SHOP_KEY"]
  File "<frozen os>", line 714, in __getitem__
KeyError: 'SHOP_KEY'`;
const division = `Traceback (most recent call last):
  File "/app/main.py", line 3, in <module>
    x = 1 / 0
ZeroDivisionError: division by zero`;
const node = `/app/index.js:4
  x.y.z
    ^

TypeError: Cannot read properties of undefined (reading 'z')
    at Object.<anonymous> (/app/index.js:4:5)
    at Module._compile (node:internal/modules/cjs/loader:1356:14)

Node.js v20.11.0`;
const ruby = `/app/run.rb:4:in \`<main>': undefined method \`foo' for nil:NilClass (NoMethodError)

nil.foo
   ^^^^`;

const prefixes: readonly (readonly [string, (n: number) => string])[] = [
  ['syslog', () => 'Nov 23 10:09:57 cart-7d9c cart[1]: '],
  ['a logger', (n) => `2026-11-23 10:09:57,${100 + n} ERROR [stderr] `],
  ['pm2', () => '0|cart  | '],
  ['klog', (n) => `E1123 10:09:57.00000${n}       1 main.go:${100 + n}] `],
  ['a time', (n) => `[2026-11-23 10:09:${50 + n}] `],
  ['foreman', () => '10:09:57 web.1  | '],
  ['Compose', () => 'cart         | '],
  ['concurrently', () => '[0] '],
];
const behind = (text: string, prefix: (n: number) => string): string =>
  text
    .split('\n')
    .map((line, n) => `${prefix(n)}${line}`)
    .join('\n');

describe.each(prefixes)('a trace of which every line stands behind the prefix of %s', (_, prefix) => {
  it('is read as it is without, and is quoted with it', () => {
    expect(decide(behind(python, prefix))).toMatchObject({
      cause: 'missing-env-var',
      captures: { variable: 'SHOP_KEY' },
    });
    expect(decide(behind(division, prefix))).toMatchObject({
      cause: 'app-error-uncaught',
      captures: { exception: 'ZeroDivisionError' },
      quoted: 'Traceback (most recent call last):',
    });
    expect(decide(behind(node, prefix))).toMatchObject({
      captures: { exception: 'TypeError' },
      quoted: "TypeError: Cannot read properties of undefined (reading 'z')",
    });
    expect(decide(behind(ruby, prefix))).toMatchObject({ captures: { exception: 'NoMethodError' } });
    expect(digest(behind(division, prefix)).excerpt[0]?.text).toBe(`${prefix(0)}Traceback (most recent call last):`);
  });
});

describe('what is no prefix of a trace', () => {
  it.each(['2026-11-23 10:09:57,101 WARNING [cart] ', '[warn] ', 'W1123 10:09:57.000001       1 main.go:100] '])(
    'is one with a level below that of an error: it was caught: %s',
    (prefix) => {
      expect(digest(behind(division, () => prefix)).hits.filter(({ weight }) => weight === 'fatal')).toEqual([]);
    },
  );

  it('is that of the one line above a trace, whose level stays', () => {
    const log = `10:09:57 [main] Order 12 not taken\n10:09:57 [main] ${division}\n10:09:58 INFO order 13 done\n`;
    expect(digest(log).hits).toMatchObject([{ line: 2, captures: { exception: 'ZeroDivisionError' } }]);
  });

  it('is that of another process, which may write in between', () => {
    const [head = '', ...rest] = division.split('\n');
    const log = [`[0] ${head}`, '[api] GET /carts 200', ...rest.map((line) => `[0] ${line}`)].join('\n');
    expect(decide(log)?.cause).toBe('app-error-uncaught');
  });
});
