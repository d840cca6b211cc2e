import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import { ApiError, statusError } from './api-error';
import { LogPause } from './log-pause';

const after = (error: ApiError) => new LogPause(new FakeClock()).after(error);

describe('the pause of all logs after one that failed', () => {
  it.each([
    ['nobody listens', new ApiError('refused', ''), 800],
    ['the connection broke', new ApiError('reset', ''), 800],
    ['a page of a proxy', new ApiError('not-kubernetes', ''), 800],
    ['no credentials', new ApiError('credentials', ''), 30_000],
    ['credentials refused', statusError(401, ''), 30_000],
    ['busy', statusError(429, ''), 800],
    ['busy, and told until when', statusError(429, '', { retryAfterMs: 7_000 }), 7_000],
    ['the store is gone', statusError(500, 'etcdserver: request timed out'), 800],
    ['a balancer with nothing behind it', statusError(503, '<html>'), 800],
  ])('is there: %s', (_, error, ms) => {
    expect(after(error)).toBe(ms);
  });

  it.each([
    ['not in time', new ApiError('timeout', '')],
    ['given up', new ApiError('aborted', '')],
    ['not allowed', statusError(403, '')],
    ['gone', statusError(404, '')],
    ['no such container', statusError(400, 'container x is not valid for pod y')],
    [
      'an error of the kubelet',
      statusError(500, 'an error on the server ("unknown") has prevented the request from succeeding'),
    ],
    ['a node that hangs up', statusError(500, 'Get "https://10.0.0.7:10250/containerLogs/a/b/c": EOF')],
    ['a tunnel that is down', statusError(503, 'No agent available')],
  ])('is none: %s', (_, error) => {
    expect(after(error)).toBeUndefined();
  });

  it.each([
    ['nothing is answered', new ApiError('refused', ''), 800],
    ['it is busy, whatever it tells', statusError(429, '', { retryAfterMs: 1_000 }), 1_000],
  ])('doubles while %s, and is short again after an answer', (_, error, first) => {
    const clock = new FakeClock();
    const pause = new LogPause(clock);
    const waits = [1, 2, 3, 4, 5, 6, 7].map(() => {
      const ms = pause.after(error) ?? 0;
      clock.advance(ms);
      return ms;
    });
    expect(waits).toEqual([first, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000]);
    pause.over();
    expect(pause.after(error)).toBe(first);
  });
});
