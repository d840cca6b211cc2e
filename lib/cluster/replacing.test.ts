import { describe, expect, it } from 'vitest';
import { project } from '../kubernetes/projection/project';
import type { ObjectOfKind, PoisonObject } from '../model/kubernetes';
import { createPicture } from './picture';

function pod(name: string, version: number): ObjectOfKind['Pod'] | PoisonObject {
  const metadata = { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: String(version) };
  return project('Pod', { metadata }, (text) => text);
}

describe('a list in steps', () => {
  it('ends as the list in one piece does, and tells nobody before its end', () => {
    const now = (): string => '2026-11-21T08:00:00Z';
    const [whole, stepped] = [createPicture({ now }), createPicture({ now })];
    const told: string[] = [];
    stepped.onChange((keys) => told.push(...keys));
    const before = Array.from({ length: 300 }, (_, index) => pod(`web-${index}`, 1));
    for (const picture of [whole, stepped]) picture.replace('Pod', null, before);
    told.length = 0;
    const after = [...before.slice(100), ...Array.from({ length: 200 }, (_, index) => pod(`new-${index}`, 2))];

    whole.replace('Pod', null, after);
    let steps = 0;
    for (const step of stepped.replacing('Pod', null, after)) {
      void step;
      steps += 1;
      if (steps <= after.length) expect(told).toEqual([]);
      // What a watch of another scope tells in between stays: it is newer than the list.
      if (steps === 10) stepped.upsert('Pod', pod('new-0', 3));
      if (steps === 10) told.length = 0;
    }

    const names = (picture: typeof whole): string[] =>
      picture
        .workloads()
        .map(({ name }) => name)
        .sort();
    expect(names(stepped)).toEqual(names(whole));
    expect(stepped.pod('shop', 'new-0')?.metadata.resourceVersion).toBe('3');
    expect(stepped.pod('shop', 'web-0')).toBeNull();
    // A hundred gone and two hundred new, but the one that was told by itself.
    expect(new Set(told).size).toBe(299);
  });

  it('is never seen by half where it brings a rollout of a large cluster', () => {
    const picture = createPicture({ now: () => '2026-11-21T08:00:00Z' });
    const others = Array.from({ length: 2000 }, (_, index) => pod(`other-${index}`, 1));
    picture.replace('Pod', null, [pod('cart-a', 1), pod('cart-b', 1), ...others]);
    const seen = new Set<string>();
    const look = (): void => {
      const carts = ['cart-a', 'cart-b', 'cart-c', 'cart-d'].filter((name) => picture.pod('shop', name) !== null);
      seen.add(carts.join());
    };
    for (const step of picture.replacing('Pod', null, [pod('cart-c', 2), ...others, pod('cart-d', 2)])) {
      void step;
      look();
    }
    look();
    expect([...seen]).toEqual(['cart-a,cart-b', 'cart-c,cart-d']);
  });
});

describe('a list that changes much', () => {
  it('does one object a step, and tells of few workloads at once', () => {
    const picture = createPicture({ now: () => '2026-11-21T08:00:00Z' });
    const told: number[] = [];
    picture.onChange((keys) => told.push([...keys].length));
    const pods = Array.from({ length: 2000 }, (_, index) => pod(`web-${index}`, 1));
    const there: number[] = [];
    for (const step of picture.replacing('Pod', null, pods)) {
      void step;
      there.push(picture.counts().objects.Pod ?? 0);
    }
    const most = Math.max(...there.map((count, index) => count - (there[index - 1] ?? 0)));
    expect(most).toBe(1);
    expect(told.reduce((sum, count) => sum + count)).toBe(2000);
    expect(Math.max(...told)).toBe(50);
  });
});

describe('an older list', () => {
  const now = (): string => '2026-11-21T08:00:00Z';
  const version = (picture: ReturnType<typeof createPicture>): string | undefined =>
    picture.pod('shop', 'cart')?.metadata.resourceVersion;

  it('changes nothing where it came late (F31)', () => {
    const picture = createPicture({ now });
    picture.replace('Pod', null, [pod('cart', 9)]);
    picture.replace('Pod', null, [pod('cart', 5)]);
    expect(version(picture)).toBe('9');
    expect(picture.counts().ignored).toBe(1);
  });

  it('stands where the server was restored, and what comes after it is measured by it', () => {
    const picture = createPicture({ now });
    picture.replace('Pod', null, [pod('cart', 9)]);
    picture.replace('Pod', null, [pod('cart', 5)], true);
    expect(version(picture)).toBe('5');
    picture.upsert('Pod', pod('cart', 4));
    expect(version(picture)).toBe('5');
    picture.upsert('Pod', pod('cart', 6));
    expect(version(picture)).toBe('6');
  });

  it('brings back what was deleted after the backup', () => {
    const picture = createPicture({ now });
    picture.replace('Pod', null, [pod('cart', 9)]);
    picture.replace('Pod', null, []);
    picture.replace('Pod', null, [pod('cart', 5)]);
    expect(version(picture)).toBeUndefined();
    picture.replace('Pod', null, [pod('cart', 5)], true);
    expect(version(picture)).toBe('5');
    expect(picture.counts().deletedPods).toBe(0);
  });
});
