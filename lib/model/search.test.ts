import { describe, expect, it } from 'vitest';
import { search, shortHeadline } from './search';

const line = {
  namespace: 'shop',
  kind: 'Deployment',
  name: 'cart',
  cause: 'oom-killed-limit',
  what: shortHeadline('Container app runs out of its 64 MiB'),
};

describe('the search of the board', () => {
  it.each(['', 'cart', 'SHOP/cart', 'deployment/cart', 'oom app', '64 mib'])('finds a line by %j', (q) => {
    expect(search(q)(line)).toBe(true);
  });

  it.each(['till', 'cart till', 'container'])('finds none by %j, of which a word stands nowhere in it', (q) => {
    expect(search(q)(line)).toBe(false);
  });
});
