import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Evidence } from '../model/diagnosis';
import type { KindState } from '../model/source';
import type { LiveEvent } from '../model/views';
import { workloadKey } from '../model/workload';
import { isPoison, project } from '../kubernetes/projection/project';
import { aPod } from '../collect/testing';
import { createBoard } from './board';
import { remedy } from '../remedy/look';
import { FakeGatherer } from './fake-gatherer';
import { coalesceMs } from './judge-loop';
import { aState, aSummary } from './testing';

describe('a board', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-21T03:00:00Z') }));
  afterEach(() => vi.useRealTimers());

  const make = (gatherer: FakeGatherer) => {
    const events: LiveEvent[] = [];
    const board = createBoard({
      gatherer,
      judge: ({ workload }) => {
        const summary = gatherer.workloads.get(workloadKey(workload)) ?? aSummary('none/none/none');
        return {
          summary,
          diagnosis: {
            ...summary,
            ...emptyProof,
            notChecked: gatherer.notChecked,
            remedies: gatherer.remedies,
            evidence: gatherer.evidence,
          },
          reviewAt: null,
        };
      },
      publish: (event) => events.push(event),
    });
    return { board, events };
  };
  const emptyProof = {
    primary: null,
    contributing: [],
    ruledOut: [],
    notChecked: [],
    evidence: [],
    remedies: [],
    runs: [],
    changes: [],
    risks: [],
    alerts: [],
  };
  const settle = () => vi.advanceTimersByTimeAsync(coalesceMs * 3);

  it('names what is there and could not be understood, on the board and on /about', () => {
    const gatherer = new FakeGatherer();
    const { board } = make(gatherer);
    expect(board.freshness().missing).toEqual([]);
    expect(board.blind()).toBe(false);
    const object = project('Pod', { kind: 'Widget', metadata: { name: 'cart-1', namespace: 'shop' } }, String);
    gatherer.unread = isPoison(object) ? [object] : [];
    expect(board.freshness().missing).toEqual(['Pod shop/cart-1: could not be understood, so nothing is said of it']);
    expect(board.capabilities().missing.map(({ what }) => what)).toEqual(['Pod shop/cart-1']);
    expect(board.blind()).toBe(true);
  });

  it('offers no command of a workload that is gone that would find nothing', () => {
    const gatherer = new FakeGatherer();
    const { board } = make(gatherer);
    const cart = { namespace: 'shop', kind: 'Deployment', name: 'cart' };
    expect(board.judgeLastSeen(cart)).toBeNull();
    gatherer.gone = aPod('cart-1');
    const step = (id: string, command: string) =>
      remedy({ id, title: id, why: 'because', safety: 'read-only', command });
    gatherer.remedies = [step('logs', 'kubectl -n shop logs cart-1'), step('quota', 'kubectl -n shop get quota')];
    expect(board.judgeLastSeen(cart)?.diagnosis.remedies.map(({ id }) => id)).toEqual(['quota']);
  });

  it('names a workload whose judging throws, until it does not', async () => {
    const gatherer = new FakeGatherer();
    let broken = true;
    const board = createBoard({
      gatherer,
      judge: ({ workload }) => {
        if (broken && workload.name === 'cart') throw new Error('a bug');
        const summary = aSummary(workloadKey(workload));
        return { summary, diagnosis: { ...summary, ...emptyProof }, reviewAt: null };
      },
    });
    gatherer.put(aSummary('shop/Deployment/cart'), aSummary('shop/Deployment/fine'));
    gatherer.become(aState('Pod', 'live'));
    await settle();
    expect([...board.rows()].map(({ workload }) => workload.name)).toEqual(['fine']);
    expect(board.freshness().missing).toEqual([expect.stringMatching(/^Deployment shop\/cart: judging it failed/)]);
    expect(board.blind()).toBe(true);
    broken = false;
    gatherer.put(aSummary('shop/Deployment/cart'));
    await settle();
    expect(board.freshness().missing).toEqual([]);
    expect(board.blind()).toBe(false);
    await board.stop();
  });

  it('judges nothing before everything is listed, then all at once, and says so with one event', async () => {
    const gatherer = new FakeGatherer();
    const { board, events } = make(gatherer);
    gatherer.put(aSummary('shop/Deployment/cart'), aSummary('shop/Deployment/mailer'));
    await settle();
    expect([...board.rows()]).toEqual([]);
    expect(board.ready()).toBe(false);
    expect(board.freshness().progress).toEqual({ done: 0, of: 1 });
    gatherer.become(aState('Pod', 'live'), aState('Event', 'live'));
    expect(board.freshness()).toMatchObject({
      state: 'connecting',
      progress: { done: 2, of: 2, judged: { done: 0, of: 2 } },
    });
    await settle();
    expect(board.ready()).toBe(true);
    expect(board.freshness().progress).toBeNull();
    expect([...board.rows()]).toHaveLength(2);
    expect(events.map((event) => event.event)).toEqual(['resync', 'freshness']);
  });

  it('waits a minute after the pods for a kind that is put off at the start, then does without it (F16)', async () => {
    const gatherer = new FakeGatherer();
    const { board } = make(gatherer);
    gatherer.put(aSummary('shop/Deployment/cart'));
    await vi.advanceTimersByTimeAsync(300_000);
    const failure = { code: 'failed', message: 'Too many requests.' } as const;
    gatherer.become(aState('Pod', 'live'), aState('LimitRange', 'connecting', { failure, attempts: 1 }));
    await vi.advanceTimersByTimeAsync(59_000);
    expect(board.ready()).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(board.ready()).toBe(true);
    expect([...board.rows()]).toHaveLength(1);
    expect(board.freshness()).toMatchObject({ state: 'live', missing: ['LimitRange: Too many requests.'] });
    await board.stop();
  });

  it('sends one changed row, and the totals with it', async () => {
    const gatherer = new FakeGatherer();
    const { board, events } = make(gatherer);
    gatherer.put(aSummary('shop/Deployment/cart'), aSummary('shop/Deployment/fine', 'healthy'));
    gatherer.become(aState('Pod', 'live'));
    await settle();
    events.length = 0;
    gatherer.snapshots = 0;
    gatherer.put(aSummary('shop/Deployment/fine', 'broken'));
    await settle();
    expect(events.map((event) => event.event)).toEqual(['summary', 'totals']);
    expect(gatherer.snapshots).toBe(1);
    expect(board.totals().byStatus.broken).toBe(2);
    gatherer.remove('shop/Deployment/cart');
    await settle();
    expect(events.slice(2).map((event) => event.event)).toEqual(['gone', 'totals']);
    events.length = 0;
    const fine = aSummary('shop/Deployment/fine', 'broken');
    gatherer.put({ ...fine, restarts: { ...fine.restarts, total: 2 } });
    await settle();
    expect(events.map((event) => event.event)).toEqual(['summary']);
  });

  it('tells an open page of what no row shows: metrics that came late, or that are missing now', async () => {
    const gatherer = new FakeGatherer();
    const { board, events } = make(gatherer);
    const cart = aSummary('shop/Deployment/cart');
    gatherer.put(cart, aSummary('shop/Deployment/other'));
    gatherer.become(aState('Pod', 'live'));
    await settle();
    events.length = 0;
    gatherer.put(cart);
    await settle();
    expect(events).toEqual([]);
    gatherer.notChecked = [{ what: 'memory history', why: 'No answer within 5 s.', permission: null }];
    gatherer.put(cart);
    await settle();
    const told = events.filter(({ event }) => event === 'summary');
    expect(told).toMatchObject([{ data: { workload: { name: 'cart' } } }]);
    await board.stop();
  });

  it('tells an open page of a proof that changed, but not of when it was looked at, nor of each number', async () => {
    const gatherer = new FakeGatherer();
    const { board, events } = make(gatherer);
    const cart = aSummary('shop/Deployment/cart');
    const judged = async (...evidence: Evidence[]): Promise<number> => {
      gatherer.evidence = evidence;
      gatherer.put(cart);
      await settle();
      return events.splice(0).filter(({ event }) => event === 'summary').length;
    };
    const log = (text: string): Evidence => ({
      ...{ kind: 'log', object: 'Log of app in cart-1', at: null, marks: [] },
      ...{ container: 'app', instance: 'current', line: 1, text },
    });
    const none = (at: string): Evidence => ({ kind: 'absence', object: 'shop', at, text: 'no quota', looked: 'all' });
    const used = (value: string): Evidence => ({
      ...{ kind: 'metric', object: 'app', at: null, query: 'memory', unit: 'bytes' },
      samples: [{ at: '2026-11-21T03:00:00Z', value, decisive: true }],
    });
    gatherer.become(aState('Pod', 'live'));
    await settle();
    expect(await judged(log('attempt 1'), none('03:00'), used('1'))).toBe(1);
    expect(await judged(log('attempt 1'), none('03:01'), used('2'))).toBe(0);
    expect(await judged(log('attempt 77'), none('03:02'), used('3'))).toBe(1);
    await board.stop();
  });

  it('says when it becomes stale, and keeps its rows', async () => {
    const gatherer = new FakeGatherer();
    const { board, events } = make(gatherer);
    gatherer.put(aSummary('shop/Deployment/cart'));
    gatherer.become(aState('Pod', 'live'));
    await settle();
    events.length = 0;
    gatherer.become(
      aState('Pod', 'stale', { failure: { code: 'unreachable', message: 'connect ECONNREFUSED' }, attempts: 1 }),
    );
    await vi.advanceTimersByTimeAsync(300);
    expect(events).toMatchObject([{ event: 'freshness', data: { state: 'stale', why: 'connect ECONNREFUSED' } }]);
    expect([...board.rows()]).toHaveLength(1);
    expect(board.ready()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toHaveLength(1);
    await board.stop();
  });

  it('says nothing of its freshness while the words stay as they are, though the clock of a live picture goes on', async () => {
    const gatherer = new FakeGatherer();
    const { board, events } = make(gatherer);
    gatherer.become(aState('Pod', 'live'));
    await settle();
    events.length = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toEqual([]);
    gatherer.kinds = [aState('Pod', 'live', { heardAt: '2026-11-21T03:00:40Z' })];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(events).toMatchObject([{ event: 'freshness', data: { heardAt: '2026-11-21T03:00:40Z' } }]);
    await board.stop();
  });

  it('says of a namespace that is read by name that there is none of that name', async () => {
    const gatherer = new FakeGatherer();
    const { board } = make(gatherer);
    gatherer.become(aState('Pod', 'live', { namespace: 'shop' }), aState('Namespace', 'live'));
    await settle();
    expect(board.blind()).toBe(false);
    gatherer.become(aState('Pod', 'live', { namespace: 'shopp' }), aState('Namespace', 'live'));
    expect(board.blind()).toBe(true);
    expect(board.freshness().missing).toEqual([
      'namespace shopp (the cluster has none of that name): nothing is seen there',
    ]);
    await board.stop();
  });

  it('names what does not exist before what may not be read, and offers no rule for it', async () => {
    const gatherer = new FakeGatherer();
    const { board } = make(gatherer);
    const denied = (kind: KindState['kind'], namespace: string): KindState =>
      aState(kind, 'denied', { namespace, failure: { code: 'denied', message: `No ${kind}.` } });
    gatherer.names = ['shop', 'media'];
    gatherer.become(
      aState('Pod', 'live', { namespace: 'shop' }),
      ...(['Pod', 'Event'] as const).flatMap((kind) => ['shpo', 'media'].map((name) => denied(kind, name))),
      aState('Namespace', 'live'),
    );
    const lack = (what: string, resource: string, namespace: string | null) => {
      const permissions = [{ verbs: ['get'], group: '', resource, namespace }];
      return { what, why: `No ${what}.`, unknowable: '', permissions };
    };
    gatherer.lacks = [
      lack('namespace shpo', 'pods', 'shpo'),
      lack('namespace media', 'pods', 'media'),
      lack('logs in shop', 'pods/log', 'shop'),
    ];
    await settle();
    expect(board.freshness().missing).toEqual([
      'namespace shpo (the cluster has none of that name): nothing is seen there',
      'logs in shop: No logs in shop.',
      'namespace media: No Pod. Not read either: 1 other kind.',
    ]);
    const { missing } = board.capabilities();
    expect(missing.map(({ what }) => what)).toEqual(['namespace shpo', 'namespace media', 'logs in shop']);
    expect(missing[0]).toMatchObject({
      why: expect.stringContaining('The cluster has none of that name') as unknown,
      permissions: [],
    });
    await board.stop();
  });

  it('leaves no timer behind when it stops', async () => {
    const gatherer = new FakeGatherer();
    const { board } = make(gatherer);
    gatherer.put(aSummary('shop/Deployment/cart'));
    gatherer.become(aState('Pod', 'live'));
    await settle();
    gatherer.become(aState('Pod', 'live'));
    await board.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
