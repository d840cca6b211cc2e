import { describe, expect, it } from 'vitest';
import type { KindState } from '../model/source';
import { readsNodeEvents, unreadKinds, unwatchedAt } from './unread';

function pods(namespace: string | null, state: KindState['state'], heardAt: string | null): KindState {
  const failure = state === 'denied' ? ({ code: 'denied', message: 'The account may not list pods.' } as const) : null;
  const rest = { kind: 'Pod' as const, attempts: 0, nextAttemptAt: null, objects: 0 };
  return { ...rest, namespace, state, since: '2026-11-21T03:00:00Z', heardAt, failure };
}

const heardAt = '2026-11-21T02:59:58Z';

describe('where the whole cluster may not be read (any more)', () => {
  const ref = (namespace: string) => ({ namespace, kind: 'Pod', name: 'web' });

  it('nothing is unread in a namespace that is read by itself', () => {
    const states = [pods(null, 'denied', null), pods('pay', 'live', heardAt)];
    expect(unreadKinds(ref('pay'), states, new Set()).failures).toEqual([]);
    expect(unreadKinds(ref('shop'), states, new Set()).failures).toMatchObject([{ what: 'pods in shop' }]);
    expect(unwatchedAt(states, 'shop')).toBeNull();
  });

  it('is as it was last heard until it is listed by itself, or heard again (F02, F22)', () => {
    expect(unwatchedAt([pods(null, 'denied', heardAt), pods('pay', 'connecting', null)], 'pay')).toBe(heardAt);
    expect(unwatchedAt([pods(null, 'stale', heardAt)], 'pay')).toBe(heardAt);
    expect(unwatchedAt([pods(null, 'listing', null)], 'pay')).toBeNull();
  });

  it('the others are said to be no longer watched, and since when (F23)', () => {
    const states = [pods(null, 'denied', heardAt), pods('pay', 'live', '2026-11-21T04:00:00Z')];
    expect(unwatchedAt(states, 'pay')).toBeNull();
    expect(unwatchedAt(states, 'shop')).toBe(heardAt);
    const [unread] = unreadKinds(ref('shop'), states, new Set()).failures;
    expect(unread?.failure.message).toBe(
      'The account may not list pods. No longer watched since 03:00:00 UTC on 21 November 2026: what is shown is from before.',
    );
  });
});

describe('readsNodeEvents', () => {
  const events = (namespace: string | null, state: KindState['state']) => ({
    ...pods(namespace, state, null),
    kind: 'Event' as const,
  });

  it('takes a watch of all namespaces, or of default: events about nodes lie there', () => {
    expect(readsNodeEvents([events(null, 'live')], false)).toBe(true);
    expect(readsNodeEvents([events(null, 'denied'), events('default', 'live')], false)).toBe(true);
    expect(readsNodeEvents([events(null, 'denied'), events('shop', 'live')], false)).toBe(false);
    expect(readsNodeEvents([events(null, 'listing')], false)).toBe(false);
  });

  it('takes what was read before an outage, in which pods are not heard either: else a death may be later', () => {
    expect(readsNodeEvents([events(null, 'stale'), pods(null, 'stale', heardAt)], false)).toBe(true);
    expect(readsNodeEvents([events(null, 'stale'), pods(null, 'live', heardAt)], false)).toBe(false);
    expect(readsNodeEvents([events(null, 'denied'), pods(null, 'stale', heardAt)], false)).toBe(false);
  });

  it('takes a recording only where some of that namespace are in it: it may be of another one', () => {
    expect(readsNodeEvents([events(null, 'frozen')], true)).toBe(true);
    expect(readsNodeEvents([events(null, 'frozen')], false)).toBe(false);
    expect(readsNodeEvents([events(null, 'absent')], false)).toBe(false);
  });
});

describe('unreadKinds', () => {
  it.each(['constructor', '__proto__', 'toString'])('knows no kinds of an owner of kind %s', (kind) => {
    const ref = { namespace: 'shop', kind, name: 'web' };
    expect(unreadKinds(ref, [], new Set())).toEqual({ failures: [], pending: [] });
  });
});
