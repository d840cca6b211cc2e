import { describe, expect, it } from 'vitest';
import { workloadKey } from '@/lib/model/workload';
import type { LiveEvent } from '@/lib/model/views';
import { summaries } from '../fixtures/board';
import { spokenOf, workloadOf } from './spoken';

const cart = summaries.find(({ workload }) => workload.name === 'cart');
if (!cart) throw new Error('no cart in the fixture');
const key = workloadKey(cart.workload);
const healthy: LiveEvent = { event: 'summary', data: { ...cart, status: 'healthy' } };
const gone: LiveEvent = { event: 'gone', data: { key } };

describe('what is said of a workload while its page is open', () => {
  it('is a change of its status, once', () => {
    expect(spokenOf(healthy, key, 'broken')).toBe('cart is now healthy');
    expect(spokenOf(healthy, key, 'healthy')).toBeNull();
  });

  it('is that it is gone, whatever status came before', () => {
    expect(spokenOf(gone, key, 'healthy')).toBe('cart is gone');
    expect(spokenOf(gone, key, null)).toBe('cart is gone');
  });

  it('is nothing of another workload', () => {
    expect(workloadOf(gone)).toBe(key);
    expect(workloadOf({ event: 'resync', data: { reason: 'late' } })).toBeNull();
    expect(spokenOf(gone, 'shop/Deployment/cart-2', 'broken')).toBeNull();
    expect(spokenOf(healthy, 'shop/Deployment/cart-2', 'broken')).toBeNull();
  });
});
