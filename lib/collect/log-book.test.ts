import { describe, expect, it } from 'vitest';

import { type Picture, createPicture } from '../cluster/picture';
import { Problem } from '../model/problem';
import type { Failure } from '../model/result';
import { type LogBook, createLogBook } from './log-book';
import { FakeSource, app, at, feed, plainDigest, settled, start, withApp } from './testing';

interface Bench {
  picture: Picture;
  source: FakeSource;
  book: LogBook;
  read: string[];
  bugs: unknown[];
  /** Moves the clock, and fires the timers that are due. */
  go(seconds: number): Promise<void>;
  texts(pod: string): string[];
}

function bench(options: { all?: boolean } = {}): Bench {
  let now = start;
  const timers = new Set<{ dueMs: number; run: () => void }>();
  const source = new FakeSource();
  const picture = createPicture({ now: () => now });
  const read: string[] = [];
  const bugs: unknown[] = [];
  const book = createLogBook({
    source,
    digest: plainDigest,
    redact: (text) => text.replace('hunter2', '«redacted»'),
    now: () => now,
    onRead: (key) => read.push(key),
    onBug: (error) => bugs.push(error),
    wait: (ms, run) => {
      const timer = { dueMs: Date.parse(now) + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    ...options,
  });
  book.follow(picture);
  return {
    picture,
    source,
    book,
    read,
    bugs,
    async go(seconds) {
      now = at(seconds);
      for (const timer of [...timers]) {
        if (timer.dueMs > Date.parse(now) || !timers.delete(timer)) continue;
        timer.run();
      }
      await settled();
    },
    texts(name) {
      const pod = picture.pod('shop', name) ?? picture.deletedPods({ namespace: 'shop', kind: 'Pod', name })[0]?.pod;
      if (pod === undefined) throw new Error(`no pod ${name}`);
      return book
        .of(pod)
        .digests.map(({ instance, restartCount, excerpt }) => [instance, restartCount, excerpt[0]?.text].join(' '));
    },
  };
}

const failure = (code: Failure['code'], message = 'no'): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { code, message },
});

describe('a read that throws', () => {
  const podOf = (picture: Picture) => {
    const pod = picture.pod('shop', 'a');
    if (pod === null) throw new Error('no pod');
    return pod;
  };

  it('is a bug to report, and a log that was not read', async () => {
    const { picture, source, book, bugs, read } = bench();
    const bug = new TypeError('x is not a function');
    source.logs = () => Promise.reject(bug);
    feed(picture, 'Pod', 'a', withApp(app.waiting(2, 0)));
    await settled();
    expect(bugs).toEqual([bug]);
    expect(read).toEqual(['shop/Pod/a']);
    expect(book.of(podOf(picture)).failures).toMatchObject([{ failure: { code: 'failed' } }]);
  });

  it('is no bug where a Problem says what is wrong', async () => {
    const { picture, source, book, bugs } = bench();
    source.logs = () => Promise.reject(new Problem('not-ready', 'No log yet.'));
    feed(picture, 'Pod', 'a', withApp(app.waiting(2, 0)));
    await settled();
    expect(bugs).toEqual([]);
    expect(book.of(podOf(picture)).failures).toHaveLength(1);
  });
});

