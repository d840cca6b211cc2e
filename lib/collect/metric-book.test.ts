import { describe, expect, it } from 'vitest';
import { createPicture } from '../cluster/picture';
import type { Prometheus } from '../prometheus/prometheus';
import type { Curves, PlacedSeries, ReadOptions } from '../prometheus/read-curves';
import { createMetricBook } from './metric-book';
import { app, at, feed, owned, start } from './testing';

const aSeries = (pod: string, namespace = 'shop'): PlacedSeries => ({
  id: 'memory-working-set',
  namespace,
  pod,
  container: 'app',
  detail: null,
  unit: 'bytes',
  query: 'q',
  points: [[0, 1]],
});

class FakePrometheus implements Prometheus {
  reads: ReadOptions[] = [];
  answer: (options: ReadOptions) => Promise<Curves> = () => Promise.resolve({ series: [], failures: [] });
  configured = true;
  there = (): boolean => this.configured;
  read(options: ReadOptions): Promise<Curves> {
    this.reads.push(options);
    return this.answer(options);
  }
  view(): ReturnType<Prometheus['view']> {
    const base = { address: null, foundBy: null, why: null, has: [], missing: [], requests: 0 };
    return { state: 'answers', scrapeSeconds: 15, ...base };
  }
  close(): void {
    return;
  }
  /** One HTTP request a group, or one for all. */
  requests(): number {
    return this.reads.reduce((sum, { groups, together }) => sum + (together === true ? 1 : groups.length), 0);
  }
}

