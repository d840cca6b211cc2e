import { describe, expect, it } from 'vitest';
import { Shown } from './shown';

describe('what was told of each scope (F31)', () => {
  it('of a namespace is what was told of it or of the whole cluster; of the cluster is all', () => {
    const shown = new Shown();
    expect(shown.of(null)).toBeNull();
    shown.told('shop', '99');
    shown.told('pay', '200');
    expect([shown.of('shop'), shown.of('pay'), shown.of('new'), shown.of(null)]).toEqual(['99', '200', null, '200']);
    shown.told(null, '150');
    expect([shown.of('shop'), shown.of('pay'), shown.of('new'), shown.of(null)]).toEqual(['150', '200', '150', '200']);
  });

  it('goes back with a restored backup alone', () => {
    const shown = new Shown();
    shown.told('shop', '120');
    shown.told('shop', '110');
    expect(shown.of('shop')).toBe('120');
    shown.restored('40');
    expect([shown.of('shop'), shown.of(null), shown.restores]).toEqual(['40', '40', 1]);
  });

  it('remembers a namespace that is gone for one that is made under its name', () => {
    const shown = new Shown();
    shown.told('shop', '120');
    shown.leave('shop');
    expect(shown.of('shop')).toBe('120');
  });
});