describe('which logs are read', () => {
  it('none of a container that runs and is ready', () => {
    const { picture, source } = bench();
    feed(picture, 'Pod', 'a', withApp(app.running(0, true)));
    expect(source.asked()).toEqual([]);
  });

  it('the last run of one that waits, redacted at once', async () => {
    const { picture, source, read, texts } = bench();
    feed(picture, 'Pod', 'a', withApp(app.waiting(2, 0)));
    expect(source.requests).toMatchObject([
      {
        namespace: 'shop',
        pod: 'a',
        podUid: 'uid-a',
        container: 'app',
        instance: 'previous',
        tailLines: 2000,
        limitBytes: 262144,
      },
    ]);
    await source.answer('password hunter2');
    expect(texts('a')).toEqual(['previous 2 password «redacted»']);
    expect(read).toEqual(['shop/Pod/a']);
  });

  it('both runs of one that restarted within the hour, and neither of one that restarted before', () => {
    const { picture, source } = bench();
    feed(picture, 'Pod', 'young', withApp(app.running(0, true, 1, -60)));
    feed(picture, 'Pod', 'old', withApp(app.running(-7200, true, 1, -7300)));
    expect(source.asked()).toEqual(['young app previous', 'young app current']);
  });

  it('a failed end, not a good one', () => {
    const { picture, source } = bench();
    feed(picture, 'Pod', 'bad', withApp(app.ended(0, 0), { restartPolicy: 'Never' }));
    feed(picture, 'Pod', 'good', withApp(app.ended(0, 0, 0), { restartPolicy: 'Never' }));
    expect(source.asked()).toEqual(['bad app current']);
  });

  it('of one that is not ready only after half a minute', async () => {
    const { picture, source, go } = bench();
    feed(picture, 'Pod', 'a', withApp(app.running(0, false)));
    await go(29);
    expect(source.asked()).toEqual([]);
    await go(30);
    expect(source.asked()).toEqual(['a app current']);
  });

  it('of one that is not ready again each time its age has doubled, and no more once it is ready', async () => {
    const { picture, source, texts, go } = bench();
    feed(picture, 'Pod', 'a', withApp(app.running(0, false)));
    await go(30);
    await source.answer('starting');
    await go(59);
    expect(source.asked()).toHaveLength(1);
    await go(60);
    await source.answer('starting\nno answer yet');
    expect(texts('a')).toEqual(['current 0 starting\nno answer yet']);
    await go(120);
    expect(source.asked()).toHaveLength(3);
    await source.answer('up');
    feed(picture, 'Pod', 'a', withApp(app.running(0, true)));
    await go(600);
    expect(source.asked()).toHaveLength(3);
  });

  it('of an init container that runs for half a minute, and of one that failed', async () => {
    const { picture, source, go } = bench();
    const init = (status: object): object => ({
      spec: { initContainers: [{ name: 'app' }] },
      status: { phase: 'Pending', initContainerStatuses: [status] },
    });
    feed(picture, 'Pod', 'slow', { ...init(app.running(0, false)) });
    feed(picture, 'Pod', 'failed', { ...init(app.ended(0, 0)) });
    feed(picture, 'Pod', 'done', { ...init(app.ended(0, 0, 0)) });
    expect(source.asked()).toEqual(['failed app current']);
    await go(31);
    expect(source.asked()).toEqual(['failed app current', 'slow app current']);
  });

  it('of running ones too once somebody looks', () => {
    const { picture, source, book } = bench();
    feed(picture, 'Pod', 'a', withApp(app.running(0, true)));
    book.want({ namespace: 'shop', kind: 'Pod', name: 'a' });
    expect(source.asked()).toEqual(['a app current']);
  });

  it('all that a recording has, also of containers without a status', () => {
    const { picture, source } = bench({ all: true });
    feed(picture, 'Pod', 'a', { spec: { containers: [{ name: 'app' }] } });
    expect(source.asked()).toEqual(['a app previous', 'a app current']);
  });
});