function aBook() {
  const prometheus = new FakePrometheus();
  const timers: { ms: number; run: () => void; over: boolean }[] = [];
  const read: string[] = [];
  const bugs: unknown[] = [];
  let now = start;
  const picture = createPicture({ now: () => now });
  const book = createMetricBook({
    prometheus,
    redact: String,
    now: () => now,
    onRead: (key) => read.push(key),
    onBug: (error) => bugs.push(error),
    wait: (ms, run) => {
      const timer = { ms, run, over: false };
      timers.push(timer);
      return () => {
        timer.over = true;
      };
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    prometheus,
    picture,
    book,
    read,
    bugs,
    settle,
    /** Runs the timers that wait `ms`. */
    async pass(ms: number, to = now): Promise<void> {
      now = to;
      for (const timer of timers.filter((one) => one.ms === ms && !one.over)) {
        timer.over = true;
        timer.run();
      }
      for (let turn = 0; turn < 20; turn += 1) await settle();
    },
  };
}

const failures = [{ what: 'memory history', failure: { code: 'timeout' as const, message: 'No answer.' } }];

/** A book whose Prometheus has given no answer for `cart`. */
async function failedBook(): Promise<ReturnType<typeof aBook>> {
  const made = aBook();
  feed(made.picture, 'Pod', 'cart', fine);
  made.book.follow(made.picture);
  made.prometheus.answer = () => Promise.resolve({ series: [], failures });
  await made.book.want(cart, 800);
  return made;
}

const cart = { namespace: 'shop', kind: 'Pod', name: 'cart' };
const broken = { status: { phase: 'Running', containerStatuses: [app.waiting(3, 10)] } };
const fine = { status: { phase: 'Running', containerStatuses: [app.running(0, true)] } };

describe('the metric book', () => {
  it('reads what is in trouble together, and leaves the healthy alone', async () => {
    const { prometheus, picture, book, read, pass } = aBook();
    feed(picture, 'Pod', 'cart', broken);
    feed(picture, 'Pod', 'fine', fine);
    prometheus.answer = () => Promise.resolve({ series: [aSeries('cart'), aSeries('fine')], failures: [] });
    book.follow(picture);
    await pass(2000);
    expect(prometheus.reads.map(({ scope }) => scope.pods)).toEqual([['cart']]);
    expect(read).toEqual(['shop/Pod/cart']);
    expect(book.of(cart).metrics).toMatchObject([{ id: 'memory-working-set', pod: 'cart' }]);
    expect(book.of(cart).metrics[0]).not.toHaveProperty('namespace');
    expect(book.of({ ...cart, name: 'fine' }).metrics).toEqual([]);
  });

  it('asks twenty times at most for a board of 10,000 pods, and twelve times for a page', async () => {
    const { prometheus, picture, book, pass } = aBook();
    for (let pod = 0; pod < 10_000; pod += 1) {
      const metadata = { namespace: `ns-${pod % 40}` };
      feed(picture, 'Pod', `pod-${pod}`, { metadata, ...(pod % 20 === 0 ? broken : fine) });
    }
    book.follow(picture);
    await pass(2000);
    // Two more tell what is there (inventory.ts).
    expect(prometheus.requests()).toBeGreaterThan(0);
    expect(prometheus.requests() + 2).toBeLessThanOrEqual(20);
    prometheus.reads = [];
    await book.want({ namespace: 'ns-1', kind: 'Pod', name: 'pod-1' }, 0);
    expect(prometheus.requests()).toBeGreaterThan(0);
    expect(prometheus.requests() + 2).toBeLessThanOrEqual(12);
  });

  it.each(['1h', '6h', '24h', '7d'] as const)(
    'asks twelve times at most for a page with a strip of %s',
    async (window) => {
      const { prometheus, picture, book } = aBook();
      feed(picture, 'Pod', 'cart', broken);
      prometheus.answer = ({ groups }) =>
        Promise.resolve({
          series: groups.includes('restarts') ? [aSeries('cart'), { ...aSeries('cart'), id: 'restarts' }] : [],
          failures: [],
        });
      book.follow(picture);
      const [view] = await Promise.all([book.series(cart, window), book.want(cart, 800)]);
      expect(prometheus.requests() + 2).toBeLessThanOrEqual(12);
      // A strip of the last hour draws what the diagnosis was made from; restarts only where they can be seen.
      const ids = view.curves.map(({ id }) => id);
      if (window === '1h') expect(ids).toEqual(['memory-working-set']);
      expect(ids.includes('restarts')).toBe(window === '7d');
    },
  );

  it('reads each sample only of pods that memory ended, for a few chunks of the board', async () => {
    const { prometheus, picture, book } = aBook();
    const ended = (reason: string) => ({
      ...broken,
      status: {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'app',
            ready: false,
            restartCount: 3,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 137, reason, finishedAt: start, startedAt: start } },
          },
        ],
      },
    });
    feed(picture, 'Pod', 'cart', ended('OOMKilled'));
    feed(picture, 'Pod', 'other', ended('Error'));
    book.follow(picture);
    await book.readNow();
    expect(prometheus.reads.map(({ scope }) => scope.restarted)).toEqual([['cart']]);
    prometheus.reads = [];
    await book.want({ namespace: 'shop', kind: 'Pod', name: 'other' }, 800);
    expect(prometheus.reads.map(({ scope }) => scope.restarted)).toEqual([['other']]);
  });

  it('reads all in turn where more are in trouble than one round reads, and says so of those that wait', async () => {
    const { prometheus, picture, book, read, pass } = aBook();
    for (let pod = 0; pod < 300; pod += 1) feed(picture, 'Pod', `pod-${pod}`, broken);
    prometheus.answer = ({ scope }) => Promise.resolve({ series: scope.pods.map((pod) => aSeries(pod)), failures: [] });
    const all = Array.from({ length: 300 }, (_, pod) => ({ namespace: 'shop', kind: 'Pod', name: `pod-${pod}` }));
    const without = () => all.filter((ref) => book.of(ref).metrics.length === 0);
    book.follow(picture);
    await pass(2000);
    expect(without()).toHaveLength(50);
    for (const ref of without()) {
      expect(book.of(ref).failures).toMatchObject([{ failure: { code: 'not-read-yet' } }]);
      expect(read).toContain(`shop/Pod/${ref.name}`);
    }
    expect(book.load()).toEqual({ troubled: 300, perRound: 250 });
    const [first] = without();
    if (first === undefined) throw new Error('none waits');
    await book.want(first, 800);
    expect(book.of(first)).toMatchObject({ metrics: [{ pod: first.name }], failures: [] });
    await pass(30_000, at(30));
    expect(without()).toEqual([]);
  });

  it('reads at once for who cannot wait for a round', async () => {
    const { prometheus, picture, book } = aBook();
    feed(picture, 'Pod', 'cart', broken);
    prometheus.answer = () => Promise.resolve({ series: [aSeries('cart')], failures: [] });
    book.follow(picture);
    await book.readNow();
    expect(book.of(cart).metrics).toHaveLength(1);
  });

  it('keeps no page waiting for a slow one, and says what is pending', async () => {
    const { prometheus, picture, book, read, pass, settle } = aBook();
    feed(picture, 'Pod', 'cart', fine);
    book.follow(picture);
    let answer: (curves: Curves) => void = () => undefined;
    prometheus.answer = () => new Promise((resolve) => (answer = resolve));
    let up = false;
    const page = book.want(cart, 800).then(() => (up = true));
    await settle();
    expect(up).toBe(false);
    await pass(800);
    await page;
    expect(book.of(cart)).toEqual({ metrics: [], failures: [], pending: ['metrics'] });
    expect(read).toEqual([]);
    answer({ series: [aSeries('cart')], failures: [] });
    await settle();
    expect(read).toEqual(['shop/Pod/cart']);
    expect(book.of(cart)).toMatchObject({ metrics: [{ pod: 'cart' }], pending: [] });
    await book.want(cart, 800);
    expect(prometheus.reads).toHaveLength(1);
  });

  it('draws a strip anew once a Prometheus that failed answers', async () => {
    const { prometheus, book, pass } = await failedBook();
    await pass(2000, at(25));
    expect((await book.series(cart, '1h')).curves).toEqual([]);
    prometheus.answer = () => Promise.resolve({ series: [aSeries('cart')], failures: [] });
    // Within the thirty seconds that a strip is kept.
    await pass(30_000, at(54));
    expect((await book.series(cart, '1h')).curves).toHaveLength(1);
  });

  it('says what failed, and lets what was read a moment before stand', async () => {
    const { prometheus, book, pass } = await failedBook();
    expect(book.of(cart)).toMatchObject({ metrics: [], failures });
    prometheus.answer = () => Promise.resolve({ series: [aSeries('cart')], failures: [] });
    await pass(2000, at(60));
    expect(book.of(cart)).toMatchObject({ metrics: [{ pod: 'cart' }], failures: [] });
    prometheus.answer = () => Promise.resolve({ series: [], failures });
    await pass(30_000, at(90));
    expect(book.of(cart)).toMatchObject({ metrics: [{ pod: 'cart' }], failures: [] });
  });

  it('reports a read that throws as a bug, and shows it as a failure', async () => {
    const { prometheus, picture, book, bugs } = aBook();
    feed(picture, 'Pod', 'cart', fine);
    book.follow(picture);
    const bug = new TypeError('x is not a function');
    prometheus.answer = () => Promise.reject(bug);
    await book.want(cart, 800);
    expect(bugs).toEqual([bug]);
    expect(book.of(cart).failures).toMatchObject([{ failure: { code: 'failed' } }]);
  });

  it('asks nothing where there is none, and says so to the strip alone', async () => {
    const { prometheus, picture, book, pass } = aBook();
    prometheus.configured = false;
    feed(picture, 'Pod', 'cart', broken);
    book.follow(picture);
    await pass(2000);
    await book.want(cart, 800);
    expect(prometheus.reads).toEqual([]);
    expect(book.of(cart)).toEqual({ metrics: [], failures: [], pending: [] });
    const view = await book.series(cart, '6h');
    expect(view).toMatchObject({ window: '6h', stepSeconds: 90, curves: [], missing: [{ what: 'metrics' }] });
    expect(Date.parse(view.asOf) - Date.parse(view.from)).toBe(6 * 3_600_000);
  });

  it.each([
    ['a Job that is there', 'Job', 'cart-migrate', 'cart-migrate-x7k2p'],
    ['a Job that is gone', null, 'cart-migrate', 'cart-migrate-x7k2p'],
    ['a DaemonSet of a name without vowels', 'DaemonSet', 'cart-bcdfghjk', 'cart-bcdfghjk-x7k2p'],
    ['a DaemonSet that is gone', null, 'cart-agent', 'cart-agent-q4j7z'],
  ] as const)('takes no pod for one of a Deployment that is of %s', async (_, kind, name, pod) => {
    const { prometheus, picture, book } = aBook();
    feed(picture, 'Deployment', 'cart');
    feed(picture, 'ReplicaSet', 'cart-v2', owned('Deployment', 'cart'));
    if (kind !== null) feed(picture, kind, name);
    const pods = ['cart-6b7c8d9f55-q4j7z', 'cart-v2-q4j7z', pod];
    prometheus.answer = () => Promise.resolve({ series: pods.map((one) => aSeries(one)), failures: [] });
    book.follow(picture);
    const ref = { namespace: 'shop', kind: 'Deployment', name: 'cart' };
    await book.want(ref, 800);
    // Of a revision that is gone, and of a set that is known whatever its name.
    expect(book.of(ref).metrics.map((one) => one.pod)).toEqual(pods.slice(0, 2));
  });

  it('gives a pod that may be of two workloads to neither', async () => {
    const { prometheus, picture, book } = aBook();
    for (const kind of ['DaemonSet', 'Job'] as const) feed(picture, kind, 'cart');
    prometheus.answer = () => Promise.resolve({ series: [aSeries('cart-x7k2p')], failures: [] });
    book.follow(picture);
    const ref = { namespace: 'shop', kind: 'DaemonSet', name: 'cart' };
    await book.want(ref, 800);
    expect(book.of(ref).metrics).toEqual([]);
  });

  it('takes no pod of a neighbour whose name only begins alike', async () => {
    const { prometheus, picture, book } = aBook();
    for (const name of ['cart', 'cart-api']) feed(picture, 'StatefulSet', name);
    feed(picture, 'Pod', 'cart-0', owned('StatefulSet', 'cart'));
    feed(picture, 'Pod', 'cart-api-0', owned('StatefulSet', 'cart-api'));
    book.follow(picture);
    prometheus.answer = () =>
      Promise.resolve({ series: ['cart-0', 'cart-1', 'cart-api-0'].map((pod) => aSeries(pod)), failures: [] });
    const ref = { namespace: 'shop', kind: 'StatefulSet', name: 'cart' };
    await book.want(ref, 800);
    expect(book.of(ref).metrics.map(({ pod }) => pod)).toEqual(['cart-0', 'cart-1']);
  });
});
