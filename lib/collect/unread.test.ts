import { describe, expect, it } from 'vitest';
import { unreadKinds } from './unread';

describe('unreadKinds', () => {
  it.each(['constructor', '__proto__', 'toString'])('knows no kinds of an owner of kind %s', (kind) => {
    const ref = { namespace: 'shop', kind, name: 'web' };
    expect(unreadKinds(ref, [], new Set())).toEqual({ failures: [], pending: [] });
  });
});
