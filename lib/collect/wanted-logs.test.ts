import { describe, expect, it } from 'vitest';
import { aPod, app, start, withApp } from './testing';
import { wantedLogs } from './wanted-logs';

/** The token of its log at this age, and the age at which it is looked at again; both in seconds. */
function lookAt(seconds: number) {
  const startedMs = Date.parse(start);
  const starting = aPod('cart-1', withApp(app.running(0, false)));
  const { logs, laterMs } = wantedLogs(starting, 'trouble', startedMs + seconds * 1000);
  return [logs[0]?.token.replace(/^.* not ready /, '') ?? null, laterMs === null ? null : (laterMs - startedMs) / 1000];
}

describe('the log of a container that starts and does not become ready', () => {
  it.each([
    [0, null, 30],
    [29, null, 30],
    [30, '1', 60],
    [59, '1', 60],
    [60, '2', 120],
    [1919, '6', 1920],
    [1920, '7', 3840],
    [3839, '7', 3840],
  ])('is looked at each time its age has doubled: at %i s', (age, token, later) => {
    expect(lookAt(age)).toEqual([token, later]);
  });

  it('is looked at eight times, and never again', () => {
    expect(lookAt(3840)).toEqual(['8', null]);
    expect(lookAt(7680)).toEqual(['8', null]);
    expect(lookAt(30 * 86_400)).toEqual(['8', null]);
  });
});
