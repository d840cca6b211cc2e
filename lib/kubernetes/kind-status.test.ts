import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../e2e/fake-api/fake-clock';
import type { Failure } from '../model/result';
import type { KindState } from '../model/source';
import { KindStatus } from './kind-status';

let clock: FakeClock;
let told: KindState[];
let status: KindStatus;

const timeout: Failure = { code: 'timeout', message: 'The API server fell silent for 75 s.' };
const denied: Failure = { code: 'denied', message: 'The account may not list and watch pods.' };
const at = (): string => new Date(clock.now()).toISOString();

/** Live, and heard of last at the instant returned. */
function live(): string {
  status.heard(2);
  status.well('live');
  return at();
}

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  status = new KindStatus('Pod', null, clock, (state) => told.push(state));
});

describe('a silence', () => {
  it('is said where nothing follows it', () => {
    const heardAt = live();
    clock.advance(75_000);
    status.silent(timeout);
    clock.advance(3_000);
    expect(told.at(-1)).toMatchObject({ state: 'stale', failure: timeout, since: heardAt });
    expect(clock.pending).toBe(0);
  });

  it.each(['denied', 'stale'] as const)('is over with a refusal, which stays as it is: %s', (state) => {
    const heardAt = live();
    clock.advance(75_000);
    status.silent(timeout);
    status.failed(state, denied, 300_000);
    expect(told.at(-1)).toMatchObject({ state, failure: denied, since: heardAt });
    clock.advance(200_000);
    expect(told.at(-1)).toMatchObject({ state, failure: denied, since: heardAt });
    expect(clock.pending).toBe(0);
  });
});

describe('what was live and is not watched', () => {
  const asked: Failure = { code: 'timeout', message: 'The API server has not answered the next watch of pods yet.' };
  const expired: Failure = { code: 'failed', message: 'too old resource version' };

  it('is stale where the request that follows is not answered soon, as since it was made', () => {
    live();
    clock.advance(60_000);
    const since = at();
    status.asked(asked);
    clock.advance(2_999);
    expect(told.at(-1)?.state).toBe('live');
    clock.advance(1);
    expect(told.at(-1)).toMatchObject({ state: 'stale', failure: asked, since });
    expect(clock.pending).toBe(0);
  });

  it('is so for the reason that ended the watch, where there is one', () => {
    live();
    clock.advance(60_000);
    const since = at();
    status.answered(expired);
    clock.advance(1_000);
    status.asked(asked);
    clock.advance(2_000);
    expect(told.at(-1)).toMatchObject({ state: 'stale', failure: expired, since });
  });

  it('is live where it is heard of in time, and as it was where it was not live', () => {
    live();
    status.asked(asked);
    clock.advance(2_000);
    status.heard(2);
    expect(clock.pending).toBe(0);
    status.failed('denied', denied, 300_000);
    status.asked(asked);
    expect(clock.pending).toBe(0);
  });
});

describe('the count of objects', () => {
  it('is told every two seconds in a burst, and what it came to after it', () => {
    live();
    const before = told.length;
    for (let objects = 3; objects <= 2_002; objects++) {
      clock.advance(2);
      status.heard(objects);
      expect(clock.pending).toBeLessThanOrEqual(1);
    }
    clock.advance(2_000);
    expect(told.at(-1)).toMatchObject({ objects: 2_002 });
    expect(told.length - before).toBeLessThanOrEqual(3);
    expect(clock.pending).toBe(0);
  });

  it('is not told once more where it is the same, nor after the end', () => {
    live();
    status.heard(2);
    expect(clock.pending).toBe(0);
    status.heard(3);
    status.stop();
    expect(clock.pending).toBe(0);
  });
});

describe('since', () => {
  it('is when the server went away, where it refuses when it is back', () => {
    live();
    clock.advance(60_000);
    const since = at();
    const away: Failure = { code: 'unreachable', message: 'The API server refuses connections.' };
    status.failed('stale', away, 800);
    clock.advance(11 * 60_000);
    status.failed('denied', denied, 800);
    expect(told.at(-1), 'it may know no roles yet').toMatchObject({ state: 'stale', failure: away, since });
    clock.advance(3_000);
    status.failed('denied', denied, 1_600);
    expect(told.at(-1)).toMatchObject({ state: 'denied', failure: denied, since });
  });

  it('is when it was refused, where all was well before', () => {
    live();
    clock.advance(60_000);
    status.failed('denied', denied, 300_000);
    expect(told.at(-1)).toMatchObject({ since: at() });
  });
});
