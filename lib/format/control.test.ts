import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasControl, stripControl } from './control';

const esc = '\u001b';

describe('stripControl', () => {
  it.each([
    ['colours', `${esc}[1;31mERROR${esc}[0m: no space`, 'ERROR: no space'],
    ['an 8-bit CSI', '\u009b31mred\u009b0m', 'red'],
    ['cursor movement and erasing', `a${esc}[2K${esc}[1Gb`, 'ab'],
    [
      'an OSC 8 hyperlink, its text kept',
      `${esc}]8;;https://evil.example/${esc}\\click${esc}]8;;${esc}\\ here`,
      'click here',
    ],
    ['a window title', `${esc}]0;owned\u0007after`, 'after'],
    ['an 8-bit OSC', '\u009d0;owned\u009cafter', 'after'],
    ['a DCS', `${esc}P1$r${esc}\\after`, 'after'],
    ['a character set switch', `${esc}(Bplain`, 'plain'],
    ['a full reset', `${esc}cplain`, 'plain'],
    ['a bell and a backspace', 'a\u0007b\u0008c', 'abc'],
    ['NEL and other C1', 'a\u0085b\u0080c', 'abc'],
    ['bidi overrides', 'user\u202etxt.exe\u202c \u2066x\u2069', 'usertxt.exe x'],
    ['zero-width characters', 'pass\u200bword\u2060\ufeff', 'password'],
    ['tag characters', 'a\u{e0041}b', 'ab'],
    ['half a surrogate pair', 'a\ud800b', 'a\ufffdb'],
    ['a lone escape at the end', `end${esc}`, 'end'],
  ])('takes out %s', (_name, text, expected) => {
    expect(stripControl(text)).toBe(expected);
  });

  it('keeps what an unended sequence would have hidden', () => {
    expect(stripControl(`${esc}]8;;x\npanic: boom\nexit 2`)).toBe('8;;x\npanic: boom\nexit 2');
  });

  it('drops a carriage return at the end of a line and shows what one inside a line would have overwritten', () => {
    expect(stripControl('one\r\ntwo\r\r\nthree')).toBe('one\ntwo\nthree');
    expect(stripControl('10%\rERROR')).toBe('10% ERROR');
  });

  it('keeps tabs, newlines, accents, CJK and emoji', () => {
    const text = '\tat x.y(Z.java:1)\nÜbergröße 設定 🚀 «redacted»';
    expect(stripControl(text)).toBe(text);
  });

  it.each(['\r', '\u001b', '\u001b]', '\u001b[', '\u009d', '\u001b[1;', '\u202e', '\u001bP\r'])(
    'takes time in proportion to the length of %j',
    (unit) => {
      const short = unit.repeat(16_384);
      const cost = (text: string) => {
        const from = performance.now();
        stripControl(text);
        return performance.now() - from;
      };
      const least = Math.min(...Array.from({ length: 5 }, () => cost(short)));
      let most = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 6 && most > 28 * least + 40; i += 1) most = Math.min(most, cost(short.repeat(8)));
      expect(most).toBeLessThan(28 * least + 40);
    },
  );

  it('leaves no control character and no bidi mark, changes no line count, and is idempotent', () => {
    const nasty = fc.array(
      fc.oneof(
        fc.constantFrom(
          esc,
          '\u009b',
          '\u009d',
          ']',
          '[',
          '\\',
          '\u0007',
          '\r',
          '\n',
          '\t',
          '\u202e',
          '\u200b',
          '8;;',
          'm',
        ),
        fc.string({ unit: 'binary', maxLength: 4 }),
      ),
    );
    fc.assert(
      fc.property(nasty, (parts) => {
        const text = parts.join('');
        const clean = stripControl(text);
        expect(clean).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
        );
        expect(clean.split('\n')).toHaveLength(text.split('\n').length);
        expect(stripControl(clean)).toBe(clean);
      }),
    );
  });
});

describe('hasControl', () => {
  it('finds newline, tab, escape and bidi marks, and nothing in a plain name', () => {
    for (const text of ['a\nb', 'a\tb', `a${esc}b`, 'a\u202eb', 'a\u200bb', 'a\rb'])
      expect(hasControl(text)).toBe(true);
    expect(hasControl("cart-7d9c $(id) 'x' ü")).toBe(false);
  });
});
