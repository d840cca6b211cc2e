import { describe, expect, it } from 'vitest';
import type { Freshness } from '@/lib/model/views';
import { freshnessWords, isOlder } from './freshness-words';

const live: Freshness = {
  state: 'live',
  showing: '2026-11-21T03:13:12Z',
  since: null,
  heardAt: '2026-11-21T03:13:10Z',
  why: null,
  attempts: 0,
  nextAttemptAt: null,
  source: { kind: 'cluster', name: 'prod-eu-1', location: 'https://10.0.0.1', recordedAt: null },
  missing: [],
  progress: null,
};
const words = (freshness: Freshness, now = '2026-11-21T03:13:14Z', zone = 'UTC') =>
  freshnessWords(freshness, { state: 'open' }, now, zone);

describe('how fresh', () => {
  it('counts from when the server heard the cluster', () => {
    expect(words(live)).toEqual({ tone: 'good', text: 'live, heard 4 s ago' });
  });
  it('takes no word that is older than the page, but each of another state', () => {
    const earlier = { ...live, showing: '2026-11-21T03:12:30Z', heardAt: '2026-11-21T03:12:28Z' };
    expect(isOlder(earlier, live)).toBe(true);
    expect(isOlder(live, earlier)).toBe(false);
    expect(isOlder({ ...earlier, state: 'stale' }, live)).toBe(false);
    const beforeTheClockWentBack = { ...live, showing: '2026-11-21T03:23:12Z' };
    expect(isOlder(live, beforeTheClockWentBack)).toBe(false);
  });
  it('says where lists take the place of streams that are cut (F26)', () => {
    const polled = words({ ...live, why: 'Something cuts each stream of pods; listed every 30 s instead.' });
    expect(polled).toEqual({ tone: 'waiting', text: 'live by lists, heard 4 s ago' });
  });
  it('is not green where some namespaces are not heard any more (F23)', () => {
    const part = words({ ...live, old: { pay: '2026-11-21T02:40:00Z' } });
    expect(part).toEqual({ tone: 'waiting', text: 'live in part, heard 4 s ago' });
  });
  it('speaks of a recording that cannot be opened as of no cluster', () => {
    const failed: Freshness = { ...live, state: 'failed' };
    expect(words(failed).text).toBe('cannot reach the cluster');
    const source = { ...live.source, kind: 'recording' } as const;
    expect(words({ ...failed, source }).text).toBe('cannot open the recording');
  });
  it('tells a cluster that refuses the account from one that does not answer', () => {
    const failed: Freshness = { ...live, state: 'failed', why: 'The account may not list and watch pods.' };
    expect(words(failed).text).toBe('may not read the cluster');
    expect(words({ ...failed, why: 'connect ECONNREFUSED', attempts: 3 }).text).toBe('cannot reach the cluster');
    const source = { ...live.source, kind: 'recording' } as const;
    expect(words({ ...failed, source }).text).toBe('cannot open the recording');
  });
  it('tells a kubeconfig that cannot be used from a cluster that does not answer', () => {
    const failure = { code: 'not-configured', status: undefined } as const;
    expect(words({ ...live, state: 'failed', why: 'It has no entry.', attempts: 3, failure }).text).toBe(
      'cannot use the kubeconfig',
    );
  });
  it('says since when a page is waited for that does not come', () => {
    const late = freshnessWords(live, { state: 'late', since: '2026-11-21T03:12:00Z' }, live.showing, 'UTC');
    expect(late).toEqual({ tone: 'bad', text: 'waiting for this page since 03:12' });
  });
  it('F44: says where readings of the page take the place of a stream that is held back', () => {
    const read = { state: 'read', since: '2026-11-21T03:12:00Z' } as const;
    const said = (freshness: Freshness) => freshnessWords(freshness, read, '2026-11-21T03:13:14Z', 'UTC');
    expect(said(live)).toEqual({ tone: 'waiting', text: 'live by readings, heard 4 s ago' });
    expect(said({ ...live, why: 'listed every 30 s' }).text).toBe('live by readings, heard 4 s ago');
    expect(said({ ...live, state: 'stale', since: live.showing }).tone).toBe('bad');
  });

  it('says since when a stream is lost, before anything the server said', () => {
    const lost = freshnessWords(live, { state: 'lost', since: '2026-11-21T03:12:00Z' }, live.showing, 'UTC');
    expect(lost).toEqual({ tone: 'bad', text: 'reconnecting since 03:12, showing 03:13' });
  });
  it('says since when the cluster is not heard, and what is shown', () => {
    const stale: Freshness = {
      ...live,
      state: 'stale',
      since: '2026-11-21T03:12:00Z',
      showing: '2026-11-21T03:11:58Z',
    };
    expect(words(stale)).toEqual({ tone: 'bad', text: 'not heard since 03:12, showing 03:11:58' });
  });
  it('is heard again while the picture is read anew', () => {
    const anew: Freshness = { ...live, state: 'stale', progress: { done: 7, of: 19 }, showing: '2026-11-21T03:11:58Z' };
    expect(words(anew)).toEqual({ tone: 'waiting', text: 'being read anew, showing 03:11:58' });
  });
  it('says the day of a picture that is not of today, once', () => {
    const since = '2026-11-21T03:12:00Z';
    const stale: Freshness = { ...live, state: 'stale', since, showing: '2026-11-21T03:11:58Z' };
    const said = (freshness: Freshness, now: string) => words(freshness, now).text;
    expect(said(stale, '2026-11-22T11:12:00Z')).toBe('not heard since 21\u00a0Nov, showing 03:11:58');
    const overMidnight = { ...stale, since: '2026-11-21T00:00:20Z', showing: '2026-11-20T23:59:50Z' };
    expect(said(overMidnight, since)).toBe('not heard since 00:00, showing 20 Nov, 23:59:50');
    const lost = freshnessWords(live, { state: 'lost', since }, '2026-11-22T11:12:00Z', 'UTC');
    expect(lost.text).toBe('reconnecting since 21\u00a0Nov, showing 03:13');
  });
  it('counts kinds while it reads, and stands still for a recording', () => {
    expect(words({ ...live, state: 'connecting', progress: { done: 7, of: 19 } }).text).toBe('reading, 7 of 19 kinds');
    const judging = { done: 19, of: 19, judged: { done: 1200, of: 3401 } };
    expect(words({ ...live, state: 'connecting', progress: judging }).text).toBe(
      'judging, 1\u202f200 of 3\u202f401 workloads',
    );
    expect(words({ ...live, state: 'frozen' })).toEqual({ tone: 'still', text: 'as of 03:13 UTC' });
  });
  it('is in the zone of the reader', () => {
    expect(words({ ...live, state: 'frozen' }, live.showing, 'Asia/Kathmandu').text).toBe('as of 08:58');
  });
});
