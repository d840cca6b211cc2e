import { expect, it } from 'vitest';
import { oldAfterMs } from './backoff';

it.each([
  [0, 10],
  [1, 10],
  [2, 60],
])('after %d restarts an end is old in %d minutes', (restarts, minutes) => {
  expect(oldAfterMs(restarts)).toBe(minutes * 60_000);
});
