import { describe, expect, it } from 'vitest';
import { createPicture } from '../cluster/picture';
import { isPoison, project } from '../kubernetes/projection/project';
import type { Kind, PoisonObject } from '../model/kubernetes';
import { unreadInWords, unreadObjects } from './unread-objects';

/** As the projection makes it of an object that claims to be of another kind. */
function poison(kind: Kind, name: string, namespace = 'shop'): PoisonObject {
  const object = project(
    kind,
    { kind: 'Widget', metadata: { name, namespace, uid: `${kind}-${name}` } },
    (text) => text,
  );
  return isPoison(object) ? object : expect.fail('it was understood');
}

describe('objects that could not be understood', () => {
  it('are named with the reason, the loss and the command, pods first', () => {
    const found = unreadObjects([
      poison('Deployment', 'cart'),
      poison('Node', 'n1'),
      poison('Pod', 'web-1'),
      poison('Pod', '-rf'),
    ]);
    expect(found.map(({ what }) => what)).toEqual([
      'Pod shop/-rf',
      'Pod shop/web-1',
      'Deployment shop/cart',
      'Node n1',
    ]);
    expect(found[0]?.why).toBe(
      'It could not be understood: its name is none that Kubernetes takes. Nothing can ask for it by name.',
    );
    expect(found[1]?.why).toBe(
      'It could not be understood: it is a Widget, not a Pod. See it with: kubectl get pods -n shop web-1 -o yaml',
    );
    expect(found[3]?.why).toContain('kubectl get nodes n1 -o yaml');
    expect(found[2]?.why).toContain('kubectl get deployments.apps -n shop cart -o yaml');
    expect(found[2]?.unknowable).toContain('not on the board');
  });

  it('are no more than twenty, and the rest is counted', () => {
    const many = Array.from({ length: 23 }, (_, i) => poison('Pod', `p-${i}`));
    expect(unreadInWords(many)).toHaveLength(21);
    expect(unreadInWords(many).at(-1)).toBe('3 more: could not be understood either');
    expect(unreadObjects(many).at(-1)).toMatchObject({ what: '3 more objects' });
  });

  it('are those that the picture has, until they are mended', () => {
    const picture = createPicture({ now: () => '2026-11-21T03:00:00Z' });
    picture.replace('Pod', null, [poison('Pod', 'cart-1')]);
    expect(unreadInWords(picture.poisons())).toEqual([
      'Pod shop/cart-1: could not be understood, so nothing is said of it',
    ]);
    picture.replace('Pod', null, []);
    expect(unreadInWords(picture.poisons())).toEqual([]);
  });
});
