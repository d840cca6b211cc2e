import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { linkSignals, orAborted } from './abort';

const listeners = ({ signal }: AbortController): number => getEventListeners(signal, 'abort').length;

it('a linked signal ends with any of its parents, and leaves nothing on them when it is released', () => {
  const parents = [new AbortController(), new AbortController()] as const;
  const linked = linkSignals(parents[0].signal, parents[1].signal);
  expect(parents.map(listeners)).toEqual([1, 1]);
  linked.release();
  expect(parents.map(listeners)).toEqual([0, 0]);
  const again = linkSignals(parents[0].signal, parents[1].signal);
  parents[1].abort();
  expect(again.signal.aborted).toBe(true);
  again.release();
  expect(parents.map(listeners)).toEqual([0, 0]);
});

it('work that ends, well or not, leaves nothing on the signal that could have ended it', async () => {
  const parent = new AbortController();
  expect(await orAborted(Promise.resolve(1), parent.signal)).toBe(1);
  await expect(orAborted(Promise.reject(new Error('no')), parent.signal)).rejects.toThrow('no');
  expect(listeners(parent)).toBe(0);
  const aborted = orAborted(new Promise(() => undefined), parent.signal);
  parent.abort();
  await expect(aborted).rejects.toMatchObject({ kind: 'aborted' });
});
