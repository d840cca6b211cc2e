import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ClockRow } from './clock-row';

const text = (skewMs: number): string =>
  renderToStaticMarkup(<ClockRow skewMs={skewMs} />)
    .replace(/<[^>]+>/g, ' ')
    .trim();

describe('F46 the clock of the API server', () => {
  it('is said to be ahead or behind, and by how much', () => {
    expect(text(300_000)).toMatch(/clock is 5 min ahead of the one of the machine that Unloop runs on/);
    expect(text(-95_000)).toMatch(/clock is 1 min 35 s behind the one/);
  });

  it('is not spoken of where it is off by 30 s or less', () => {
    for (const skewMs of [0, 30_000, -30_000]) expect(text(skewMs)).toBe('');
    expect(text(30_001)).not.toBe('');
  });
});
