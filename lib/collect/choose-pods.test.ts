import { expect, it } from 'vitest';

import { choosePods } from './choose-pods';
import { aPod, app, start, withApp } from './testing';

const nowMs = Date.parse(start);

it('keeps all of a few, in their order', () => {
  const pods = ['c', 'a', 'b'].map((name) => aPod(name));
  expect(choosePods(pods, nowMs)).toEqual(pods);
});

it('keeps one that crashes among a thousand that wait, and three that are well', () => {
  const waiting = Array.from({ length: 1_000 }, (_, n) => aPod(`w${n}`, { status: { phase: 'Pending' } }));
  const well = Array.from({ length: 50 }, (_, n) => aPod(`ok${n}`, withApp(app.running(0, true))));
  const crashing = aPod('x', withApp(app.waiting(3, 0)));
  const chosen = choosePods([...waiting, ...well, crashing], nowMs);
  const names = chosen.map((pod) => pod.metadata.name);
  expect(names).toHaveLength(15);
  expect(names.filter((name) => name.startsWith('w'))).toHaveLength(11);
  expect(names.filter((name) => name.startsWith('ok'))).toEqual(['ok0', 'ok1', 'ok2']);
  expect(names.at(-1)).toBe('x');
});

it('takes pods of one trouble from different nodes', () => {
  const pods = Array.from({ length: 40 }, (_, n) =>
    aPod(`p${n}`, withApp(app.waiting(1, 0), { nodeName: n < 30 ? 'big' : `node-${n}` })),
  );
  const nodes = new Set(choosePods(pods, nowMs).map((pod) => pod.spec.nodeName));
  expect(nodes.size).toBe(11);
});