describe('how often a log is read', () => {
  it('once for each state of an instance', async () => {
    const { picture, source, texts } = bench();
    feed(picture, 'Pod', 'a', withApp(app.waiting(1, 0)));
    await source.answer('first');
    feed(picture, 'Pod', 'a', { ...withApp(app.waiting(1, 0)), metadata: { labels: { x: 'y' } } });
    expect(source.open).toBe(0);
    feed(picture, 'Pod', 'a', withApp(app.waiting(2, 30)));
    expect(source.open).toBe(1);
    expect(texts('a')).toEqual(['previous 1 first']);
    await source.answer('second');
    expect(texts('a')).toEqual(['previous 2 second']);
  });

  it('not again when the instance that ended becomes the previous one', async () => {
    const { picture, source, texts } = bench();
    feed(picture, 'Pod', 'a', withApp(app.ended(0, 0)));
    await source.answer('last words');
    feed(picture, 'Pod', 'a', withApp(app.waiting(0, 0)));
    expect(source.asked()).toEqual(['a app current']);
    expect(texts('a')).toEqual(['previous 0 last words']);
  });

  it('never shows the log of one run as that of the next', async () => {
    const { picture, source, book, texts } = bench();
    feed(picture, 'Pod', 'a', withApp(app.running(0, true)));
    book.want({ namespace: 'shop', kind: 'Pod', name: 'a' });
    await source.answer('run 0');
    expect(texts('a')).toEqual(['current 0 run 0']);
    feed(picture, 'Pod', 'a', withApp(app.waiting(0, 5)));
    expect(texts('a')).toEqual([]);
  });

  it('takes the current log where the previous is gone, and calls it previous when the next run begins', async () => {
    const { picture, source, texts } = bench();
    feed(picture, 'Pod', 'a', withApp(app.waiting(1, 0)));
    await source.answer(failure('absent'));
    await source.answer('the same run');
    expect(texts('a')).toEqual(['current 1 the same run']);
    feed(
      picture,
      'Pod',
      'a',
      withApp({
        ...app.running(5, false, 2),
        lastState: { terminated: { exitCode: 1, containerID: 'c1', finishedAt: start } },
      }),
    );
    expect(texts('a')).toEqual(['previous 1 the same run']);
  });
});

describe('what is said of logs that are not there', () => {
  it('the reason, and the permission that would help', async () => {
    const { picture, source, book } = bench();
    feed(picture, 'Pod', 'a', withApp(app.waiting(1, 0)));
    const pod = picture.pod('shop', 'a');
    if (pod === null) throw new Error('no pod');
    expect(book.of(pod)).toEqual({ digests: [], failures: [], pending: ['logs of app'] });
    const permission = { verbs: ['get'], group: '', resource: 'pods/log', namespace: 'shop' };
    await source.answer({ ok: false, failure: { code: 'denied', message: 'no, hunter2', permission } });
    expect(book.of(pod)).toEqual({
      digests: [],
      failures: [{ what: 'logs in shop', failure: { code: 'denied', message: 'no, «redacted»', permission } }],
      pending: [],
    });
  });

  it('beside the log of the run before, which a loop goes on to be judged by', async () => {
    const { picture, source, book, texts } = bench();
    feed(picture, 'Pod', 'a', withApp(app.waiting(1, 0)));
    await source.answer('first');
    feed(picture, 'Pod', 'a', withApp(app.waiting(2, 30)));
    await source.answer(failure('timeout'));
    expect(texts('a')).toEqual(['previous 1 first']);
    const pod = picture.pod('shop', 'a');
    expect(pod && book.of(pod).failures.map(({ what }) => what)).toEqual(['previous logs of app in a']);
    book.sweep();
    await source.answer('second');
    expect(texts('a')).toEqual(['previous 2 second']);
  });

  it('tries a node that cannot be reached three times, then ever more seldom, and a missing log never', async () => {
    const { picture, source, book, go } = bench();
    feed(picture, 'Pod', 'a', withApp(app.ended(0, 0), { restartPolicy: 'Never' }));
    for (let n = 0; n < 5; n += 1) {
      if (source.open > 0) await source.answer(failure('unreachable'));
      book.sweep();
    }
    expect(source.requests).toHaveLength(3);
    for (let minute = 1; minute <= 180; minute += 1) {
      await go(minute * 60);
      book.sweep();
      if (source.open > 0) await source.answer(failure('unreachable'));
    }
    // After 4, 8, 16, 32 and 60 minutes.
    expect(source.requests).toHaveLength(3 + 6);
    feed(picture, 'Pod', 'b', withApp(app.ended(0, 0), { restartPolicy: 'Never' }));
    await source.answer(failure('absent'));
    book.sweep();
    expect(source.requests).toHaveLength(3 + 6 + 1);
  });

  it('asks by one read every five minutes whether a permission was granted, and reads the rest when it was (F23)', async () => {
    const { picture, source, book, texts, go } = bench();
    const permission = { verbs: ['get'], group: '', resource: 'pods/log', namespace: 'shop' };
    const denied = { ok: false, failure: { code: 'denied', message: 'no', permission } } as const;
    for (const name of ['a', 'b', 'c']) {
      feed(picture, 'Pod', name, withApp(app.ended(0, 0), { restartPolicy: 'Never' }));
      await source.answer(denied);
    }
    await go(290);
    book.sweep();
    expect(source.requests).toHaveLength(3);
    await go(310);
    book.sweep();
    await go(320);
    book.sweep();
    expect(source.requests).toHaveLength(4);
    await source.answer('why a');
    book.sweep();
    expect(source.requests).toHaveLength(6);
    await source.answer('why b');
    await source.answer('why c');
    expect(['a', 'b', 'c'].flatMap(texts)).toEqual(['current 0 why a', 'current 0 why b', 'current 0 why c']);
  });
});

