import { describe, expect, it } from 'vitest';

import { createPicture } from '../cluster/picture';
import type { LogAnswer } from '../model/source';
import { createLogBook } from './log-book';
import { FakeSource, app, at, feed, plainDigest, settled, start, withApp } from './testing';

const here: LogAnswer = { ok: true, value: { text: 'why', truncated: false, timestamps: false }, asOf: start };
const away = (pauseMs: number): LogAnswer => ({
  ok: false,
  failure: { code: 'unreachable', message: 'The API server refuses connections.' },
  pauseMs,
});

/** Sixty pods that ended, and a source that answers for each log at once as `told` says then. */
async function bench(told: { answer: LogAnswer }, status = app.ended(0, 0)) {
  let seconds = 0;
  const asked: number[] = [];
  const timers = new Set<{ dueMs: number; run: () => void }>();
  const now = (): string => at(seconds);
  const picture = createPicture({ now });
  const source = new FakeSource();
  source.logs = () => {
    asked.push(seconds);
    return Promise.resolve(told.answer);
  };
  const book = createLogBook({
    source,
    digest: plainDigest,
    redact: (text) => text,
    now,
    onRead: () => undefined,
    wait: (ms, run) => {
      const timer = { dueMs: seconds * 1_000 + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  book.follow(picture);
  for (let n = 0; n < 60; n += 1) feed(picture, 'Pod', `task-${n}`, withApp(status, { restartPolicy: 'Never' }));
  await settled();
  const pods = [...picture.workloads()].flatMap((workload) => picture.pods(workload));
  return {
    asked,
    /** Second by second, with a sweep each minute, as the gatherer does. */
    async go(forSeconds: number): Promise<void> {
      for (let n = 0; n < forSeconds; n += 1) {
        seconds += 1;
        for (const timer of [...timers]) if (timer.dueMs <= seconds * 1_000 && timers.delete(timer)) timer.run();
        if (seconds % 60 === 0) book.sweep();
        await settled();
      }
    },
    read: (): number => pods.filter((pod) => book.of(pod).digests.length > 0).length,
  };
}

describe('logs while the API server is away', () => {
  it('are all read after it has returned, however long it was away (F02)', async () => {
    const told = { answer: away(30_000) };
    const { asked, go, read } = await bench(told);
    await go(40 * 60);
    expect([read(), asked.length]).toEqual([0, 5 + 80]);
    told.answer = here;
    await go(100);
    expect(read()).toBe(60);
  });

  it('are asked for one at a time, and not before the pause is over (F16)', async () => {
    const told = { answer: away(120_000) };
    const { asked, go } = await bench(told);
    expect(asked).toHaveLength(5);
    await go(300);
    expect(asked.slice(5)).toEqual([120, 240]);
    told.answer = here;
    await go(61);
    expect(asked.slice(7, 17)).toEqual(Array.from({ length: 10 }, () => 360));
  });

  it('are read too where the earlier run is gone and only the current one could not be asked for', async () => {
    const absent: LogAnswer = { ok: false, failure: { code: 'absent', message: 'gone' } };
    const first = Array.from({ length: 5 }, () => absent);
    let then = away(30_000);
    const told = {
      get answer() {
        return first.shift() ?? then;
      },
    };
    const { go, read } = await bench(told, app.waiting(1, 0));
    await go(60);
    then = here;
    await go(120);
    expect(read()).toBe(60);
  });
});
