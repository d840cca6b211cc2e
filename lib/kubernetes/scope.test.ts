import { describe, expect, it } from 'vitest';
import { inScope } from './scope';
import type { ReflectorOptions } from './reflector-options';

type Project = ReflectorOptions<'Pod'>['project'];
const as =
  (namespace: string): Project =>
  () =>
    ({ metadata: { name: 'odd', namespace } }) as ReturnType<Project>;
const asked = (namespace: string | null, project: Project): Project => inScope({ kind: 'Pod', namespace, project });

describe('what is asked of one namespace', () => {
  it('takes in what names that namespace, and no other', () => {
    const raw = (namespace: unknown) => ({ metadata: { name: 'odd', namespace } });
    expect(asked('shop', as('shop'))(raw('shop')).metadata.namespace).toBe('shop');
    expect(() => asked('shop', as('pay'))(raw('pay'))).toThrow('a Pod of another namespace than shop');
    expect(asked(null, as('pay'))(raw('pay')).metadata.namespace).toBe('pay');
  });

  it.each([[{}], [{ metadata: null }], [{ metadata: { name: 'odd' } }], [{ metadata: { namespace: 7 } }], [null]])(
    'counts an object that names none as one of it, so that the rest is read (F37): %j',
    (raw) => {
      expect(asked('shop', as('default'))(raw).metadata).toEqual({ name: 'odd', namespace: 'shop' });
    },
  );
});
