import { describe, expect, it } from 'vitest';
import { narrowing } from './typed-words';

describe('what is typed into the filter', () => {
  it('narrows the rows that are here, before the server has answered', () => {
    expect(narrowing('ca', '')).toBe('ca');
    expect(narrowing('cart', 'ca')).toBe('cart');
  });

  it('waits for the server where other words find other rows, and where it has answered', () => {
    expect(narrowing('pay', 'cart')).toBeNull();
    expect(narrowing('c', 'cart')).toBeNull();
    expect(narrowing('cart', 'cart')).toBeNull();
  });
});
