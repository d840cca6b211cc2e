import { describe, expect, it } from 'vitest';
import type { KindState } from '../model/source';
import { absentNamespaces, freshnessOf, heardNamespaces, isComplete, lacksPods, oldNamespaces } from './freshness';
import { aState, clusterInfo } from './testing';

const now = '2026-11-21T03:00:00Z';
const refused = { code: 'unreachable', message: 'connect ECONNREFUSED 10.0.0.1:443' } as const;
const denied = { code: 'denied', message: 'The account may not list events.' } as const;
const of = (...states: KindState[]) => freshnessOf(states, clusterInfo, now);

describe('freshness', () => {
  it('is live when everything is', () => {
    const states = [aState('Pod', 'live'), aState('Event', 'live')];
    expect(of(...states)).toMatchObject({ state: 'live', heardAt: '2026-11-21T02:59:56Z', showing: now, missing: [] });
    expect(isComplete(states)).toBe(true);
  });

  it('was heard when pods and events both were: no other kind covers for a silent one (F03)', () => {
    const at = (second: number) => ({ heardAt: `2026-11-21T02:59:${second}Z` });
    const others = [aState('LimitRange', 'live', at(58)), aState('Node', 'live', at(11))];
    const heardOf = (...states: KindState[]) => of(...states, ...others).heardAt;
    expect(heardOf(aState('Pod', 'live', at(20)), aState('Event', 'live', at(57)))).toBe(at(20).heardAt);
    expect(heardOf(aState('Pod', 'live', at(57)), aState('Event', 'live', at(21)))).toBe(at(21).heardAt);
    const [shop, pay] = [aState('Pod', 'live', { ...at(30), namespace: 'shop' }), aState('Pod', 'live', at(56))];
    expect(heardOf(shop, { ...pay, namespace: 'pay' }), 'the oldest of several namespaces').toBe(at(30).heardAt);
    const refused = aState('Event', 'denied', { ...at(10), failure: denied });
    expect(heardOf(aState('Pod', 'live', at(56)), refused), 'what is not watched any more').toBe(at(56).heardAt);
    expect(heardOf(aState('Pod', 'listing'), refused), 'no pods yet').toBe(at(58).heardAt);
  });

  it('shows an outage as of the last word of the pods, not of events, which a quiet cluster tells of seldom', () => {
    const lost = (kind: 'Pod' | 'Event', second: number) =>
      aState(kind, 'stale', { failure: refused, heardAt: `2026-11-21T02:58:${second}Z` });
    expect(of(lost('Pod', 59), lost('Event', 19)).showing).toBe('2026-11-21T02:58:59Z');
    expect(of(lost('Pod', 19), lost('Event', 59)).showing).toBe('2026-11-21T02:58:19Z');
    expect(of(aState('Pod', 'live'), lost('Event', 19)).showing).toBe('2026-11-21T02:58:19Z');
  });

  it('counts the kinds while it connects', () => {
    const states = [aState('Pod', 'live'), aState('Node', 'listing'), aState('Event', 'connecting')];
    expect(of(...states)).toMatchObject({ state: 'connecting', progress: { done: 1, of: 3 } });
    expect(isComplete(states)).toBe(false);
  });

  it('has failed, never empty, when nothing could be read yet', () => {
    const failing = { failure: refused, attempts: 9, nextAttemptAt: '2026-11-21T03:00:24Z' };
    const fresh = of(aState('Pod', 'connecting', failing), aState('Event', 'connecting', { ...failing, attempts: 8 }));
    expect(fresh).toMatchObject({
      state: 'failed',
      why: refused.message,
      attempts: 9,
      nextAttemptAt: '2026-11-21T03:00:24Z',
    });
  });

  it('carries what kind of failure it is: a server that answers and refuses is not away', () => {
    const failure = { code: 'failed', status: 429, message: 'Too many requests.' } as const;
    const fresh = of(aState('Pod', 'stale', { failure, attempts: 1 }), aState('Event', 'live'));
    expect(fresh).toMatchObject({ state: 'stale', failure: { code: 'failed', status: 429 } });
  });

  it('has failed where pods may not be listed at all, and says that namespaces can be named (F22)', () => {
    const fresh = of(aState('Pod', 'denied', { failure: denied }), aState('Node', 'live'));
    expect(fresh).toMatchObject({
      state: 'failed',
      why: expect.stringMatching(/^The account may not .*--namespace/) as unknown,
    });
  });

  it('has failed where no pods are served, nor anything else: that is no Kubernetes, or another path (F24)', () => {
    const failure = { code: 'failed', message: 'The API server does not serve pods (404).' } as const;
    const fresh = of(aState('Pod', 'connecting', { failure, attempts: 1 }), aState('Job', 'absent'));
    expect(fresh).toMatchObject({ state: 'failed', why: failure.message, attempts: 1 });
  });

  it('goes on without a kind that is denied, and names it', () => {
    const states = [aState('Pod', 'live'), aState('Event', 'denied', { failure: denied })];
    expect(isComplete(states)).toBe(true);
    expect(of(...states)).toMatchObject({ state: 'live', missing: ['Event: The account may not list events.'] });
  });

  it('misses the other namespaces, not what is read of some (F22)', () => {
    const refusal = (kind: KindState['kind']) =>
      aState(kind, 'denied', { failure: { ...denied, message: `No ${kind}.` } });
    const inShop = (kind: KindState['kind']) => aState(kind, 'live', { namespace: 'shop' });
    const states = [refusal('Event'), inShop('Event'), refusal('Pod'), inShop('Pod'), refusal('Node'), refusal('Job')];
    expect(of(...states).missing).toEqual([
      'other namespaces: No Pod. Nor 1 other kind.',
      'Node: No Node.',
      'Job: No Job.',
    ]);
    // What the whole cluster showed before it was refused is on the board, and old (F23).
    const lost = { ...refusal('Pod'), heardAt: '2026-11-21T02:49:58Z' };
    expect(of(lost, inShop('Pod'), refusal('Event'), inShop('Event')).missing).toEqual([
      expect.stringMatching(/^Pod in other namespaces: No Pod. No longer watched since .* Nor 1 other kind\.$/),
    ]);
    expect(of({ ...lost, state: 'denied' }, aState('Pod', 'listing', { namespace: 'shop' })).missing).toEqual([
      expect.stringMatching(/^Pod: No Pod. No longer watched/),
    ]);
    expect(lacksPods(states)).toBe(true);
  });

  it('goes on without a kind whose list keeps failing', () => {
    const broken = aState('HorizontalPodAutoscaler', 'connecting', { failure: refused, attempts: 2 });
    expect(isComplete([aState('Pod', 'live'), broken])).toBe(true);
    expect(isComplete([aState('Pod', 'live'), { ...broken, attempts: 1 }])).toBe(false);
  });

  it('goes on without a kind that is put off or trickles, never without pods that are on their way (F16, F18)', () => {
    const late = aState('LimitRange', 'listing', { since: '2026-11-21T02:59:00Z' });
    const off = aState('Job', 'connecting', { failure: refused, attempts: 1 });
    const pods = aState('Pod', 'live', { namespace: 'shop' });
    expect(isComplete([pods, late, off])).toBe(false);
    expect(isComplete([pods, late, off], false)).toBe(true);
    expect(freshnessOf([pods, late, off], clusterInfo, now, true)).toMatchObject({
      state: 'live',
      missing: ['LimitRange: not read yet', `Job: ${refused.message}`],
    });
    const soon = { ...late, since: '2026-11-21T02:59:01Z' };
    expect(freshnessOf([pods, soon], clusterInfo, now, true).missing).toEqual([]);
    expect(of(pods, late).missing, 'its progress says it').toEqual([]);
    expect(isComplete([pods, aState('Pod', 'listing', { namespace: 'pay' })], false)).toBe(false);
    expect(isComplete([late], false)).toBe(false);
  });

  it('goes on without the pods of one namespace of several whose list keeps failing (F18, F21)', () => {
    const shop = aState('Pod', 'live', { namespace: 'shop' });
    const pay = aState('Pod', 'connecting', { namespace: 'pay', failure: refused, attempts: 2 });
    expect(isComplete([shop, pay])).toBe(true);
    expect(isComplete([shop, { ...pay, attempts: 1 }])).toBe(false);
    expect(of(shop, pay)).toMatchObject({ state: 'live', missing: [`Pod in pay: ${refused.message}`] });
    expect(lacksPods([shop, pay])).toBe(true);
    expect(isComplete([{ ...shop, state: 'listing' }, pay]), 'no pods at all').toBe(false);
  });

  it('never falls back to connecting: what was full is old at most (F18, F22)', () => {
    const whole = aState('Pod', 'denied', { failure: denied, heardAt: '2026-11-21T02:59:50Z' });
    const shop = aState('Pod', 'connecting', { namespace: 'shop' });
    const later = (...states: KindState[]) => freshnessOf(states, clusterInfo, now, true);
    const old = { state: 'stale', why: denied.message, showing: '2026-11-21T02:59:50Z', since: whole.since };
    expect(later(whole, shop, aState('Event', 'live'))).toMatchObject(old);
    expect(later(whole, { ...shop, state: 'live' }, { ...shop, namespace: 'pay' })).toMatchObject({ state: 'live' });
    expect(later(whole), 'no pod may be read any more').toMatchObject({ state: 'failed', showing: old.showing });
  });

  it('names a namespace once where its pods are not read, and none of what does not exist', () => {
    const no = (kind: KindState['kind'], namespace: string) =>
      aState(kind, 'denied', { namespace, failure: { ...denied, message: `No ${kind} in ${namespace}.` } });
    const kinds = ['Pod', 'Event', 'Node', 'Job'] as const;
    const states = kinds.flatMap((kind) =>
      kind === 'Node' ? [aState(kind, 'live')] : ['shpo', 'media'].map((namespace) => no(kind, namespace)),
    );
    const shop = [aState('Pod', 'live', { namespace: 'shop' }), no('Event', 'shop')];
    expect(freshnessOf([...states, ...shop], clusterInfo, now, true, ['shpo']).missing).toEqual([
      'namespace media: No Pod in media. Not read either: 2 other kinds.',
      'Event in shop: No Event in shop.',
    ]);
    const why = (...absent: string[]) => freshnessOf(states, clusterInfo, now, false, absent).why;
    expect(why('shpo')).toBe('The cluster has no namespace shpo. No Pod in media.');
    expect(why('shpo', 'media'), 'no right is what lacks').toBe(
      'The cluster has no namespace shpo. The cluster has no namespace media.',
    );
  });

  it('is blind since the last that was read was refused, not since what never was allowed (F22, F23)', () => {
    const never = aState('Pod', 'denied', { failure: denied, since: '2026-11-21T01:00:00Z' });
    const lostAt = (namespace: string, minute: number) =>
      aState('Pod', 'denied', {
        namespace,
        failure: { code: 'denied', message: `The account may not list pods in ${namespace}.` },
        since: `2026-11-21T02:${minute}:10Z`,
        heardAt: `2026-11-21T02:${minute}:00Z`,
      });
    const pods = [never, lostAt('pay', 40), lostAt('shop', 50)];
    const since = { since: '2026-11-21T02:50:10Z', showing: '2026-11-21T02:50:00Z' };
    const later = (...states: KindState[]) => freshnessOf(states, clusterInfo, now, true);
    const why = 'The account may not list pods in shop.';
    expect(later(...pods)).toMatchObject({ state: 'failed', why, ...since });
    const found = aState('Pod', 'connecting', { namespace: 'web' });
    expect(later(...pods, found), 'another is being read').toMatchObject({ state: 'stale', why, ...since });
  });

  it('is stale since the first silence, and shows the moment of the oldest picture', () => {
    const lost = { failure: refused, attempts: 3, since: '2026-11-21T02:50:00Z', heardAt: '2026-11-21T02:49:58Z' };
    const fresh = of(
      aState('Pod', 'stale', lost),
      aState('Event', 'stale', { ...lost, since: '2026-11-21T02:51:00Z' }),
    );
    expect(fresh).toMatchObject({
      state: 'stale',
      since: '2026-11-21T02:50:00Z',
      showing: '2026-11-21T02:49:58Z',
      why: refused.message,
    });
  });

  it('stays live where one namespace of several falls silent: only what is shown of that one is old (F16, F23)', () => {
    const before = '2026-11-21T02:40:00Z';
    const busy = { failure: { code: 'failed', message: 'Too many requests.' }, heardAt: before, attempts: 3 } as const;
    const states = [
      aState('Pod', 'live', { namespace: 'shop' }),
      aState('Pod', 'stale', { namespace: 'pay', ...busy }),
      aState('Event', 'live', { namespace: 'shop' }),
      aState('Event', 'live', { namespace: 'pay' }),
    ];
    const fresh = of(...states);
    expect(fresh).toMatchObject({ state: 'live', showing: now, missing: ['Pod in pay: Too many requests.'] });
    expect(fresh.heardAt).not.toBe(before);
    const names = () => ['pay', 'shop'];
    expect(oldNamespaces(states, names, now)).toEqual({ pay: before });
    const rights = aState('Pod', 'denied', { heardAt: before, failure: denied });
    expect(oldNamespaces([rights, aState('Pod', 'live', { namespace: 'shop' })], names, now)).toEqual({
      pay: before,
    });
    expect(heardNamespaces(states, { pay: before })).toEqual(['shop']);
    expect(heardNamespaces([aState('Pod', 'live')], {}), 'as a whole').toEqual([]);
    expect(oldNamespaces([aState('Pod', 'live')], names, now), 'all are watched').toEqual({});
    expect(oldNamespaces([aState('Pod', 'stale', busy)], names, before), 'all are old: the picture itself is').toEqual(
      {},
    );
    const [shop, pay, ...events] = states;
    const away = [
      { ...shop, state: 'stale' as const, heardAt: '2026-11-21T02:50:00Z' },
      { ...pay, state: 'denied' as const },
    ];
    expect(oldNamespaces([...away, ...events] as KindState[], names, '2026-11-21T02:50:00Z'), 'F02 after F23').toEqual({
      pay: before,
    });
    const silent = [aState('Pod', 'live', { namespace: 'shop' }), aState('Pod', 'live', { namespace: 'pay' })];
    const unheard = aState('Event', 'stale', { namespace: 'pay', ...busy });
    const events2 = [aState('Event', 'live', { namespace: 'shop' }), unheard];
    expect(oldNamespaces([...silent, ...events2], names, now), 'judged by old events').toEqual({ pay: before });
    const both = states.map((state) => ({ ...state, state: 'stale' as const }));
    expect(of(...both)).toMatchObject({ state: 'stale', showing: before });
  });

  it('lacks in an outage what was not read before it, and not what went with it (F02, F22, F23)', () => {
    const away = (kind: KindState['kind'], minute: number, more: Partial<KindState> = {}) =>
      aState(kind, 'stale', { failure: refused, ...more, since: `2026-11-21T02:${minute}:00Z` });
    const at = { heardAt: '2026-11-21T02:50:00Z' };
    const never = aState('Node', 'denied', { failure: { ...denied, message: 'No nodes.' } });
    const late = aState('Job', 'connecting', { failure: refused, attempts: 5 });
    const states = [
      away('Pod', 50, at),
      away('Service', 49),
      away('LimitRange', 20),
      away('Event', 50, at),
      never,
      late,
    ];
    const fresh = freshnessOf(states, clusterInfo, now, true);
    expect(fresh).toMatchObject({ state: 'stale', showing: at.heardAt });
    expect(fresh.missing).toHaveLength(6);
    const old = `LimitRange: ${refused.message}`;
    expect(fresh.lacking).toEqual([old, 'Node: No nodes.', `Job: ${refused.message}`]);
    const lost = (kind: KindState['kind']) =>
      aState(kind, 'denied', { failure: denied, ...at, since: '2026-11-21T02:50:10Z' });
    const rights = freshnessOf([lost('Pod'), lost('Event'), never], clusterInfo, now, true);
    expect(rights).toMatchObject({ state: 'failed', lacking: ['Node: No nodes.'] });
    const wide = aState('Pod', 'denied', { failure: { ...denied, message: 'No pods.' } });
    const shop = away('Pod', 50, { ...at, namespace: 'shop' });
    expect(freshnessOf([wide, shop], clusterInfo, now, true).lacking).toEqual(['other namespaces: No pods.']);
    expect(of(aState('Pod', 'live'), never)).not.toHaveProperty('lacking');
  });

  it('says which kind it is that is not heard, where the pods are', () => {
    const lost = { failure: refused, attempts: 3, since: '2026-11-21T02:50:00Z' };
    expect(of(aState('Pod', 'live'), aState('Event', 'stale', lost))).toMatchObject({
      state: 'stale',
      why: `Event: ${refused.message}`,
    });
  });

  it('is heard again, and no error, where the first watch after an outage is too old (F12)', () => {
    const expired = { code: 'failed', status: 410, message: 'too old resource version: 1 (9)' } as const;
    const anew = (kind: KindState['kind'], attempts = 3) => aState(kind, 'stale', { failure: expired, attempts });
    const away = (kind: KindState['kind']) =>
      aState(kind, 'stale', { failure: refused, attempts: 7, nextAttemptAt: '2026-11-21T03:00:09Z' });
    const again = { state: 'stale', why: null, attempts: 0, nextAttemptAt: null, progress: { done: 1, of: 3 } };
    const denied = aState('Node', 'denied');
    expect(of(away('Pod'), anew('ReplicaSet', 9), aState('Job', 'live'), denied)).toMatchObject(again);
    expect(of(anew('Pod'), anew('ReplicaSet'), aState('Event', 'live'))).toMatchObject(again);
    // The list that follows is refused as well: that is no routine (F14).
    const refusedToo = { ...anew('Pod'), nextAttemptAt: '2026-11-21T03:00:09Z' };
    expect(of(refusedToo)).toMatchObject({ why: expired.message, progress: null });
    const busy = { code: 'failed', status: 429, message: 'Too many requests.' } as const;
    const full = aState('Pod', 'stale', { failure: busy, attempts: 1, nextAttemptAt: '2026-11-21T03:00:09Z' });
    expect(of(full, anew('ReplicaSet'))).toMatchObject({ why: busy.message, failure: { status: 429 }, progress: null });
  });

  it('says why the picture is old, not what else fails, however often', () => {
    const quota = { code: 'failed', status: 500, message: 'etcdserver: no leader' } as const;
    const other = aState('Job', 'stale', { failure: quota, attempts: 40 });
    const fresh = of(aState('Pod', 'stale', { failure: refused, attempts: 2 }), other);
    expect(fresh).toMatchObject({ why: refused.message, failure: { code: 'unreachable' }, attempts: 2 });
  });

  it('says of a kind that is polled why it is, for its changes come later (F26)', () => {
    const cut = { code: 'failed', message: 'Something cuts each stream of pods; listed every 30 s instead.' } as const;
    const others = {
      code: 'failed',
      message: 'Something cuts each stream of jobs; listed every 30 s instead.',
    } as const;
    const states = [aState('Job', 'live', { failure: others }), aState('Pod', 'live', { failure: cut })];
    expect(of(...states)).toMatchObject({ state: 'live', why: cut.message, attempts: 0, since: null, missing: [] });
    expect(of(aState('Pod', 'live'), aState('Event', 'live')).why).toBeNull();
  });

  it('is frozen at the moment of a recording', () => {
    const info = { ...clusterInfo, kind: 'recording' as const, recordedAt: '2026-11-20T00:00:00Z' };
    const states = [aState('Pod', 'frozen'), aState('Event', 'absent')];
    expect(freshnessOf(states, info, now)).toMatchObject({ state: 'frozen', showing: '2026-11-20T00:00:00Z' });
    expect(freshnessOf(states, info, now).missing).toEqual([]);
    expect(freshnessOf([aState('Pod', 'connecting', { failure: refused, attempts: 1 })], info, now).state).toBe(
      'failed',
    );
  });

  it('misses the pods of a recording that has none, and no other kind', () => {
    const failure = { code: 'absent', message: 'not in this recording' } as const;
    const states = [
      aState('Deployment', 'frozen'),
      aState('Pod', 'absent', { failure }),
      aState('Event', 'absent', { failure }),
    ];
    expect(of(...states).missing).toEqual(['Pod: not in this recording']);
    expect(lacksPods(states)).toBe(true);
  });
});

describe('namespaces that are read by name', () => {
  const named = [aState('Pod', 'live', { namespace: 'shop' }), aState('Pod', 'live', { namespace: 'shopp' })];

  it('are absent where the list of namespaces is read and does not have them', () => {
    expect(absentNamespaces([...named, aState('Namespace', 'live')], () => ['shop'], now)).toEqual(['shopp']);
  });

  it('are absent where that list was read a moment ago, though it may not be watched', () => {
    const absentAt = (heardAt: string) =>
      absentNamespaces([...named, aState('Namespace', 'denied', { heardAt })], () => ['shop'], now);
    expect(absentAt('2026-11-21T02:55:00Z')).toEqual(['shopp']);
    expect(absentAt('2026-11-21T02:45:00Z')).toEqual([]);
  });

  it('are not called absent where that list may not be read, or is old', () => {
    for (const state of ['denied', 'stale', 'listing'] as const) {
      expect(absentNamespaces([...named, aState('Namespace', state)], () => [], now)).toEqual([]);
    }
  });
});