describe('pace', () => {
  function feedMany(picture: Picture, count: number): void {
    for (let n = 0; n < count; n += 1)
      feed(picture, 'Pod', `p${n}`, withApp(app.ended(0, n), { restartPolicy: 'Never' }));
  }

  it('is five at once, newest death first', async () => {
    const { picture, source } = bench();
    feedMany(picture, 8);
    expect(source.asked()).toEqual([
      'p0 app current',
      'p1 app current',
      'p2 app current',
      'p3 app current',
      'p4 app current',
    ]);
    await source.answer('x');
    expect(source.asked().at(-1)).toBe('p7 app current');
    expect(source.open).toBe(5);
  });

  it('is ten in any one second, also where each is asked for twice: as the previous log, then as the current one', async () => {
    const { picture, source, go } = bench();
    for (let n = 0; n < 12; n += 1) feed(picture, 'Pod', `p${n}`, withApp(app.waiting(3, n)));
    const counts: number[] = [];
    for (const seconds of [0, 0.5, 0.9, 1, 1.5, 1.9, 2]) {
      await go(seconds);
      while (source.open > 0) await source.answer(failure('absent'));
      counts.push(source.requests.length);
    }
    expect(counts).toEqual([10, 10, 10, 20, 20, 20, 24]);
  });

  it('is no matter for a recording', async () => {
    const { picture, source, book } = bench({ all: true });
    feedMany(picture, 25);
    while (source.open > 0) await source.answer('x');
    await book.idle();
    expect(source.asked().filter((name) => name.endsWith('current'))).toHaveLength(25);
    expect(book.waiting()).toBe(0);
  });
});

describe('the end', () => {
  it('keeps the log of a deleted pod for its hour', async () => {
    const { picture, source, book, texts, go } = bench();
    feed(picture, 'Pod', 'a', withApp(app.waiting(1, 0)));
    await source.answer('why');
    picture.remove('Pod', { metadata: { namespace: 'shop', name: 'a', uid: 'uid-a' } });
    const gone = picture.deletedPods({ namespace: 'shop', kind: 'Pod', name: 'a' })[0];
    await go(3_500);
    picture.sweep();
    book.sweep();
    expect(texts('a')).toEqual(['previous 1 why']);
    await go(3_700);
    picture.sweep();
    book.sweep();
    if (gone === undefined) throw new Error('not remembered');
    expect(book.of(gone.pod).digests).toEqual([]);
  });

  it('aborts what runs, and reads nothing more', async () => {
    const { picture, source, book, read } = bench();
    feed(picture, 'Pod', 'a', withApp(app.waiting(1, 0)));
    book.stop();
    expect(source.signals[0]?.aborted).toBe(true);
    await source.answer('late');
    feed(picture, 'Pod', 'b', withApp(app.waiting(1, 0)));
    expect(source.requests).toHaveLength(1);
    expect(read).toEqual([]);
    await book.idle();
  });
});
